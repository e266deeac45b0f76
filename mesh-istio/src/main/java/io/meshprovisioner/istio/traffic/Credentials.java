package io.meshprovisioner.istio.traffic;

import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Labels;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which certificates a gateway needs before it can end a TLS connection. */
final class Credentials {
    private final Snapshot snapshot;

    Credentials(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The names of their Secrets, which Istio looks for in the namespace of the gateway's pods. */
    List<String> of(Proxy gateway, Arrival arrival) {
        List<String> names = new ArrayList<>();
        if (!gateway.isGateway() || !arrival.transport().isTls()) {
            return names;
        }
        for (ConfigObject object : snapshot.objects(ConfigKind.GATEWAY)) {
            Node spec = object.root().get("spec");
            if (Labels.match(spec.textMap("selector"), gateway.labels())) {
                spec.items("servers").stream()
                        .filter(server -> serves(server, arrival.transport().serverName()))
                        .map(server -> server.get("tls"))
                        .forEach(tls -> names(tls, names));
            }
        }
        return names;
    }

    private static void names(Node tls, List<String> names) {
        String one = tls.text("credentialName");
        if (!one.isEmpty()) {
            names.add(one);
        }
        names.addAll(tls.texts("credentialNames"));
    }

    /** A server that has the name in the handshake; no two may have the same. */
    private static boolean serves(Node server, String serverName) {
        String asked = serverName.toLowerCase(Locale.ROOT);
        return server.texts("hosts").stream()
                .map(host -> host.substring(host.indexOf('/') + 1).toLowerCase(Locale.ROOT))
                .anyMatch(host -> host.equals("*")
                        || host.equals(asked)
                        || (host.startsWith("*.") && asked.endsWith(host.substring(1))));
    }
}
