package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** What a route is attached to: a Gateway unless it says otherwise. Source: ParentReference. */
public final class ParentRef extends Part<ParentRef> {
    ParentRef(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected ParentRef copy(ObjectNode changed) {
        return new ParentRef(changed);
    }

    static ParentRef named(String name) {
        return new ParentRef(Trees.empty()).set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** A Service instead of a Gateway: the route is for traffic inside the mesh to it. */
    public ParentRef service() {
        return kind("Service").set("group", "");
    }

    /** Another kind of the Gateway API. */
    public ParentRef kind(String kind) {
        return set("kind", kind);
    }

    /** What {@code kind} says; default Gateway. */
    public Optional<String> kind() {
        return text("kind");
    }

    /** What {@code group} says. */
    public Optional<String> group() {
        return text("group");
    }

    /** The namespace; default: that of the route. */
    public ParentRef namespace(String namespace) {
        return set("namespace", namespace);
    }

    /** What {@code namespace} says. */
    public Optional<String> namespace() {
        return text("namespace");
    }

    /** One listener of the gateway by name; default: all that take the route. */
    public ParentRef sectionName(String listener) {
        return set("sectionName", listener);
    }

    /** What {@code sectionName} says. */
    public Optional<String> sectionName() {
        return text("sectionName");
    }

    /** One port of the gateway or service; default: all. */
    public ParentRef port(int port) {
        return set("port", port);
    }

    /** What {@code port} says. */
    public Optional<Integer> port() {
        return integer("port");
    }
}
