package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.function.UnaryOperator;

/** How TLS is passed through by server name. Source: TLSRoute of gateway.networking.k8s.io. */
public final class TLSRoute extends RouteResource<TLSRoute> {
    private TLSRoute(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A route that is attached to nothing yet. */
    public static TLSRoute named(String name) {
        return new TLSRoute(named("v1", "TLSRoute", name), Trees.empty());
    }

    static TLSRoute of(Document document) {
        return new TLSRoute(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected TLSRoute copy(Envelope changed, ObjectNode spec) {
        return new TLSRoute(changed, spec);
    }

    /** The hosts; {@code *.} as prefix allowed. At least one. */
    public TLSRoute hostnames(String... hostnames) {
        return set("hostnames", List.of(hostnames));
    }

    /** What {@code hostnames} says. */
    public List<String> hostnames() {
        return texts("hostnames");
    }

    /** One more rule. */
    public TLSRoute rule(UnaryOperator<L4RouteRule> rule) {
        return add("rules", rule.apply(new L4RouteRule(Trees.empty())));
    }

    /** What {@code rules} says. */
    public List<L4RouteRule> rules() {
        return parts("rules", L4RouteRule::new);
    }
}
