package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsValueMatch;
import io.meshprovisioner.istio.model.Part;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Which calls a rule takes: all that is said must hold. Source: GRPCRouteMatch. */
public final class GrpcRouteMatch extends Part<GrpcRouteMatch> {
    GrpcRouteMatch(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected GrpcRouteMatch copy(ObjectNode changed) {
        return new GrpcRouteMatch(changed);
    }

    /** The service or method that is called. */
    public GrpcRouteMatch method(UnaryOperator<GrpcMethodMatch> change) {
        return edit("method", GrpcMethodMatch::new, change);
    }

    /** What {@code method} says. */
    public Optional<GrpcMethodMatch> method() {
        return part("method", GrpcMethodMatch::new);
    }

    /** One more header that must be there with a value. */
    public NeedsValueMatch<GrpcRouteMatch> header(String name) {
        return ValueMatch.named(name, match -> add("headers", match));
    }

    /** What {@code headers} says. */
    public List<ValueMatch> headers() {
        return parts("headers", ValueMatch::new);
    }
}
