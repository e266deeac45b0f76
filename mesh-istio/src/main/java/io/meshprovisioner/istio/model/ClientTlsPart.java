package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsClientCertificate;
import io.meshprovisioner.istio.model.step.NeedsClientTlsMode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Map;

/** What the modes of TLS to a destination share. */
public abstract class ClientTlsPart<T extends ClientTlsPart<T>> extends Part<T> {
    ClientTlsPart(ObjectNode tree) {
        super(tree);
    }

    static ClientTls read(ObjectNode tree) {
        return switch (tree.path("mode").asText("DISABLE")) {
            case "DISABLE" -> new DisabledClientTls(tree);
            case "SIMPLE" -> new SimpleClientTls(tree);
            case "MUTUAL" -> new MutualClientTls(tree);
            case "ISTIO_MUTUAL" -> new IstioMutualClientTls(tree);
            default -> new OtherClientTls(tree);
        };
    }

    static ObjectNode mode(String mode) {
        return Trees.object(Map.of("mode", Trees.of(mode)));
    }

    static NeedsClientTlsMode needed() {
        return new NeedsClientTlsMode() {
            @Override
            public DisabledClientTls disable() {
                return new DisabledClientTls(mode("DISABLE"));
            }

            @Override
            public SimpleClientTls simple() {
                return new SimpleClientTls(mode("SIMPLE"));
            }

            @Override
            public NeedsClientCertificate mutual() {
                return MutualClientTls.needingCertificate();
            }

            @Override
            public IstioMutualClientTls istioMutual() {
                return new IstioMutualClientTls(mode("ISTIO_MUTUAL"));
            }
        };
    }
}
