package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.function.UnaryOperator;

/** How gRPC calls for hosts are routed. Source: GRPCRoute of gateway.networking.k8s.io. */
public final class GRPCRoute extends RouteResource<GRPCRoute> {
    private GRPCRoute(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A route that is attached to nothing yet. */
    public static GRPCRoute named(String name) {
        return new GRPCRoute(named("v1", "GRPCRoute", name), Trees.empty());
    }

    static GRPCRoute of(Document document) {
        return new GRPCRoute(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected GRPCRoute copy(Envelope changed, ObjectNode spec) {
        return new GRPCRoute(changed, spec);
    }

    /** The hosts; {@code *.} as prefix allowed. Default: those of the listener. */
    public GRPCRoute hostnames(String... hostnames) {
        return set("hostnames", List.of(hostnames));
    }

    /** What {@code hostnames} says. */
    public List<String> hostnames() {
        return texts("hostnames");
    }

    /** One more rule. */
    public GRPCRoute rule(UnaryOperator<GrpcRouteRule> rule) {
        return add("rules", rule.apply(new GrpcRouteRule(Trees.empty())));
    }

    /** What {@code rules} says. */
    public List<GrpcRouteRule> rules() {
        return parts("rules", GrpcRouteRule::new);
    }
}
