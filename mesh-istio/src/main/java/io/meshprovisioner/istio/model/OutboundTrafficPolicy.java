package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsHost;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.Function;

/** What happens to traffic whose destination the mesh does not know. Source: OutboundTrafficPolicy. */
public final class OutboundTrafficPolicy extends Part<OutboundTrafficPolicy> {
    OutboundTrafficPolicy(ObjectNode tree) {
        super(tree);
    }

    static OutboundTrafficPolicy start() {
        return new OutboundTrafficPolicy(Trees.empty());
    }

    @Override
    protected OutboundTrafficPolicy copy(ObjectNode changed) {
        return new OutboundTrafficPolicy(changed);
    }

    /** Whether it is let out; default: as the mesh is configured. */
    public OutboundTrafficPolicy mode(OutboundTrafficMode mode) {
        return set("mode", mode);
    }

    /** What {@code mode} says. */
    public Optional<OutboundTrafficMode> mode() {
        return value("mode", OutboundTrafficMode.class);
    }

    /** Where it goes when it is let out, instead of its destination. */
    public OutboundTrafficPolicy egressProxy(Function<NeedsHost<Destination>, Destination> proxy) {
        return set("egressProxy", proxy.apply(Destination::of));
    }

    /** What {@code egressProxy} says. */
    public Optional<Destination> egressProxy() {
        return part("egressProxy", Destination::new);
    }
}
