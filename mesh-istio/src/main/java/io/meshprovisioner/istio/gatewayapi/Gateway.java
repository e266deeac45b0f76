package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsGatewayClassName;
import io.meshprovisioner.istio.gatewayapi.step.NeedsListenerProtocol;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a gateway listens on. Source: Gateway of gateway.networking.k8s.io; Istio has a kind of the same name in a package of its own. */
public final class Gateway extends ApiResource<Gateway> {
    private Gateway(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A gateway that still needs its class. */
    public static NeedsGatewayClassName named(String name) {
        return new Start(new Gateway(named("v1", "Gateway", name), Trees.empty()));
    }

    static Gateway of(Document document) {
        return new Gateway(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected Gateway copy(Envelope changed, ObjectNode spec) {
        return new Gateway(changed, spec);
    }

    /** The kind of gateway: {@code istio} for one at the edge, {@code istio-waypoint} for one inside. */
    public Gateway gatewayClassName(String gatewayClassName) {
        return set("gatewayClassName", gatewayClassName);
    }

    /** What {@code gatewayClassName} says. */
    public Optional<String> gatewayClassName() {
        return text("gatewayClassName");
    }

    /** One more port to listen on, under a name that is unique in the gateway. */
    public Gateway listener(String name, Function<NeedsListenerProtocol, Listener> listener) {
        return add("listeners", listener.apply(Listener.named(name)));
    }

    /** What {@code listeners} says. */
    public List<Listener> listeners() {
        return parts("listeners", Listener::new);
    }

    /** IP addresses that are asked for. */
    public Gateway addresses(String... ipAddresses) {
        return addresses("IPAddress", ipAddresses);
    }

    /** Host names that are asked for: a Service that is there already, when Istio shall not make one. */
    public Gateway addressHostnames(String... hostnames) {
        return addresses("Hostname", hostnames);
    }

    private Gateway addresses(String type, String... values) {
        return set(
                "addresses",
                Trees.of(Arrays.stream(values)
                        .map(value -> {
                            Map<String, String> address = new LinkedHashMap<>();
                            address.put("type", type);
                            address.put("value", value);
                            return address;
                        })
                        .toList()));
    }

    /** Labels, annotations and parameters of what is made for the gateway. */
    public Gateway infrastructure(UnaryOperator<GatewayInfrastructure> change) {
        return edit("infrastructure", GatewayInfrastructure::new, change);
    }

    /** What {@code infrastructure} says. */
    public Optional<GatewayInfrastructure> infrastructure() {
        return part("infrastructure", GatewayInfrastructure::new);
    }

    /** Which namespaces may add listeners by ListenerSets; default none. */
    public Gateway allowedListeners(UnaryOperator<AllowedRoutes> change) {
        return edit("allowedListeners", AllowedRoutes::new, change);
    }

    /** What {@code allowedListeners} says. */
    public Optional<AllowedRoutes> allowedListeners() {
        return part("allowedListeners", AllowedRoutes::new);
    }

    /** Certificates towards backends and authorities towards callers, for all listeners. */
    public Gateway tls(UnaryOperator<GatewayTls> change) {
        return edit("tls", GatewayTls::new, change);
    }

    /** What {@code tls} says. */
    public Optional<GatewayTls> tls() {
        return part("tls", GatewayTls::new);
    }

    private record Start(Gateway resource) implements NeedsGatewayClassName {
        @Override
        public NeedsGatewayClassName namespace(String namespace) {
            return new Start(resource.namespace(namespace));
        }

        @Override
        public NeedsGatewayClassName labels(Map<String, String> labels) {
            return new Start(resource.labels(labels));
        }

        @Override
        public NeedsGatewayClassName annotations(Map<String, String> annotations) {
            return new Start(resource.annotations(annotations));
        }

        @Override
        public Gateway gatewayClassName(String name) {
            return resource.gatewayClassName(name);
        }
    }
}
