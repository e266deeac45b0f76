package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.cluster.ClusterNames;

/**
 * A group of endpoints under Envoy's name for it.
 *
 * @param host full name of the service; empty where there is none behind it
 * @param port of the service; of an inbound cluster the workload's own; 0 where there is none
 * @param subset empty for the whole service
 */
public record ClusterRef(String name, String host, int port, String subset) {
    /** The address that the client chose, unknown to the mesh. */
    public static final ClusterRef PASSTHROUGH = named(ClusterNames.PASSTHROUGH);

    /** Nowhere. */
    public static final ClusterRef BLACK_HOLE = named(ClusterNames.BLACK_HOLE);

    /** The sidecar's own workload at the port that was asked for, which no service has. */
    public static final ClusterRef INBOUND_PASSTHROUGH = named(ClusterNames.INBOUND_PASSTHROUGH);

    private static ClusterRef named(String name) {
        return new ClusterRef(name, "", 0, "");
    }

    /** A service, or a subset of it. */
    public static ClusterRef outbound(String host, int port, String subset) {
        return host.isEmpty()
                ? named("UnknownService")
                : new ClusterRef(ClusterNames.outbound(port, subset, host), host, port, subset);
    }

    /** A service behind another gateway, which is told apart by the name in the TLS handshake. */
    public static ClusterRef byServerName(String host, int port, String subset) {
        return new ClusterRef(ClusterNames.serverName(port, subset, host), host, port, subset);
    }

    /** The sidecar's own workload. */
    public static ClusterRef inbound(int port) {
        return new ClusterRef(ClusterNames.inbound(port), "", port, "");
    }

    /** Whether it is told apart by the name in the TLS handshake. */
    public boolean isByServerName() {
        return isService() && name.equals(ClusterNames.serverName(port, subset, host));
    }

    /** Whether it stands for a service of the mesh. */
    public boolean isService() {
        return !host.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
