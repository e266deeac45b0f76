package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsFilter;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A service that a rule forwards to. Source: BackendRef. */
public final class BackendRef extends Part<BackendRef> {
    BackendRef(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected BackendRef copy(ObjectNode changed) {
        return new BackendRef(changed);
    }

    static BackendRef named(String name) {
        return new BackendRef(Trees.empty()).set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** The port of the service; required for services. */
    public BackendRef port(int port) {
        return set("port", port);
    }

    /** What {@code port} says. */
    public Optional<Integer> port() {
        return integer("port");
    }

    /** Its share among the backends of the rule; default 1. */
    public BackendRef weight(int weight) {
        return set("weight", weight);
    }

    /** What {@code weight} says. */
    public Optional<Integer> weight() {
        return integer("weight");
    }

    /** The namespace; another one than its own needs a ReferenceGrant there. */
    public BackendRef namespace(String namespace) {
        return set("namespace", namespace);
    }

    /** What {@code namespace} says. */
    public Optional<String> namespace() {
        return text("namespace");
    }

    /** A host of the mesh, such as one of a ServiceEntry, instead of a Service. */
    public BackendRef hostname() {
        return group("networking.istio.io").kind("Hostname");
    }

    /** The API group; default: the core group. */
    public BackendRef group(String group) {
        return set("group", group);
    }

    /** What {@code group} says. */
    public Optional<String> group() {
        return text("group");
    }

    /** The kind; default Service. */
    public BackendRef kind(String kind) {
        return set("kind", kind);
    }

    /** What {@code kind} says. */
    public Optional<String> kind() {
        return text("kind");
    }

    /** Something that happens to what goes here only; HTTPRoute and GRPCRoute. */
    public BackendRef filter(Function<NeedsFilter, RouteFilter> filter) {
        return add("filters", filter.apply(RouteFilter.NEEDED));
    }

    /** What {@code filters} says. */
    public List<RouteFilter> filters() {
        return parts("filters", RouteFilter::new);
    }
}
