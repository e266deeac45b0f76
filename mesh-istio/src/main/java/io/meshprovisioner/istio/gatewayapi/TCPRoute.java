package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.function.UnaryOperator;

/** How connections to a port are routed; in the experimental channel as of 1.5. Source: TCPRoute of gateway.networking.k8s.io. */
public final class TCPRoute extends RouteResource<TCPRoute> {
    private TCPRoute(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A route that is attached to nothing yet. */
    public static TCPRoute named(String name) {
        return new TCPRoute(named("v1alpha2", "TCPRoute", name), Trees.empty());
    }

    static TCPRoute of(Document document) {
        return new TCPRoute(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected TCPRoute copy(Envelope changed, ObjectNode spec) {
        return new TCPRoute(changed, spec);
    }

    /** One more rule. */
    public TCPRoute rule(UnaryOperator<L4RouteRule> rule) {
        return add("rules", rule.apply(new L4RouteRule(Trees.empty())));
    }

    /** What {@code rules} says. */
    public List<L4RouteRule> rules() {
        return parts("rules", L4RouteRule::new);
    }
}
