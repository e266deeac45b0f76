package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.rule.HeaderRules;

/**
 * One of the clusters that a route spreads over.
 *
 * @param weight its share among its neighbours, at least 1
 * @param headers what happens to headers of its requests
 */
public record ClusterShare(ClusterRef cluster, int weight, HeaderRules headers) {
    /** All of it. */
    public static ClusterShare all(ClusterRef cluster) {
        return new ClusterShare(cluster, 1, HeaderRules.NONE);
    }
}
