package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import java.time.Duration;
import java.util.Optional;

/** Limits in time. Source: HTTPRouteTimeouts. */
public final class RouteTimeouts extends Part<RouteTimeouts> {
    RouteTimeouts(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected RouteTimeouts copy(ObjectNode changed) {
        return new RouteTimeouts(changed);
    }

    /** How long the whole request may take. */
    public RouteTimeouts request(Duration timeout) {
        return set("request", timeout);
    }

    /** What {@code request} says. */
    public Optional<Duration> request() {
        return duration("request");
    }

    /** How long one try of the request may take; not longer than the whole. */
    public RouteTimeouts backendRequest(Duration timeout) {
        return set("backendRequest", timeout);
    }

    /** What {@code backendRequest} says. */
    public Optional<Duration> backendRequest() {
        return duration("backendRequest");
    }
}
