package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsListenerProtocol;
import io.meshprovisioner.istio.gatewayapi.step.NeedsListenerTls;
import io.meshprovisioner.istio.model.Part;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A port that a gateway listens on. Source: Listener. */
public final class Listener extends Part<Listener> {
    Listener(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected Listener copy(ObjectNode changed) {
        return new Listener(changed);
    }

    static NeedsListenerProtocol named(String name) {
        return new Start(new Listener(Trees.empty()).set("name", name));
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** What {@code port} says. */
    public Optional<Integer> port() {
        return integer("port");
    }

    /** What {@code protocol} says. */
    public Optional<String> protocol() {
        return text("protocol");
    }

    /** The host; {@code *.} as prefix allowed. Default: all. */
    public Listener hostname(String hostname) {
        return set("hostname", hostname);
    }

    /** What {@code hostname} says. */
    public Optional<String> hostname() {
        return text("hostname");
    }

    /** What {@code tls} says. */
    public Optional<ListenerTls> tls() {
        return part("tls", ListenerTls::new);
    }

    /** Which routes may attach; default: those of the same namespace. */
    public Listener allowedRoutes(UnaryOperator<AllowedRoutes> change) {
        return edit("allowedRoutes", AllowedRoutes::new, change);
    }

    /** What {@code allowedRoutes} says. */
    public Optional<AllowedRoutes> allowedRoutes() {
        return part("allowedRoutes", AllowedRoutes::new);
    }

    private record Start(Listener listener) implements NeedsListenerProtocol {
        @Override
        public Listener http(int port) {
            return protocol("HTTP", port);
        }

        @Override
        public Listener https(int port, Function<NeedsListenerTls, ListenerTls> tls) {
            return protocol("HTTPS", port).set("tls", tls.apply(ListenerTls.NEEDED));
        }

        @Override
        public Listener tls(int port, Function<NeedsListenerTls, ListenerTls> tls) {
            return protocol("TLS", port).set("tls", tls.apply(ListenerTls.NEEDED));
        }

        @Override
        public Listener tcp(int port) {
            return protocol("TCP", port);
        }

        @Override
        public Listener hbone(int port) {
            return protocol("HBONE", port);
        }

        private Listener protocol(String protocol, int port) {
            return listener.set("port", port).set("protocol", protocol);
        }
    }
}
