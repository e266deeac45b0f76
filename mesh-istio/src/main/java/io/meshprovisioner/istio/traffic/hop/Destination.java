package io.meshprovisioner.istio.traffic.hop;

import io.meshprovisioner.istio.traffic.answer.Share;
import io.meshprovisioner.istio.traffic.cluster.Cluster;
import io.meshprovisioner.istio.traffic.route.ClusterShare;
import java.util.Optional;

/**
 * One of the places that an arrival may go to.
 *
 * @param share the cluster that the route names, with its weight and its changes to headers
 * @param percent of a hundred like it
 * @param cluster what stands behind; empty if Istio makes no such cluster
 */
public record Destination(ClusterShare share, double percent, Optional<Cluster> cluster) {

    /** The same as a plain value. */
    public Share asShare() {
        return new Share(
                share.cluster().host(),
                share.cluster().port(),
                share.cluster().subset(),
                percent,
                share.cluster().name());
    }

    /** Whether somebody is there. */
    public boolean isReachable() {
        return cluster.isPresent() && !cluster.get().isEmpty();
    }
}
