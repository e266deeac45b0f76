package io.meshprovisioner.istio.traffic.snapshot;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A proxy of the mesh.
 *
 * @param namespace where its configuration comes from: this one decides what it sees
 * @param sourceNamespace what a match's {@code sourceNamespace} is compared with: the namespace that it says it runs in;
 *     in a real mesh the same
 * @param dnsDomain what short names of its application end in, such as {@code default.svc.cluster.local}
 * @param serviceAccount its identity; empty is the namespace's {@code default}
 * @param dnsCapture whether it answers its application's DNS questions, so that allocated addresses are used
 */
public record Proxy(
        Type type,
        String id,
        String namespace,
        String sourceNamespace,
        String dnsDomain,
        Map<String, String> labels,
        List<String> addresses,
        String serviceAccount,
        Locality locality,
        String network,
        boolean dnsCapture) {
    /** The label of proxies and endpoints that says on which Kubernetes node they are. */
    public static final String NODE_LABEL = "kubernetes.io/hostname";

    /** Where a proxy stands. */
    public enum Type {
        /** Beside a workload. */
        SIDECAR,
        /** At the edge of the mesh. */
        GATEWAY
    }

    /** The sidecar of a workload. */
    public static Proxy sidecar(Workload workload, MeshConfig mesh) {
        return of(Type.SIDECAR, workload, mesh);
    }

    /** The gateway that a workload runs. */
    public static Proxy gateway(Workload workload, MeshConfig mesh) {
        return of(Type.GATEWAY, workload, mesh);
    }

    private static Proxy of(Type type, Workload workload, MeshConfig mesh) {
        return new Proxy(
                type,
                workload.name() + "." + workload.namespace(),
                workload.namespace(),
                workload.namespace(),
                workload.namespace() + ".svc." + mesh.domain(),
                labels(workload, mesh),
                workload.addresses(),
                workload.serviceAccount(),
                workload.locality(),
                workload.network(),
                false);
    }

    /** Istio adds to a proxy's labels where it stands, so that rules may go by that. */
    private static Map<String, String> labels(Workload workload, MeshConfig mesh) {
        Map<String, String> labels = new LinkedHashMap<>(workload.labels());
        put(labels, "topology.kubernetes.io/region", workload.locality().region());
        put(labels, "topology.kubernetes.io/zone", workload.locality().zone());
        put(labels, "topology.istio.io/subzone", workload.locality().subzone());
        put(labels, "topology.istio.io/cluster", mesh.cluster());
        put(labels, NODE_LABEL, workload.node());
        if (!workload.network().isEmpty()) {
            labels.putIfAbsent("topology.istio.io/network", workload.network());
        }
        return Collections.unmodifiableMap(labels);
    }

    private static void put(Map<String, String> labels, String name, String value) {
        if (!value.isEmpty()) {
            labels.put(name, value);
        }
    }

    public boolean isGateway() {
        return type == Type.GATEWAY;
    }

    @Override
    public String toString() {
        return (isGateway() ? "gateway " : "sidecar ") + id;
    }
}
