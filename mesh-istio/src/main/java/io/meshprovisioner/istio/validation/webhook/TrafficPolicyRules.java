package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Hosts;
import io.meshprovisioner.istio.validation.text.IpAddresses;
import java.util.List;

/** A traffic policy, of the rule, of a subset or of a port. */
final class TrafficPolicyRules {
    private static final List<String> TUNNEL_PROTOCOLS = List.of("", "CONNECT", "POST");

    private final Context context;

    TrafficPolicyRules(Context context) {
        this.context = context;
    }

    void check(Node policy) {
        if (!policy.present()) {
            return;
        }
        if (hasNoPart(policy)
                && policy.count("tunnel", "proxyProtocol", "retryBudget") == 0
                && !policy.hasAny("portLevelSettings")) {
            context.error(
                    policy,
                    "trafficpolicy.empty",
                    "the traffic policy is empty",
                    "Set loadBalancer, connectionPool, outlierDetection or tls, or leave trafficPolicy out");
            return;
        }
        if (policy.has("tunnel") && policy.has("proxyProtocol")) {
            context.error(
                    policy,
                    "trafficpolicy.tunnel-and-proxy-protocol",
                    "the traffic policy has both tunnel and proxyProtocol, which exclude each other",
                    "Keep one of the two");
            return;
        }
        checkParts(context, policy);
        policy.items("portLevelSettings").forEach(this::checkPort);
        checkTunnel(policy.get("tunnel"));
        long version = enumNumber(policy.get("proxyProtocol", "version"), "V1", "V2");
        if (version != 0 && version != 1) {
            context.error(
                    policy.get("proxyProtocol", "version"),
                    "trafficpolicy.proxy-protocol-version",
                    "the version " + version + " of the PROXY protocol is unknown",
                    "Use V1 or V2");
        }
    }

    /** Whether all is absent that a port's settings can have too. */
    private static boolean hasNoPart(Node policy) {
        return policy.count("outlierDetection", "connectionPool", "loadBalancer", "tls") == 0;
    }

    /** Istio drops the warnings of port-level settings. */
    private void checkPort(Node port) {
        if (!port.has("port")) {
            context.error(
                    port,
                    "trafficpolicy.port-missing",
                    "the port-level settings do not say for which port",
                    "Add port.number");
        }
        if (hasNoPart(port)) {
            context.error(
                    port,
                    "trafficpolicy.port-empty",
                    "the port-level settings are empty",
                    "Set loadBalancer, connectionPool, outlierDetection or tls, or leave the item out");
        } else {
            checkParts(context.withoutWarnings(), port);
        }
    }

    private static void checkParts(Context context, Node policy) {
        checkOutlierDetection(context, policy.get("outlierDetection"));
        ConnectionPools.check(context, policy.get("connectionPool"));
        LoadBalancers.check(context, policy.get("loadBalancer"), policy.has("outlierDetection"));
        ClientTls.check(context, policy.get("tls"));
    }

    private static void checkOutlierDetection(Context context, Node outlier) {
        if (!outlier.present()) {
            return;
        }
        Durations.check(context, outlier, "baseEjectionTime");
        if (outlier.integer("consecutiveErrors") != 0) {
            context.warn(
                    outlier.get("consecutiveErrors"),
                    "trafficpolicy.outlier-consecutive-errors",
                    "consecutiveErrors is deprecated and has no effect",
                    "Use consecutiveGatewayErrors or consecutive5xxErrors");
        }
        if (!outlier.flag("splitExternalLocalOriginErrors") && outlier.integer("consecutiveLocalOriginFailures") > 0) {
            context.error(
                    outlier.get("consecutiveLocalOriginFailures"),
                    "trafficpolicy.outlier-local-origin",
                    "consecutiveLocalOriginFailures counts only when local failures are told from external ones",
                    "Set splitExternalLocalOriginErrors to true");
        }
        Durations.check(context, outlier, "interval");
        checkPercent(context, outlier.get("maxEjectionPercent"));
        checkPercent(context, outlier.get("minHealthPercent"));
    }

    private static void checkPercent(Context context, Node percent) {
        long value = percent.integer();
        if (value < 0 || value > 100) {
            context.error(
                    percent,
                    "trafficpolicy.outlier-percent",
                    "the percentage is " + value,
                    "Use a whole number from 0 to 100");
        }
    }

    private void checkTunnel(Node tunnel) {
        if (!tunnel.present()) {
            return;
        }
        String protocol = tunnel.text("protocol");
        if (!TUNNEL_PROTOCOLS.contains(protocol)) {
            context.error(
                    tunnel.get("protocol"),
                    "trafficpolicy.tunnel-protocol",
                    "\"" + protocol + "\" is no protocol to tunnel with",
                    "Use CONNECT or POST");
        }
        String host = tunnel.text("targetHost");
        if (Hosts.fqdnProblem(host) != null && !IpAddresses.isAddress(host)) {
            context.error(
                    tunnel.get("targetHost"),
                    "trafficpolicy.tunnel-host",
                    "\"" + host + "\" is neither a domain name nor an IP address",
                    "Name the host that the tunnel leads to");
        }
        Ports.checkNumber(context, tunnel.get("targetPort"));
    }

    /** An enum value by its place among the names; a number is taken as it is, an unknown name as 0. */
    static long enumNumber(Node value, String... names) {
        if (value.json().isNumber()) {
            return value.integer();
        }
        String name = value.text();
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return 0;
    }
}
