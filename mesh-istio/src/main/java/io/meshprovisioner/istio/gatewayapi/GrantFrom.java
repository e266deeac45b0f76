package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import java.util.Optional;

/** A kind of object of a namespace that may refer. Source: ReferenceGrantFrom. */
public final class GrantFrom extends Part<GrantFrom> {
    GrantFrom(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected GrantFrom copy(ObjectNode changed) {
        return new GrantFrom(changed);
    }

    /** The API group, for example {@code gateway.networking.k8s.io}. */
    public GrantFrom group(String group) {
        return set("group", group);
    }

    /** What {@code group} says. */
    public Optional<String> group() {
        return text("group");
    }

    /** The kind, for example {@code HTTPRoute}. */
    public GrantFrom kind(String kind) {
        return set("kind", kind);
    }

    /** What {@code kind} says. */
    public Optional<String> kind() {
        return text("kind");
    }

    /** The namespace it is in. */
    public GrantFrom namespace(String namespace) {
        return set("namespace", namespace);
    }

    /** What {@code namespace} says. */
    public Optional<String> namespace() {
        return text("namespace");
    }
}
