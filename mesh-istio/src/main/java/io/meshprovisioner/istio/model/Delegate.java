package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** The VirtualService that a rule leaves the decision to. */
public final class Delegate extends Part<Delegate> {
    Delegate(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected Delegate copy(ObjectNode changed) {
        return new Delegate(changed);
    }

    static Delegate named(String name) {
        return new Delegate(Trees.empty()).set("name", name);
    }

    /** Its namespace; default: the same. */
    public Delegate namespace(String namespace) {
        return set("namespace", namespace);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** What {@code namespace} says. */
    public Optional<String> namespace() {
        return text("namespace");
    }
}
