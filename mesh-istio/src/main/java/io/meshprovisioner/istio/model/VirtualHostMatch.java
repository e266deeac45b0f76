package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** A virtual host. */
public final class VirtualHostMatch extends Part<VirtualHostMatch> {
    VirtualHostMatch(ObjectNode tree) {
        super(tree);
    }

    static VirtualHostMatch start() {
        return new VirtualHostMatch(Trees.empty());
    }

    @Override
    protected VirtualHostMatch copy(ObjectNode changed) {
        return new VirtualHostMatch(changed);
    }

    /** Its name. */
    public VirtualHostMatch name(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** A domain that it takes. Since 1.25. */
    public VirtualHostMatch domainName(String domainName) {
        return set("domainName", domainName);
    }

    /** What {@code domainName} says. */
    public Optional<String> domainName() {
        return text("domainName");
    }

    /** A route in it by name. */
    public VirtualHostMatch route(String name) {
        return edit("route", Node::new, route -> route.set("name", name));
    }

    /** Routes in it by what they do. */
    public VirtualHostMatch routeAction(RouteAction action) {
        return edit("route", Node::new, route -> route.set("action", action));
    }

    /** What the name of {@code route} says. */
    public Optional<String> route() {
        return part("route", Node::new).flatMap(route -> route.text("name"));
    }

    /** What the action of {@code route} says. */
    public Optional<RouteAction> routeAction() {
        return part("route", Node::new).flatMap(route -> route.value("action", RouteAction.class));
    }
}
