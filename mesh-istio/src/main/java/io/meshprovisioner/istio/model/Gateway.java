package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsPort;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a gateway's proxies listen on, at the edge of the mesh. Source: Gateway of networking.istio.io; the Kubernetes
 * Gateway API has a kind of the same name in a package of its own.
 */
public final class Gateway extends IstioResource<Gateway> {
    private static final String KIND = "Gateway";

    private Gateway(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A gateway without servers. */
    public static Gateway named(String name) {
        return new Gateway(envelope(KIND, name), Trees.empty());
    }

    static Gateway of(Document document) {
        return new Gateway(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected Gateway copy(Envelope changed, ObjectNode spec) {
        return new Gateway(changed, spec);
    }

    /** The labels of the pods that are this gateway, in all namespaces unless the control plane is told otherwise. */
    public Gateway selector(Map<String, String> labels) {
        return set("selector", labels);
    }

    /** What {@code selector} says. */
    public Map<String, String> selector() {
        return textMap("selector");
    }

    /** One more server. Its port is named after protocol and number, with a count where that is taken, unless it has a name. */
    public Gateway server(Function<NeedsPort, Server> server) {
        return add("servers", withPortName(server.apply(ServerStart.EMPTY)));
    }

    private Server withPortName(Server server) {
        List<String> taken = servers().stream()
                .flatMap(other -> other.port().stream())
                .flatMap(port -> port.name().stream())
                .toList();
        return server.port(port -> {
            if (port.name().isPresent()) {
                return port;
            }
            String base =
                    Ports.defaultName(port.number().orElse(0), port.protocol().orElse("port"));
            String name = base;
            for (int i = 2; taken.contains(name); i++) {
                name = base + "-" + i;
            }
            return port.name(name);
        });
    }

    /** What {@code servers} says. */
    public List<Server> servers() {
        return parts("servers", Server::new);
    }
}
