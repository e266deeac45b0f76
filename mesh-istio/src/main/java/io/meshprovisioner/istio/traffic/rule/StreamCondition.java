package io.meshprovisioner.istio.traffic.rule;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * TLSMatchAttributes or L4MatchAttributes.
 *
 * @param sniHosts for TLS only
 * @param port 0 for any
 * @param gateways full names and {@code mesh}; empty for those of the rule
 */
public record StreamCondition(
        List<String> sniHosts,
        List<String> destinationSubnets,
        int port,
        Map<String, String> sourceLabels,
        String sourceNamespace,
        List<String> gateways) {
    /** Whether it applies to a sidecar's connections to a port. */
    public boolean isFor(Set<String> proxyGateways, Map<String, String> labels, String namespace, int listenPort) {
        return (gateways.isEmpty() || gateways.stream().anyMatch(proxyGateways::contains))
                && labels.entrySet().containsAll(sourceLabels.entrySet())
                && (port == 0 || port == listenPort)
                && (sourceNamespace.isEmpty() || sourceNamespace.equals(namespace));
    }

    /** Whether it applies to a gateway's server: only port and gateway are looked at. */
    public boolean isForServer(String gateway, int serverPort) {
        return (port == 0 || port == serverPort) && (gateways.isEmpty() || gateways.contains(gateway));
    }
}
