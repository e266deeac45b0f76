package io.meshprovisioner.istio.traffic;

import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Share;
import io.meshprovisioner.istio.traffic.cluster.Cluster;
import io.meshprovisioner.istio.traffic.hop.Destination;
import io.meshprovisioner.istio.traffic.hop.Hop;
import io.meshprovisioner.istio.traffic.hop.Leg;
import io.meshprovisioner.istio.traffic.proxy.Explanation;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.traffic.snapshot.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Puts a decision into words. */
final class Telling {
    private final Snapshot snapshot;
    private final String question;
    private final Decision decision;

    Telling(Snapshot snapshot, String question, Decision decision) {
        this.snapshot = snapshot;
        this.question = question;
        this.decision = decision;
    }

    Why tell() {
        List<Why> parts = new ArrayList<>();
        decision.journey().first().ifPresent(hop -> parts.add(hop(hop, "")));
        decision.journey().legs().forEach(leg -> parts.add(leg(leg)));
        return new Why(question + ": " + words(decision.outcome()), parts);
    }

    static String words(Outcome outcome) {
        if (outcome instanceof Outcome.Forwarded forwarded) {
            return forwarded.destinations().isEmpty()
                    ? "goes on"
                    : "goes to "
                            + forwarded.destinations().stream()
                                    .map(Telling::words)
                                    .collect(Collectors.joining(", "));
        }
        if (outcome instanceof Outcome.Redirected redirected) {
            return redirected.status() + " to " + redirected.location();
        }
        if (outcome instanceof Outcome.Answered answered) {
            return answered.status() + " from a proxy"
                    + (answered.body().isEmpty() ? "" : ": " + shortened(answered.body()));
        }
        Outcome.Refused refused = (Outcome.Refused) outcome;
        String status = refused.status() == 0 ? "connection ended" : Integer.toString(refused.status());
        String flag = refused.responseFlag().isEmpty() ? "" : " (" + refused.responseFlag() + ")";
        return status + flag + ", "
                + refused.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String words(Share share) {
        String where = share.host().isEmpty()
                ? share.cluster()
                : share.host() + ":" + share.port() + (share.subset().isEmpty() ? "" : " subset " + share.subset());
        return share.percent() >= 100 ? where : percent(share.percent()) + " " + where;
    }

    private static String percent(double percent) {
        return (percent == Math.rint(percent)
                        ? Long.toString((long) percent)
                        : String.format(Locale.ROOT, "%.2f", percent))
                + " %";
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    private Why hop(Hop hop, String prefix) {
        Passage passage = hop.passage();
        List<Why> parts = new ArrayList<>();
        parts.add(Why.of("listener " + orNone(passage.listener())
                + (passage.filterChain().isEmpty() ? "" : ", filter chain " + passage.filterChain())
                + (passage.virtualHost().isEmpty() ? "" : ", virtual host " + passage.virtualHost())));
        new Explanation(snapshot, passage)
                .passedOver()
                .forEach(passed -> parts.add(Why.of("passed over " + passed.place() + ": " + passed.reason())));
        passage.matched().ifPresent(route -> parts.add(route(route)));
        if (passage.chainRule() != null) {
            parts.add(Why.of("decided by " + passage.chainRule()));
        }
        passage.reason()
                .ifPresent(reason -> parts.add(Why.of(
                        "ended: " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' '))));
        hop.demanded().ifPresent(mutual -> parts.add(Why.of("mutual TLS demanded: " + mutual)));
        hop.token().ifPresent(token -> parts.add(Why.of("token: " + token.why())));
        hop.verdict()
                .ifPresent(verdict -> parts.add(new Why(
                        verdict.why(),
                        verdict.passedOver().stream()
                                .map(passed -> Why.of("passed over " + passed))
                                .toList())));
        if (prefix.isEmpty()) {
            hop.destinations().forEach(destination -> parts.add(destination(destination)));
        }
        return new Why(prefix + passage.proxy(), parts);
    }

    private static String orNone(String name) {
        return name.isEmpty() ? "none" : name;
    }

    private static Why route(Route route) {
        List<Why> settings = new ArrayList<>();
        route.delegatedFrom().ifPresent(root -> settings.add(Why.of("delegated from " + root)));
        if (!route.conditions().isEmpty()) {
            settings.add(Why.of("asks for: " + String.join("; ", route.conditions())));
        }
        route.fault().ifPresent(fault -> settings.add(Why.of("fault: " + fault)));
        route.cors().ifPresent(cors -> settings.add(Why.of("CORS: origins " + cors.allowOrigins())));
        route.action().ifPresent(action -> {
            if (action instanceof RouteAction.Forward forward) {
                forward(forward, settings);
            }
        });
        String named = route.name().isEmpty() ? "" : " named " + route.name();
        return new Why(
                route.place().map(place -> "decided by " + place + named).orElse("no rule decided; route" + named),
                settings);
    }

    private static void forward(RouteAction.Forward forward, List<Why> settings) {
        settings.add(Why.of("timeout " + (forward.timeout().isZero() ? "none" : forward.timeout()) + ", retries "
                + forward.retries().attempts()
                + (forward.retries().attempts() == 0
                        ? ""
                        : " on " + String.join(",", forward.retries().retryOn()))));
        if (forward.rewrite() != null) {
            settings.add(Why.of("rewritten: " + forward.rewrite()));
        }
        forward.mirrors()
                .forEach(mirror ->
                        settings.add(Why.of("mirrored to " + mirror.cluster() + ", " + percent(mirror.percent()))));
    }

    private static Why destination(Destination destination) {
        List<Why> parts = new ArrayList<>();
        Cluster cluster = destination.cluster().orElse(null);
        if (cluster == null) {
            parts.add(Why.of("there is no such cluster: no service, port or subset of that name is seen"));
        } else {
            cluster.inWords().forEach(words -> parts.add(Why.of(words)));
        }
        return new Why("destination " + words(destination.asShare()), parts);
    }

    private Why leg(Leg leg) {
        String server = leg.server()
                .map(Workload::toString)
                .orElse(leg.arrival().address() + ":" + leg.arrival().port() + ", unknown to the mesh");
        List<Why> parts = new ArrayList<>();
        leg.hop()
                .ifPresentOrElse(
                        hop -> parts.add(hop(hop, "server's ")),
                        () -> parts.add(Why.of("no sidecar that the mesh knows is in the way")));
        boolean reached = leg.outcome() instanceof Outcome.Forwarded;
        return new Why("at " + server + ": " + (reached ? "let in" : words(leg.outcome())), parts);
    }
}
