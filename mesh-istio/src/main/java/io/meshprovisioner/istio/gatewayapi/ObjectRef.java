package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** A reference to an object, a Secret unless it says otherwise. */
public final class ObjectRef extends Part<ObjectRef> {
    ObjectRef(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected ObjectRef copy(ObjectNode changed) {
        return new ObjectRef(changed);
    }

    static ObjectRef named(String name) {
        return new ObjectRef(Trees.empty()).set("name", name);
    }

    static ObjectRef configMap(String name) {
        return named(name).set("group", "").set("kind", "ConfigMap");
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** The API group; empty text is the core group. */
    public ObjectRef group(String group) {
        return set("group", group);
    }

    /** What {@code group} says. */
    public Optional<String> group() {
        return text("group");
    }

    /** The kind. */
    public ObjectRef kind(String kind) {
        return set("kind", kind);
    }

    /** What {@code kind} says. */
    public Optional<String> kind() {
        return text("kind");
    }

    /** The namespace; another one than its own needs a ReferenceGrant there. */
    public ObjectRef namespace(String namespace) {
        return set("namespace", namespace);
    }

    /** What {@code namespace} says. */
    public Optional<String> namespace() {
        return text("namespace");
    }
}
