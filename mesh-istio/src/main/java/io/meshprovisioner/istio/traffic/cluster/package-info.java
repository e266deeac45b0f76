/**
 * What stands behind a destination: whether there is a cluster for it, which DestinationRule shapes it and how
 * (load balancing, limits, outlier detection, TLS), and its endpoints by locality and priority, as Istio's control plane
 * tells one proxy. {@link io.meshprovisioner.istio.traffic.cluster.Clusters} answers for a snapshot, proxy by proxy.
 */
@NullMarked
package io.meshprovisioner.istio.traffic.cluster;

import org.jspecify.annotations.NullMarked;
