package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsClientCertificate;
import io.meshprovisioner.istio.model.step.NeedsPrivateKey;
import java.util.Optional;

/** TLS to the destination in which both show certificates of your own. */
public final class MutualClientTls extends OwnClientTls<MutualClientTls> implements ClientTls {
    MutualClientTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected MutualClientTls copy(ObjectNode changed) {
        return new MutualClientTls(changed);
    }

    static NeedsClientCertificate needingCertificate() {
        MutualClientTls start = new MutualClientTls(mode("MUTUAL"));
        return new NeedsClientCertificate() {
            @Override
            public MutualClientTls credentialName(String credentialName) {
                return start.set("credentialName", credentialName);
            }

            @Override
            public NeedsPrivateKey<MutualClientTls> clientCertificate(String path) {
                return key -> start.set("clientCertificate", path).set("privateKey", key);
            }
        };
    }

    /** What {@code clientCertificate} says. */
    public Optional<String> clientCertificate() {
        return text("clientCertificate");
    }

    /** What {@code privateKey} says: the file of the key. */
    public Optional<String> privateKey() {
        return text("privateKey");
    }
}
