package io.meshprovisioner.istio.traffic.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one of the endpoints is chosen.
 *
 * @param hashKey what keeps a client at an endpoint, such as {@code header x-user}; empty without consistent hashing
 * @param tableSize of RING_HASH the least size of the ring, of MAGLEV that of the table; 0 for Envoy's default
 * @param warmup how long a new endpoint gets less; empty for not at all
 * @param localityWeighted whether localities get shares by their weights
 * @param panicThreshold the percentage of healthy endpoints below which all are used; empty is Envoy's 50
 */
public record LoadBalancing(
        Algorithm algorithm,
        String hashKey,
        long tableSize,
        Optional<Duration> warmup,
        boolean localityWeighted,
        OptionalDouble panicThreshold) {
    /** Envoy's algorithms. */
    public enum Algorithm {
        LEAST_REQUEST,
        ROUND_ROBIN,
        RANDOM,
        RING_HASH,
        MAGLEV,
        /** There is no choice: the address is given. */
        CLUSTER_PROVIDED
    }
}
