package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.validation.input.Node;
import java.time.Duration;
import java.util.Optional;

/** Reads connection pools and outlier detection. */
final class PoolReader {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private PoolReader() {}

    static ConnectionLimits limits(Node pool, Node retryBudget, HttpVersion version, MeshConfig mesh) {
        Node http = pool.get("http");
        Node tcp = pool.get("tcp");
        long unlimited = ConnectionLimits.UNLIMITED;
        return new ConnectionLimits(
                Settings.limit(tcp.get("maxConnections"), unlimited),
                Settings.limit(http.get("http1MaxPendingRequests"), unlimited),
                Settings.limit(http.get("http2MaxRequests"), unlimited),
                Settings.limit(http.get("maxRetries"), unlimited),
                retryBudget(retryBudget),
                Settings.duration(tcp.get("connectTimeout")).orElseGet(() -> connectTimeout(mesh)),
                Settings.duration(http.get("idleTimeout")).or(() -> Settings.duration(tcp.get("idleTimeout"))),
                Settings.duration(tcp.get("maxConnectionDuration")),
                Settings.limit(http.get("maxRequestsPerConnection"), 0),
                version == HttpVersion.HTTP_2 ? Settings.limit(http.get("maxConcurrentStreams"), 0) : 0,
                keepalive(mesh.config().get("tcpKeepalive"), tcp.get("tcpKeepalive")));
    }

    static Duration connectTimeout(MeshConfig mesh) {
        return Settings.duration(mesh.config().get("connectTimeout")).orElse(CONNECT_TIMEOUT);
    }

    private static Optional<ConnectionLimits.RetryBudget> retryBudget(Node budget) {
        return budget.present()
                ? Optional.of(new ConnectionLimits.RetryBudget(
                        budget.has("percent") ? budget.get("percent").number() : 20,
                        Settings.limit(budget.get("minRetryConcurrency"), 3)))
                : Optional.empty();
    }

    /** The mesh's, each part of it replaced by what the rule says of it. */
    private static Optional<ConnectionLimits.Keepalive> keepalive(Node mesh, Node own) {
        return mesh.present() || own.present()
                ? Optional.of(new ConnectionLimits.Keepalive(
                        Settings.duration(own.get("time")).or(() -> Settings.duration(mesh.get("time"))),
                        Settings.duration(own.get("interval")).or(() -> Settings.duration(mesh.get("interval"))),
                        Settings.limit(own.get("probes"), mesh.integer("probes"))))
                : Optional.empty();
    }

    /** Only where somebody says so is HTTP/2 spoken to a port that is not declared to speak it. */
    static HttpVersion version(Node pool, Protocol protocol, boolean sniffs, boolean outbound, MeshConfig mesh) {
        Node http = pool.get("http");
        if (http.flag("useClientProtocol")) {
            return HttpVersion.AS_CLIENT;
        }
        if (protocol.isHttp2()) {
            return HttpVersion.HTTP_2;
        }
        String upgrade = http.text("h2UpgradePolicy");
        boolean upgraded = upgrade.equals("UPGRADE")
                || (!upgrade.equals("DO_NOT_UPGRADE")
                        && protocol.isHttp()
                        && mesh.config().text("h2UpgradePolicy").equals("UPGRADE"));
        if (protocol.isUnknown() && sniffs) {
            return HttpVersion.AS_CLIENT;
        }
        return outbound && upgraded ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1;
    }

    static Optional<Outliers> outliers(Node detection) {
        if (!detection.present()) {
            return Optional.empty();
        }
        return Optional.of(new Outliers(
                Settings.number(detection.get("consecutive5xxErrors")),
                Settings.number(detection.get("consecutiveGatewayErrors")),
                detection.flag("splitExternalLocalOriginErrors"),
                Settings.number(detection.get("consecutiveLocalOriginFailures")),
                Settings.duration(detection.get("interval")),
                Settings.duration(detection.get("baseEjectionTime")),
                Settings.limit(detection.get("maxEjectionPercent"), 0)));
    }
}
