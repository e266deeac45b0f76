package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A route configuration. */
public final class RouteConfigurationMatch extends Part<RouteConfigurationMatch> {
    RouteConfigurationMatch(ObjectNode tree) {
        super(tree);
    }

    static RouteConfigurationMatch start() {
        return new RouteConfigurationMatch(Trees.empty());
    }

    @Override
    protected RouteConfigurationMatch copy(ObjectNode changed) {
        return new RouteConfigurationMatch(changed);
    }

    /** The port it is for. */
    public RouteConfigurationMatch portNumber(int portNumber) {
        return set("portNumber", portNumber);
    }

    /** What {@code portNumber} says. */
    public Optional<Integer> portNumber() {
        return integer("portNumber");
    }

    /** The name of that port. */
    public RouteConfigurationMatch portName(String portName) {
        return set("portName", portName);
    }

    /** What {@code portName} says. */
    public Optional<String> portName() {
        return text("portName");
    }

    /** The gateway it is for, as {@code namespace/name}. */
    public RouteConfigurationMatch gateway(String gateway) {
        return set("gateway", gateway);
    }

    /** What {@code gateway} says. */
    public Optional<String> gateway() {
        return text("gateway");
    }

    /** A virtual host in it. */
    public RouteConfigurationMatch vhost(UnaryOperator<VirtualHostMatch> change) {
        return edit("vhost", VirtualHostMatch::new, change);
    }

    /** What {@code vhost} says. */
    public Optional<VirtualHostMatch> vhost() {
        return part("vhost", VirtualHostMatch::new);
    }

    /** Its name. */
    public RouteConfigurationMatch name(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }
}
