package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsPrivateKey;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;

/** A certificate by files in the proxy. Since 1.26. */
public final class TlsCertificate extends Part<TlsCertificate> {
    TlsCertificate(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected TlsCertificate copy(ObjectNode changed) {
        return new TlsCertificate(changed);
    }

    static NeedsPrivateKey<TlsCertificate> needingKey(String certificate) {
        return key -> new TlsCertificate(Trees.empty())
                .set("serverCertificate", certificate)
                .set("privateKey", key);
    }

    /** The file of the authorities that callers are checked against, in the proxy. */
    public TlsCertificate caCertificates(String path) {
        return set("caCertificates", path);
    }

    /** What {@code caCertificates} says. */
    public Optional<String> caCertificates() {
        return text("caCertificates");
    }

    /** What {@code serverCertificate} says. */
    public Optional<String> serverCertificate() {
        return text("serverCertificate");
    }

    /** What {@code privateKey} says: the file of the key. */
    public Optional<String> privateKey() {
        return text("privateKey");
    }
}
