package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A rule for HTTP: what it takes, what happens to it, where it goes. Source: HTTPRouteRule. */
public final class HttpRouteRule extends FilteringRule<HttpRouteRule> {
    HttpRouteRule(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected HttpRouteRule copy(ObjectNode changed) {
        return new HttpRouteRule(changed);
    }

    /** One more way to match: all that is said inside must hold; default: every path. */
    public HttpRouteRule match(UnaryOperator<HttpRouteMatch> match) {
        return add("matches", match.apply(new HttpRouteMatch(Trees.empty())));
    }

    /** What {@code matches} says. */
    public List<HttpRouteMatch> matches() {
        return parts("matches", HttpRouteMatch::new);
    }

    /** How long the whole request may take. */
    public HttpRouteRule requestTimeout(Duration timeout) {
        return timeouts(timeouts -> timeouts.request(timeout));
    }

    /** How long one try of the request may take. */
    public HttpRouteRule backendRequestTimeout(Duration timeout) {
        return timeouts(timeouts -> timeouts.backendRequest(timeout));
    }

    /** Limits in time. */
    public HttpRouteRule timeouts(UnaryOperator<RouteTimeouts> change) {
        return edit("timeouts", RouteTimeouts::new, change);
    }

    /** What {@code timeouts} says. */
    public Optional<RouteTimeouts> timeouts() {
        return part("timeouts", RouteTimeouts::new);
    }
}
