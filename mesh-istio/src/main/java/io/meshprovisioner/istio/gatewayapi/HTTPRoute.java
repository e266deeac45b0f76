package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.function.UnaryOperator;

/** How HTTP requests for hosts are routed. Source: HTTPRoute of gateway.networking.k8s.io. */
public final class HTTPRoute extends RouteResource<HTTPRoute> {
    private HTTPRoute(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A route that is attached to nothing yet. */
    public static HTTPRoute named(String name) {
        return new HTTPRoute(named("v1", "HTTPRoute", name), Trees.empty());
    }

    static HTTPRoute of(Document document) {
        return new HTTPRoute(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected HTTPRoute copy(Envelope changed, ObjectNode spec) {
        return new HTTPRoute(changed, spec);
    }

    /** The hosts; {@code *.} as prefix allowed. Default: those of the listener. */
    public HTTPRoute hostnames(String... hostnames) {
        return set("hostnames", List.of(hostnames));
    }

    /** What {@code hostnames} says. */
    public List<String> hostnames() {
        return texts("hostnames");
    }

    /** One more rule. */
    public HTTPRoute rule(UnaryOperator<HttpRouteRule> rule) {
        return add("rules", rule.apply(new HttpRouteRule(Trees.empty())));
    }

    /** What {@code rules} says. */
    public List<HttpRouteRule> rules() {
        return parts("rules", HttpRouteRule::new);
    }
}
