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
        boolean mutualTls) {}
