package io.meshprovisioner.istio.traffic.rule;

import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Istio's Gateways. */
final class GatewayReader {
    private static final String SERVICES = "internal.istio.io/gateway-service";
    private static final String PARENT_NAMESPACE = "internal.istio.io/parent-namespace";

    private GatewayReader() {}

    static GatewaySpec gateway(ConfigObject object) {
        return object.read(GatewaySpec.class, GatewayReader::read);
    }

    private static GatewaySpec read(ConfigObject object) {
        Map<String, String> annotations = object.annotations();
        List<String> services = annotations.containsKey(SERVICES)
                ? List.of(annotations.getOrDefault(SERVICES, "").split(",", -1))
                : null;
        String servicesNamespace = annotations.getOrDefault(PARENT_NAMESPACE, object.namespace());
        List<GatewayServer> servers = new ArrayList<>();
        for (Node server : object.spec().items("servers")) {
            if (server.has("port")) {
                servers.add(server(server, object, services, servicesNamespace));
            }
        }
        return new GatewaySpec(
                object.namespace(),
                object.name(),
                object.created(),
                services == null ? object.spec().textMap("selector") : Map.of(),
                List.copyOf(servers));
    }

    private static GatewayServer server(
            Node server, ConfigObject object, @Nullable List<String> services, String servicesNamespace) {
        Node port = server.get("port");
        Node tls = server.get("tls");
        return new GatewayServer(
                object.namespace() + "/" + object.name(),
                port.text("name"),
                (int) port.integer("number"),
                port.text("protocol"),
                hosts(server.texts("hosts"), object.namespace()),
                tls.present() ? GatewayServer.TlsMode.of(tls.text("mode")) : null,
                tls.flag("httpsRedirect"),
                server.text("bind"),
                services,
                servicesNamespace);
    }

    /** Without the namespaces that mean all or its own. */
    static List<String> hosts(List<String> written, String namespace) {
        if (written.contains("*/*")) {
            return List.of("*");
        }
        return written.stream()
                .map(host -> host.startsWith("./")
                        ? namespace + host.substring(1)
                        : host.startsWith("*/") ? host.substring(2) : host)
                .toList();
    }
}
