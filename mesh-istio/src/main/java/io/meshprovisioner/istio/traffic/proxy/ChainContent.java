package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.route.ClusterRef;
import io.meshprovisioner.istio.traffic.route.ClusterShare;
import java.util.List;
import java.util.function.Supplier;

/** What a filter chain does with the bytes. */
sealed interface ChainContent {
    /**
     * Reads them as HTTP.
     *
     * @param routeConfiguration Envoy's name; empty where the table stands in the listener itself
     */
    record Http(String routeConfiguration, Supplier<RouteTable> table) implements ChainContent {}

    /** Passes them on. */
    record Stream(List<ClusterShare> clusters) implements ChainContent {
        static Stream to(ClusterRef cluster) {
            return new Stream(List.of(ClusterShare.all(cluster)));
        }
    }
}
