package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsTargetHost;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What happens after routing on the way to a destination. Source: TrafficPolicy. */
public final class TrafficPolicy extends Policy<TrafficPolicy> {
    TrafficPolicy(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected TrafficPolicy copy(ObjectNode changed) {
        return new TrafficPolicy(changed);
    }

    static TrafficPolicy start() {
        return new TrafficPolicy(Trees.empty());
    }

    /** The policy of one port, in place of this one; changed if it is there. */
    public TrafficPolicy portLevelSettings(int port, UnaryOperator<PortPolicy> change) {
        List<PortPolicy> policies = portLevelSettings();
        for (int i = 0; i < policies.size(); i++) {
            if (policies.get(i).port().equals(Optional.of(port))) {
                return set(
                        "portLevelSettings",
                        Trees.replace(
                                Objects.requireNonNull(get("portLevelSettings")),
                                i,
                                tree(change.apply(policies.get(i)))));
            }
        }
        return add("portLevelSettings", change.apply(PortPolicy.of(port)));
    }

    /** What {@code portLevelSettings} says. */
    public List<PortPolicy> portLevelSettings() {
        return parts("portLevelSettings", PortPolicy::new);
    }

    /** Connections go through a proxy. Since 1.14. */
    public TrafficPolicy tunnel(Function<NeedsTargetHost, Tunnel> tunnel) {
        return set("tunnel", tunnel.apply(Tunnel.start()));
    }

    /** What {@code tunnel} says. */
    public Optional<Tunnel> tunnel() {
        return part("tunnel", Tunnel::new);
    }

    /** The destination is told of the caller by the PROXY protocol; not with a tunnel. Since 1.21. */
    public TrafficPolicy proxyProtocol(ProxyProtocolVersion version) {
        return set("proxyProtocol", Trees.object(Map.of("version", Trees.of(version))));
    }

    /** What {@code proxyProtocol} says. */
    public Optional<ProxyProtocolVersion> proxyProtocol() {
        return part("proxyProtocol", Node::new).flatMap(node -> node.value("version", ProxyProtocolVersion.class));
    }

    /** A limit on retries as a share of the requests under way. Since 1.27. */
    public TrafficPolicy retryBudget(UnaryOperator<RetryBudget> change) {
        return edit("retryBudget", RetryBudget::new, change);
    }

    /** What {@code retryBudget} says. */
    public Optional<RetryBudget> retryBudget() {
        return part("retryBudget", RetryBudget::new);
    }
}
