package io.meshprovisioner.istio.traffic.route;

/**
 * A copy of requests goes to this cluster.
 *
 * @param percent how many of a hundred
 */
public record MirrorShare(ClusterRef cluster, double percent) {}
