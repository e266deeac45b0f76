package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A port that a gateway listens on, for some hosts. Source: Server. */
public final class Server extends Part<Server> {
    Server(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected Server copy(ObjectNode changed) {
        return new Server(changed);
    }

    /** The hosts: {@code namespace/name}, or a name for all namespaces; {@code *.} as prefix allowed. */
    public Server hosts(String... hosts) {
        return set("hosts", List.of(hosts));
    }

    /** What {@code hosts} says. */
    public List<String> hosts() {
        return texts("hosts");
    }

    /** The name of the server, for statistics. */
    public Server named(String name) {
        return set("name", name);
    }

    /** What {@code name} says. */
    public Optional<String> name() {
        return text("name");
    }

    /** More about the port, such as its name; default name: protocol and number, as {@code http-80}. */
    public Server port(UnaryOperator<ServerPort> change) {
        return edit("port", ServerPort::new, change);
    }

    /** What {@code port} says. */
    public Optional<ServerPort> port() {
        return part("port", ServerPort::new);
    }

    /** The address to listen on, or a unix:// path (the port is 0 then); default: all addresses. */
    public Server bind(String bind) {
        return set("bind", bind);
    }

    /** What {@code bind} says. */
    public Optional<String> bind() {
        return text("bind");
    }

    /** In the API without a meaning so far. */
    public Server defaultEndpoint(String defaultEndpoint) {
        return set("defaultEndpoint", defaultEndpoint);
    }

    /** What {@code defaultEndpoint} says. */
    public Optional<String> defaultEndpoint() {
        return text("defaultEndpoint");
    }

    /** What {@code tls} says. */
    public Optional<ServerTls> tls() {
        return part("tls", ServerTlsPart::read);
    }
}
