package io.meshprovisioner.istio.traffic.answer;

/**
 * One destination of a request and how many of a hundred like it go there.
 *
 * @param host full name of the service; for traffic that just passes, its cluster, such as PassthroughCluster
 * @param port of the service; 0 where there is none
 * @param subset of a DestinationRule; empty for the whole service
 * @param percent 0 to 100; the shares of one outcome make 100
 * @param cluster Envoy's name for it, such as {@code outbound|9080|v2|reviews.bookinfo.svc.cluster.local}
 */
public record Share(String host, int port, String subset, double percent, String cluster) {}
