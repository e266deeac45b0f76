package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Something of a waypoint. Since 1.29. */
public final class WaypointMatch extends Part<WaypointMatch> {
    WaypointMatch(ObjectNode tree) {
        super(tree);
    }

    static WaypointMatch start() {
        return new WaypointMatch(Trees.empty());
    }

    @Override
    protected WaypointMatch copy(ObjectNode changed) {
        return new WaypointMatch(changed);
    }

    /** The port of the service. */
    public WaypointMatch portNumber(int portNumber) {
        return set("portNumber", portNumber);
    }

    /** What {@code portNumber} says. */
    public Optional<Integer> portNumber() {
        return integer("portNumber");
    }

    /** A filter. */
    public WaypointMatch filter(UnaryOperator<FilterMatch> change) {
        return edit("filter", FilterMatch::new, change);
    }

    /** What {@code filter} says. */
    public Optional<FilterMatch> filter() {
        return part("filter", FilterMatch::new);
    }

    /** A route by name. */
    public WaypointMatch route(String name) {
        return edit("route", Node::new, route -> route.set("name", name));
    }

    /** What {@code route} says. */
    public Optional<String> route() {
        return part("route", Node::new).flatMap(route -> route.text("name"));
    }
}
