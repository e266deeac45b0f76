package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Labels;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Istio's Gateways. */
final class GatewayReader {
    private static final String SERVICES = "internal.istio.io/gateway-service";
    private static final String PARENT_NAMESPACE = "internal.istio.io/parent-namespace";

    private record Read(Map<String, String> selector, List<GatewayServer> servers) {}

    private GatewayReader() {}

    /** The servers of all Gateways that select a proxy, the oldest Gateway first. */
    static List<GatewayServer> servers(Snapshot snapshot, Proxy proxy) {
        List<GatewayServer> servers = new ArrayList<>();
        for (ConfigObject object : snapshot.objects(ConfigKind.GATEWAY)) {
            Read read = object.read(Read.class, GatewayReader::read);
            if (Labels.match(read.selector(), proxy.labels())) {
                servers.addAll(read.servers());
            }
        }
        return servers;
    }

    private static Read read(ConfigObject object) {
        Map<String, String> annotations = object.annotations();
        String services = annotations.getOrDefault(SERVICES, "");
        List<GatewayServer> servers = new ArrayList<>();
        for (Node server : object.spec().items("servers")) {
            if (server.has("port")) {
                servers.add(server(
                        server,
                        object,
                        annotations.containsKey(SERVICES) ? List.of(services.split(",", -1)) : null,
                        annotations.getOrDefault(PARENT_NAMESPACE, object.namespace())));
            }
        }
        return new Read(object.spec().textMap("selector"), List.copyOf(servers));
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

    private static List<String> hosts(List<String> written, String namespace) {
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
