package io.meshprovisioner.istio.traffic.snapshot;

import java.util.Map;

/**
 * One address behind one port of a service.
 *
 * @param address an IP address, or a DNS name of a ServiceEntry
 * @param port the number it listens on
 * @param servicePort the service's port it stands behind
 * @param labels of its workload
 * @param namespace where its workload lives
 * @param serviceAccount the workload's service account; empty when not known
 * @param weight its share among endpoints; 0 for not said, which counts as 1
 * @param network the network it is in; empty for the mesh's only one
 * @param workload the workload's name, or empty
 * @param ready whether it takes traffic
 * @param node the Kubernetes node that it is on; empty where that is not known
 * @param mutualTls whether its workload speaks Istio mutual TLS (label {@code security.istio.io/tlsMode: istio})
 */
public record Endpoint(
        String address,
        int port,
        ServicePort servicePort,
        Map<String, String> labels,
        String namespace,
        String serviceAccount,
        Locality locality,
        int weight,
        String network,
        String workload,
        boolean ready,
        boolean mutualTls,
        String node) {
    /**
     * One of its labels; where it stands is among them, over what its workload says.
     *
     * @param cluster the name of the Kubernetes cluster
     * @return empty where it has none of the name
     */
    public String label(String name, String cluster) {
        String place =
                switch (name) {
                    case "topology.kubernetes.io/region" -> locality.region();
                    case "topology.kubernetes.io/zone" -> locality.zone();
                    case "topology.istio.io/subzone" -> locality.subzone();
                    case "topology.istio.io/cluster" -> cluster;
                    case "topology.istio.io/network" -> network;
                    case Proxy.NODE_LABEL -> node;
                    default -> "";
                };
        return place.isEmpty() ? labels.getOrDefault(name, "") : place;
    }

    /** Whether it has all these labels. */
    public boolean has(Map<String, String> wanted, String cluster) {
        for (Map.Entry<String, String> one : wanted.entrySet()) {
            if (!one.getValue().equals(label(one.getKey(), cluster))) {
                return false;
            }
        }
        return true;
    }
}
