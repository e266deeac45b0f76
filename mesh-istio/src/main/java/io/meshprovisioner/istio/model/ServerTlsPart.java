package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;

/** What the modes of TLS of a server share. */
public abstract class ServerTlsPart<T extends ServerTlsPart<T>> extends Part<T> {
    ServerTlsPart(ObjectNode tree) {
        super(tree);
    }

    static ObjectNode mode(String mode) {
        return Trees.object(Map.of("mode", Trees.of(mode)));
    }

    static ServerTls read(ObjectNode tree) {
        return switch (tree.path("mode").asText("")) {
            case "SIMPLE" -> new SimpleServerTls(tree);
            case "MUTUAL", "OPTIONAL_MUTUAL" -> new MutualServerTls(tree);
            case "ISTIO_MUTUAL" -> new IstioMutualServerTls(tree);
            case "PASSTHROUGH", "AUTO_PASSTHROUGH" -> new PassthroughServerTls(tree);
            default -> new OtherServerTls(tree);
        };
    }
}
