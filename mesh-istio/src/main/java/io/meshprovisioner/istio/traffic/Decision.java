package io.meshprovisioner.istio.traffic;

import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Share;
import io.meshprovisioner.istio.traffic.hop.Hop;
import io.meshprovisioner.istio.traffic.hop.Journey;
import io.meshprovisioner.istio.traffic.proxy.Explanation;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.route.Downstream;
import io.meshprovisioner.istio.traffic.route.PassedRule;
import io.meshprovisioner.istio.traffic.route.RequestView;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.route.Upstream;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What happens to a request, and why. What is not asked for is not worked out. */
public final class Decision {
    private final Snapshot snapshot;
    private final Supplier<String> words;
    private final String caller;
    private final Journey journey;

    Decision(Snapshot snapshot, Supplier<String> words, String caller, Journey journey) {
        this.snapshot = snapshot;
        this.words = words;
        this.caller = caller;
        this.journey = journey;
    }

    /**
     * What comes of it, as the client sees it. Forwarded says all destinations with their shares; that some of them
     * refuse it shows in the {@link #journey}.
     */
    public Outcome outcome() {
        return journey.outcome();
    }

    /** The status that the client gets from a proxy; empty where a service answers, or a connection just ends. */
    public OptionalInt status() {
        Outcome outcome = outcome();
        if (outcome instanceof Outcome.Redirected redirected) {
            return OptionalInt.of(redirected.status());
        }
        if (outcome instanceof Outcome.Answered answered) {
            return OptionalInt.of(answered.status());
        }
        return outcome instanceof Outcome.Refused refused && refused.status() > 0
                ? OptionalInt.of(refused.status())
                : OptionalInt.empty();
    }

    /** Where it goes; none where it goes nowhere. */
    public List<Share> destinations() {
        return outcome() instanceof Outcome.Forwarded forwarded ? forwarded.destinations() : List.of();
    }

    /**
     * One of the destinations, as likely as its share.
     *
     * @param seed the same seed picks the same one
     */
    public Optional<Share> pick(long seed) {
        double point = new SplittableRandom(seed).nextDouble() * 100;
        Share last = null;
        for (Share share : destinations()) {
            last = share;
            point -= share.percent();
            if (point < 0) {
                break;
            }
        }
        return Optional.ofNullable(last);
    }

    /** The way through all proxies, with everything that they looked at. */
    public Journey journey() {
        return journey;
    }

    private String question() {
        return words.get() + " from " + caller;
    }

    private Optional<Passage> passage() {
        return journey.first().map(Hop::passage);
    }

    /** The route of the client's sidecar, or of the gateway, that took the request. */
    public Optional<Route> route() {
        return passage().flatMap(Passage::matched);
    }

    /** The settings with which it is forwarded: timeout, retries, rewrite, mirrors. */
    public Optional<RouteAction.Forward> forwarding() {
        return route().flatMap(Route::action)
                .filter(RouteAction.Forward.class::isInstance)
                .map(RouteAction.Forward.class::cast);
    }

    /** The request as the service sees it at the first destination: path, authority and headers after the rule. */
    public Optional<HttpRequest> upstream() {
        return passage().flatMap(passage -> forwarding()
                .filter(forward -> !forward.clusters().isEmpty())
                .flatMap(forward -> Optional.ofNullable(passage.request()).flatMap(view -> passage.matched()
                        .map(route -> Upstream.request(
                                view, route, forward, forward.clusters().get(0))))));
    }

    /**
     * The headers of a service's answer as the client sees them, after the rule's changes and its CORS policy.
     *
     * @param answer by lower-case name, as the service sends them
     */
    public Map<String, List<String>> answerHeaders(Map<String, List<String>> answer) {
        Passage passage = passage().orElse(null);
        Route route = route().orElse(null);
        RequestView view = passage == null ? null : passage.request();
        if (route == null || view == null) {
            return answer;
        }
        return forwarding()
                .filter(forward -> !forward.clusters().isEmpty())
                .map(forward ->
                        Downstream.headers(answer, route, forward.clusters().get(0), view.request()))
                .orElse(answer);
    }

    /** Where the rule stands that decided; empty where none did. */
    public Optional<Place> decidedBy() {
        return passage()
                .flatMap(passage ->
                        passage.matched().flatMap(Route::place).or(() -> Optional.ofNullable(passage.chainRule())));
    }

    /** The rules for the host that did not decide, each with the reason. */
    public List<PassedRule> passedOver() {
        return passage()
                .map(passage -> new Explanation(snapshot, passage).passedOver())
                .orElse(List.of());
    }

    /** The rules passed over, the rule that decided, where it stands, what stands behind and who let it in. */
    public Why why() {
        return new Telling(snapshot, question(), this).tell();
    }

    /** What keeps it from a service, in one sentence with the objects that it comes from; empty where nothing does. */
    public Optional<String> obstacle() {
        return new Obstacle(snapshot, this).words();
    }

    /**
     * The Secrets with the certificates that the gateway has to show before it can read the request; none where it ends
     * no TLS. They are not part of a snapshot: without them the connection ends.
     */
    public List<String> credentials() {
        return passage()
                .map(passage -> new Credentials(snapshot).of(passage.proxy(), passage.arrival()))
                .orElse(List.of());
    }

    /** The question and what comes of it, on one line. */
    @Override
    public String toString() {
        return question() + ": " + Telling.words(outcome());
    }
}
