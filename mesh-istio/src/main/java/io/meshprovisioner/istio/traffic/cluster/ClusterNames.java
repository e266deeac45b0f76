package io.meshprovisioner.istio.traffic.cluster;

/** The names that Istio gives to clusters. */
public final class ClusterNames {
    /** Where a sidecar sends what no rule knows, to the address that the client chose. */
    public static final String PASSTHROUGH = "PassthroughCluster";

    /** Where a proxy sends what it does not let out. */
    public static final String BLACK_HOLE = "BlackHoleCluster";

    /** Where a sidecar sends what comes for a port that no service has. */
    public static final String INBOUND_PASSTHROUGH = "InboundPassthroughCluster";

    private ClusterNames() {}

    /** A port of a service, or a subset of it ({@code subset} is empty for all): {@code outbound|80|v1|host}. */
    public static String outbound(int port, String subset, String host) {
        return "outbound|" + port + "|" + subset + "|" + host;
    }

    /** The same as a name that fits into TLS: {@code outbound_.80_.v1_.host}. */
    public static String serverName(int port, String subset, String host) {
        return "outbound_." + port + "_." + subset + "_." + host;
    }

    /** A port of the workload behind a sidecar. */
    public static String inbound(int port) {
        return "inbound|" + port + "||";
    }
}
