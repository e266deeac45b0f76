package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsAction;
import io.meshprovisioner.istio.model.step.NeedsTcpRoute;
import io.meshprovisioner.istio.model.step.NeedsTlsMatch;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * How requests for hosts are routed: the first rule that takes a request decides. Source: VirtualService of
 * networking.istio.io.
 */
public final class VirtualService extends IstioResource<VirtualService> {
    private static final String KIND = "VirtualService";

    private VirtualService(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A VirtualService without hosts and rules; without hosts it is there to be delegated to. */
    public static VirtualService named(String name) {
        return new VirtualService(envelope(KIND, name), Trees.empty());
    }

    static VirtualService of(Document document) {
        return new VirtualService(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected VirtualService copy(Envelope changed, ObjectNode spec) {
        return new VirtualService(changed, spec);
    }

    /** The hosts it is about: service names, DNS names, wildcard prefixes, or IP addresses. Short names are of its namespace. */
    public VirtualService hosts(String... hosts) {
        return set("hosts", List.of(hosts));
    }

    /** What {@code hosts} says. */
    public List<String> hosts() {
        return texts("hosts");
    }

    /** Where it applies: gateways as {@code namespace/name}, {@code mesh} for sidecars. Default: {@code mesh} alone. */
    public VirtualService gateways(String... gateways) {
        return set("gateways", List.of(gateways));
    }

    /** What {@code gateways} says. */
    public List<String> gateways() {
        return texts("gateways");
    }

    /** One more rule for HTTP, after those that are there. */
    public VirtualService http(Function<NeedsAction, ? extends HttpRoute> rule) {
        return add("http", (Part<?>) rule.apply(HttpRouteStart.EMPTY));
    }

    /** The rules for HTTP in their order. */
    public List<HttpRoute> http() {
        return parts("http", HttpRule::read);
    }

    /**
     * The forwarding rule of this name changed, for example its weights.
     *
     * @throws IllegalArgumentException if no rule or several have the name, or the rule does not forward
     */
    public VirtualService editRoute(String name, Function<ForwardRoute, ? extends HttpRoute> change) {
        int index = rule(name);
        if (!(http().get(index) instanceof ForwardRoute forward)) {
            throw new IllegalArgumentException("the rule " + name + " of " + kind() + " " + name()
                    + " does not forward, so there are no destinations to change; use replaceRoute to write it anew");
        }
        return replace(index, change.apply(forward));
    }

    /**
     * Another rule, of any action, in the place of the one of this name.
     *
     * @throws IllegalArgumentException if no rule or several have the name
     */
    public VirtualService replaceRoute(String name, Function<NeedsAction, ? extends HttpRoute> rule) {
        return replace(rule(name), rule.apply(HttpRouteStart.EMPTY.named(name)));
    }

    private VirtualService replace(int index, HttpRoute rule) {
        return set("http", Trees.replace(Objects.requireNonNull(get("http")), index, tree((Part<?>) rule)));
    }

    private int rule(String name) {
        List<String> names = http().stream().map(rule -> rule.name().orElse("")).toList();
        int index = names.indexOf(name);
        if (index < 0 || index != names.lastIndexOf(name)) {
            throw new IllegalArgumentException(kind() + " " + name() + (index < 0 ? " has no" : " has more than one")
                    + " HTTP rule named " + name + "; its rules are named " + names);
        }
        return index;
    }

    /** One more rule for TLS that is passed through. */
    public VirtualService tls(Function<NeedsTlsMatch, TlsRoute> rule) {
        return add("tls", rule.apply(L4RouteStart.Tls.EMPTY));
    }

    /** The rules for TLS in their order. */
    public List<TlsRoute> tls() {
        return parts("tls", TlsRoute::new);
    }

    /** One more rule for connections of other kinds. */
    public VirtualService tcp(Function<NeedsTcpRoute, TcpRoute> rule) {
        return add("tcp", rule.apply(L4RouteStart.Tcp.EMPTY));
    }

    /** The rules for connections in their order. */
    public List<TcpRoute> tcp() {
        return parts("tcp", TcpRoute::new);
    }

    /** The namespaces that see it: {@code .} for its own, {@code *} for all. Default: all, or as the mesh is configured. */
    public VirtualService exportTo(String... namespaces) {
        return set("exportTo", List.of(namespaces));
    }

    /** What {@code exportTo} says. */
    public List<String> exportTo() {
        return texts("exportTo");
    }
}
