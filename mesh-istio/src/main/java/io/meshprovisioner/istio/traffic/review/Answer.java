package io.meshprovisioner.istio.traffic.review;

import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.cluster.Cluster;
import io.meshprovisioner.istio.traffic.hop.Destination;
import io.meshprovisioner.istio.traffic.hop.Leg;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.rule.CorsRule;
import io.meshprovisioner.istio.traffic.rule.FaultRule;
import io.meshprovisioner.istio.traffic.rule.HeaderRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All of a decision that a client or a server could notice, and nothing of how it came about.
 *
 * @param destinations what stands behind each, without the names of the rules that shaped it
 * @param servers what the servers' sidecars make of it
 */
record Answer(
        Object outcome,
        Optional<RouteAction.Forward> forwarding,
        Optional<HttpRequest> upstream,
        Optional<HeaderRules> headers,
        Optional<FaultRule> fault,
        Optional<CorsRule> cors,
        List<List<Object>> destinations,
        List<Object> servers) {
    static Answer of(Decision decision) {
        List<List<Object>> behind = new ArrayList<>();
        decision.journey().first().ifPresent(hop -> hop.destinations()
                .forEach(destination -> behind.add(behind(destination))));
        List<Object> servers = new ArrayList<>();
        for (Leg leg : decision.journey().legs()) {
            servers.add(leg.outcome());
        }
        return new Answer(
                decision.outcome(),
                decision.forwarding(),
                decision.upstream(),
                decision.route().map(Route::headers),
                decision.route().flatMap(Route::fault),
                decision.route().flatMap(Route::cors),
                List.copyOf(behind),
                List.copyOf(servers));
    }

    private static List<Object> behind(Destination destination) {
        Cluster cluster = destination.cluster().orElse(null);
        return cluster == null
                ? List.of(destination.asShare())
                : List.of(
                        destination.asShare(),
                        cluster.discovery(),
                        cluster.httpVersion(),
                        cluster.loadBalancing(),
                        cluster.limits(),
                        cluster.outliers(),
                        cluster.security(),
                        cluster.localities());
    }

    /** In what another one differs, in words. */
    List<String> differences(Answer other) {
        List<String> words = new ArrayList<>();
        note(words, "outcome", outcome, other.outcome);
        note(
                words,
                "timeout",
                forwarding.map(RouteAction.Forward::timeout),
                other.forwarding.map(RouteAction.Forward::timeout));
        note(
                words,
                "retries",
                forwarding.map(RouteAction.Forward::retries),
                other.forwarding.map(RouteAction.Forward::retries));
        note(
                words,
                "mirrors",
                forwarding.map(RouteAction.Forward::mirrors),
                other.forwarding.map(RouteAction.Forward::mirrors));
        note(words, "request as the service sees it", upstream, other.upstream);
        note(words, "headers", headers, other.headers);
        note(words, "fault", fault, other.fault);
        note(words, "CORS", cors, other.cors);
        note(words, "what stands behind", destinations, other.destinations);
        note(words, "what the servers' sidecars say", servers, other.servers);
        if (words.isEmpty() && !equals(other)) {
            words.add("forwarding");
        }
        return words;
    }

    private static void note(List<String> words, String what, Object one, Object other) {
        if (!one.equals(other)) {
            words.add(what);
        }
    }
}
