package io.meshprovisioner.istio.traffic;

import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import io.meshprovisioner.istio.traffic.route.ClusterShare;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the engine said, in the words of the oracle. */
final class Answered {
    private static final Map<Reason, String> ERRORS = Map.of(
            Reason.NO_LISTENER, "NoListener",
            Reason.NO_FILTER_CHAIN, "NoFilterChain",
            Reason.SEVERAL_FILTER_CHAINS, "MultipleFilterChain",
            Reason.NO_VIRTUAL_HOST, "NoVirtualHost",
            Reason.NO_ROUTE, "NoRoute",
            Reason.WRONG_PROTOCOL, "ProtocolError",
            Reason.WRONG_TLS, "TLSError",
            Reason.WRONG_MUTUAL_TLS, "MTLSError",
            Reason.NEEDS_TLS, "TLSRedirect");

    private Answered() {}

    static Map<String, String> of(TrafficCase one, Passage passage) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("error", passage.reason().map(ERRORS::get).orElse(""));
        fields.put("listenerMatched", passage.listener());
        fields.put("filterChainMatched", passage.filterChain());
        fields.put("routeConfigMatched", passage.routeConfiguration());
        fields.put("virtualHostMatched", passage.virtualHost());
        Optional<Route> route = passage.matched();
        fields.put("routeMatched", route.map(Route::name).orElse(""));
        fields.put("routeIndex", Integer.toString(passage.routeIndex()));
        fields.put("routeCount", Integer.toString(passage.routes().size()));
        Optional<RouteAction> action = route.flatMap(Route::action);
        List<ClusterShare> clusters = action.filter(RouteAction.Forward.class::isInstance)
                .map(forward -> ((RouteAction.Forward) forward).clusters())
                .orElse(passage.stream());
        if (clusters.size() == 1) {
            fields.put("clusterMatched", clusters.get(0).cluster().name());
        } else if (!clusters.isEmpty()) {
            Map<String, Integer> weights = new TreeMap<>();
            clusters.forEach(share -> weights.merge(share.cluster().name(), share.weight(), Integer::sum));
            fields.put("weightedClusters", weights.toString());
        }
        fields.put("action", action.map(Answered::kind).orElse(passage.stream().isEmpty() ? "" : "tcp"));
        EnvoyRoute.answered(passage, fields);
        EnvoyAnswer.answered(one, passage, fields);
        return fields;
    }

    private static String kind(RouteAction action) {
        if (action instanceof RouteAction.Redirect redirect) {
            return "redirect " + redirect.rule().status();
        }
        return action instanceof RouteAction.Direct direct
                ? "directResponse " + direct.answer().status()
                : "route";
    }
}
