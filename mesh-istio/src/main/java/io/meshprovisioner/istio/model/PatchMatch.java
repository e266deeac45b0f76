package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is patched: one of listener, route configuration, cluster and waypoint. Source: EnvoyConfigObjectMatch. */
public final class PatchMatch extends Part<PatchMatch> {
    PatchMatch(ObjectNode tree) {
        super(tree);
    }

    static PatchMatch start() {
        return new PatchMatch(Trees.empty());
    }

    @Override
    protected PatchMatch copy(ObjectNode changed) {
        return new PatchMatch(changed);
    }

    /** Which proxies; default all. */
    public PatchMatch context(PatchContext context) {
        return set("context", context);
    }

    /** What {@code context} says. */
    public Optional<PatchContext> context() {
        return value("context", PatchContext.class);
    }

    /** Proxies by what they say of themselves. */
    public PatchMatch proxy(UnaryOperator<ProxyMatch> change) {
        return edit("proxy", ProxyMatch::new, change);
    }

    /** What {@code proxy} says. */
    public Optional<ProxyMatch> proxy() {
        return part("proxy", ProxyMatch::new);
    }

    /** A listener, or something in it. Takes the place of what else was matched. */
    public PatchMatch listener(UnaryOperator<ListenerMatch> change) {
        return only("listener").edit("listener", ListenerMatch::new, change);
    }

    /** What {@code listener} says. */
    public Optional<ListenerMatch> listener() {
        return part("listener", ListenerMatch::new);
    }

    /** A route configuration, or something in it. Takes the place of what else was matched. */
    public PatchMatch routeConfiguration(UnaryOperator<RouteConfigurationMatch> change) {
        return only("routeConfiguration").edit("routeConfiguration", RouteConfigurationMatch::new, change);
    }

    /** What {@code routeConfiguration} says. */
    public Optional<RouteConfigurationMatch> routeConfiguration() {
        return part("routeConfiguration", RouteConfigurationMatch::new);
    }

    /** A cluster. Takes the place of what else was matched. */
    public PatchMatch cluster(UnaryOperator<ClusterMatch> change) {
        return only("cluster").edit("cluster", ClusterMatch::new, change);
    }

    /** What {@code cluster} says. */
    public Optional<ClusterMatch> cluster() {
        return part("cluster", ClusterMatch::new);
    }

    /** Something of a waypoint. Since 1.29. Takes the place of what else was matched. */
    public PatchMatch waypoint(UnaryOperator<WaypointMatch> change) {
        return only("waypoint").edit("waypoint", WaypointMatch::new, change);
    }

    /** What {@code waypoint} says. */
    public Optional<WaypointMatch> waypoint() {
        return part("waypoint", WaypointMatch::new);
    }

    private PatchMatch only(String field) {
        PatchMatch result = this;
        for (String other : List.of("listener", "routeConfiguration", "cluster", "waypoint")) {
            result = other.equals(field) ? result : result.unset(other);
        }
        return result;
    }
}
