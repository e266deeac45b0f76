package io.meshprovisioner.istio.traffic.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When an endpoint that fails is left out for a while.
 *
 * @param consecutive5xx after so many answers of 5xx in a row; 0 for never, empty is Envoy's 5
 * @param consecutiveGatewayErrors after so many of 502, 503, 504 in a row; 0 or empty for never
 * @param splitLocalErrors whether errors of the connection itself are counted apart
 * @param consecutiveLocalErrors after so many of these; empty is Envoy's 5
 * @param interval between the counts; empty is Envoy's 10 s
 * @param baseEjectionTime how long the first time; empty is Envoy's 30 s
 * @param maxEjectionPercent of the endpoints at once; 0 is Envoy's 10
 */
public record Outliers(
        OptionalLong consecutive5xx,
        OptionalLong consecutiveGatewayErrors,
        boolean splitLocalErrors,
        OptionalLong consecutiveLocalErrors,
        Optional<Duration> interval,
        Optional<Duration> baseEjectionTime,
        long maxEjectionPercent) {}
