package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.function.UnaryOperator;

/** A rule for gRPC: what it takes, what happens to it, where it goes. Source: GRPCRouteRule. */
public final class GrpcRouteRule extends FilteringRule<GrpcRouteRule> {
    GrpcRouteRule(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected GrpcRouteRule copy(ObjectNode changed) {
        return new GrpcRouteRule(changed);
    }

    /** One more way to match: all that is said inside must hold; default: everything. */
    public GrpcRouteRule match(UnaryOperator<GrpcRouteMatch> match) {
        return add("matches", match.apply(new GrpcRouteMatch(Trees.empty())));
    }

    /** What {@code matches} says. */
    public List<GrpcRouteMatch> matches() {
        return parts("matches", GrpcRouteMatch::new);
    }
}
