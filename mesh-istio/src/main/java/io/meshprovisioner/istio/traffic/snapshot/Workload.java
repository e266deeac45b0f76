package io.meshprovisioner.istio.traffic.snapshot;

import java.util.List;
import java.util.Map;

/**
 * Something that runs: a pod, a WorkloadEntry, or the pod template of a Deployment that has no pods in the snapshot.
 *
 * @param addresses its IP addresses, the first one being the main one
 * @param serviceAccount empty is the namespace's {@code default}
 * @param ports numbers of its named container ports
 * @param sidecar whether a proxy stands in its way
 * @param mutualTls whether it tells its clients that it speaks Istio mutual TLS
 * @param network the network it is in; empty for the mesh's only one
 * @param weight its share among endpoints; 0 for not said
 * @param node the Kubernetes node that it runs on; empty where that is not known
 * @param owner the name that its users know it by (the Deployment's, without the hashes of its pods)
 */
public record Workload(
        ConfigKind kind,
        String namespace,
        String name,
        String owner,
        Map<String, String> labels,
        List<String> addresses,
        String serviceAccount,
        Locality locality,
        Map<String, Integer> ports,
        boolean sidecar,
        boolean mutualTls,
        String network,
        int weight,
        boolean ready,
        String node) {
    /** The name of its identity without the trust domain: {@code ns/<namespace>/sa/<account>}. */
    public String identity() {
        return "ns/" + namespace + "/sa/" + (serviceAccount.isEmpty() ? "default" : serviceAccount);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
