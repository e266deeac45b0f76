package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsTarget;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** What a policy is attached to. Since 1.20. Source: PolicyTargetReference. */
public final class TargetRef extends Part<TargetRef> {
    TargetRef(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected TargetRef copy(ObjectNode changed) {
        return new TargetRef(changed);
    }

    private static TargetRef of(String group, String kind, String name) {
        return new TargetRef(Trees.empty())
                .set("group", group)
                .set("kind", kind)
                .set("name", name);
    }

    static NeedsTarget needed() {
        return new NeedsTarget() {
            @Override
            public TargetRef gateway(String name) {
                return of("gateway.networking.k8s.io", "Gateway", name);
            }

            @Override
            public TargetRef service(String name) {
                return of("", "Service", name);
            }

            @Override
            public TargetRef serviceEntry(String name) {
                return of("networking.istio.io", "ServiceEntry", name);
            }

            @Override
            public TargetRef gatewayClass(String name) {
                return of("gateway.networking.k8s.io", "GatewayClass", name);
            }
        };
    }

    /** What {@code group} says; empty text is the core group. */
    public Optional<String> group() {
        return text("group");
    }

    /** What {@code kind} says. */
    public Optional<String> kind() {
        return text("kind");
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** Its namespace, which must be that of the resource: Istio refuses another one. */
    public TargetRef namespace(String namespace) {
        return set("namespace", namespace);
    }

    /** What {@code namespace} says. */
    public Optional<String> namespace() {
        return text("namespace");
    }
}
