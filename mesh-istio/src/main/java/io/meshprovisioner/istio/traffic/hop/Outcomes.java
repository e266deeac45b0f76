package io.meshprovisioner.istio.traffic.hop;

import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.cluster.ClusterNames;
import io.meshprovisioner.istio.traffic.policy.TokenVerdict;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.route.Downstream;
import io.meshprovisioner.istio.traffic.route.Location;
import io.meshprovisioner.istio.traffic.route.RequestView;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.rule.CorsRule;
import io.meshprovisioner.istio.traffic.rule.FaultRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client sees of what a proxy does: status codes and Envoy's response flags. */
final class Outcomes {
    private static final String BLOCKED = "block_all";
    private static final int UNAVAILABLE = 503;

    private Outcomes() {}

    static Outcome badToken(TokenVerdict token) {
        return new Outcome.Refused(Reason.BAD_TOKEN, token.status(), "");
    }

    static Outcome denied(boolean http) {
        return new Outcome.Refused(Reason.DENIED, http ? 403 : 0, "");
    }

    /** What the way through the proxy alone makes of it; null where it goes on. */
    static @Nullable Outcome ofWay(Passage passage) {
        RequestView view = passage.request();
        Reason problem = passage.problem();
        if (problem != null) {
            return view != null && problem == Reason.NEEDS_TLS
                    ? new Outcome.Redirected(301, Location.overTls(view))
                    : refused(problem);
        }
        Route route = passage.route();
        if (route == null || view == null) {
            return passage.stream().isEmpty() ? refused(Reason.NO_ROUTE) : null;
        }
        if (passage.virtualHost().equals(BLOCKED)) {
            return new Outcome.Refused(Reason.NOT_REGISTERED, 502, "");
        }
        CorsRule cors = route.cors().orElse(null);
        if (cors != null && Downstream.isPreflight(view.request())) {
            String origin = String.join(",", view.request().headers().getOrDefault("origin", List.of()));
            if (cors.allows(origin) || !cors.forwardUnmatchedPreflights()) {
                return new Outcome.Answered(200, "");
            }
        }
        return ofAction(route, view);
    }

    private static @Nullable Outcome ofAction(Route route, RequestView view) {
        FaultRule fault = route.fault().orElse(null);
        if (fault != null && fault.abortsAll()) {
            return new Outcome.Answered(fault.abortStatus() == 0 ? 200 : fault.abortStatus(), "fault filter abort");
        }
        RouteAction action = route.action().orElse(null);
        if (action == null) {
            return refused(Reason.NO_ROUTE);
        }
        if (action instanceof RouteAction.Redirect redirect) {
            return new Outcome.Redirected(redirect.rule().status(), Location.of(view, route, redirect));
        }
        if (action instanceof RouteAction.Direct direct) {
            return new Outcome.Answered(
                    direct.answer().status(), direct.answer().body());
        }
        return null;
    }

    private static Outcome refused(Reason reason) {
        return switch (reason) {
            case NO_VIRTUAL_HOST, NO_ROUTE -> new Outcome.Refused(reason, 404, "NR");
            case NO_FILTER_CHAIN -> new Outcome.Refused(reason, 0, "NR");
            case WRONG_PROTOCOL -> new Outcome.Refused(reason, 400, "DPE");
            default -> new Outcome.Refused(reason, 0, "");
        };
    }

    /**
     * Where it goes; refused if nobody is at any of the places.
     *
     * @param missingStatus what a cluster that does not exist answers; 0 where there is no HTTP to answer in
     */
    static Outcome ofDestinations(List<Destination> destinations, int missingStatus) {
        if (destinations.isEmpty()) {
            return new Outcome.Refused(Reason.NO_CLUSTER, missingStatus, "NC");
        }
        if (destinations.stream().anyMatch(Destination::isReachable)) {
            return new Outcome.Forwarded(
                    destinations.stream().map(Destination::asShare).toList());
        }
        Destination first = destinations.get(0);
        if (first.cluster().isEmpty()) {
            return new Outcome.Refused(Reason.NO_CLUSTER, missingStatus, "NC");
        }
        boolean blackHole = first.share().cluster().name().equals(ClusterNames.BLACK_HOLE);
        return new Outcome.Refused(
                blackHole ? Reason.NOT_REGISTERED : Reason.NO_ENDPOINT, missingStatus == 0 ? 0 : UNAVAILABLE, "UH");
    }
}
