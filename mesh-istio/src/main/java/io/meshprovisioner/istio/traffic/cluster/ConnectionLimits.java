package io.meshprovisioner.istio.traffic.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * Limits on the connections and requests of one proxy to a cluster.
 *
 * @param maxConnections at once; {@link #UNLIMITED} by default, as are the next three
 * @param maxPendingRequests that wait for a connection
 * @param maxRequests at once
 * @param maxRetries at once
 * @param retryBudget in place of {@code maxRetries}
 * @param connectTimeout 10 s by default, or as the mesh is configured
 * @param idleTimeout after which an unused connection is closed; empty is Envoy's hour
 * @param maxConnectionDuration after which a connection is drained; empty for none
 * @param maxRequestsPerConnection 0 for no limit
 * @param maxConcurrentStreams of an HTTP/2 connection; 0 for Envoy's default
 * @param keepalive TCP's probes; empty for none
 */
public record ConnectionLimits(
        long maxConnections,
        long maxPendingRequests,
        long maxRequests,
        long maxRetries,
        Optional<RetryBudget> retryBudget,
        Duration connectTimeout,
        Optional<Duration> idleTimeout,
        Optional<Duration> maxConnectionDuration,
        long maxRequestsPerConnection,
        long maxConcurrentStreams,
        Optional<Keepalive> keepalive) {
    /** The highest number that Envoy counts to, which Istio takes for no limit. */
    public static final long UNLIMITED = 0xFFFF_FFFFL;

    /**
     * Retries as a share of the requests under way.
     *
     * @param percent 20 by default
     * @param minConcurrency retries that are always allowed; 3 by default
     */
    public record RetryBudget(double percent, long minConcurrency) {}

    /**
     * TCP keepalive; what is empty is the operating system's default.
     *
     * @param probes 0 for the default
     */
    public record Keepalive(Optional<Duration> time, Optional<Duration> interval, long probes) {}
}
