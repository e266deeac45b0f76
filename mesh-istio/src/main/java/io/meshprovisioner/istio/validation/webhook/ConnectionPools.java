package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.GoDurations;

/** Limits of connections, for clients and for sidecars. */
final class ConnectionPools {
    private ConnectionPools() {}

    static void check(Context context, Node pool) {
        if (!pool.present()) {
            return;
        }
        Node http = pool.get("http");
        Node tcp = pool.get("tcp");
        if (!http.present() && !tcp.present()) {
            context.error(
                    pool,
                    "connectionpool.empty",
                    "the connection pool has neither tcp nor http",
                    "Set tcp or http, or leave connectionPool out");
        }
        if (http.present()) {
            checkHttp(context, http);
        }
        if (tcp.present()) {
            checkTcp(context, tcp);
        }
    }

    private static void checkHttp(Context context, Node http) {
        checkNotNegative(context, http.get("http1MaxPendingRequests"));
        checkNotNegative(context, http.get("http2MaxRequests"));
        checkNotNegative(context, http.get("maxRequestsPerConnection"));
        checkNotNegative(context, http.get("maxRetries"));
        Durations.check(context, http, "idleTimeout");
        if (TrafficPolicyRules.enumNumber(http.get("h2UpgradePolicy"), "DEFAULT", "DO_NOT_UPGRADE", "UPGRADE") == 2
                && http.flag("useClientProtocol")) {
            context.error(
                    http,
                    "connectionpool.upgrade-and-client-protocol",
                    "h2UpgradePolicy UPGRADE and useClientProtocol ask for different protocols",
                    "Keep one of the two");
        }
        checkNotNegative(context, http.get("maxConcurrentStreams"));
    }

    private static void checkTcp(Context context, Node tcp) {
        checkNotNegative(context, tcp.get("maxConnections"));
        Durations.check(context, tcp, "connectTimeout");
        Durations.check(context, tcp, "maxConnectionDuration");
        Node idle = tcp.get("idleTimeout");
        // less than a millisecond means never, so 0s is fine here
        if (idle.present() && Durations.nanos(idle) / GoDurations.MILLISECOND != 0) {
            Durations.check(context, idle);
        }
        Durations.check(context, tcp.get("tcpKeepalive"), "time");
        Durations.check(context, tcp.get("tcpKeepalive"), "interval");
    }

    private static void checkNotNegative(Context context, Node number) {
        if (number.integer() < 0) {
            context.error(
                    number,
                    "connectionpool.negative",
                    number.name() + " is " + number.integer(),
                    "Use 0 or more; leave it out to get the default");
        }
    }
}
