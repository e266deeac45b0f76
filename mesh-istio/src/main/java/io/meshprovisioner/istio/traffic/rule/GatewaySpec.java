package io.meshprovisioner.istio.traffic.rule;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A Gateway, or what another kind means as one.
 *
 * @param created the oldest counts first
 * @param selector labels of its proxies; empty for all
 */
public record GatewaySpec(
        String namespace, String name, Instant created, Map<String, String> selector, List<GatewayServer> servers) {
    /** {@code namespace/name}, as rules bind to it. */
    public String fullName() {
        return namespace + "/" + name;
    }
}
