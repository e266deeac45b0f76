package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsCertificateFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What modes share in which the certificate is your own. */
public abstract class OwnServerTls<T extends OwnServerTls<T>> extends TerminatingTls<T> {
    OwnServerTls(ObjectNode tree) {
        super(tree);
    }

    /** What {@code credentialName} says. */
    public Optional<String> credentialName() {
        return text("credentialName");
    }

    /** What {@code credentialNames} says. */
    public List<String> credentialNames() {
        return texts("credentialNames");
    }

    /** What {@code serverCertificate} says. */
    public Optional<String> serverCertificate() {
        return text("serverCertificate");
    }

    /** What {@code privateKey} says: the file of the key. */
    public Optional<String> privateKey() {
        return text("privateKey");
    }

    /** One more certificate by files in the proxy; Istio takes two. Since 1.26. */
    public T tlsCertificates(Function<NeedsCertificateFile, TlsCertificate> certificate) {
        return add("tlsCertificates", certificate.apply(TlsCertificate::needingKey));
    }

    /** What {@code tlsCertificates} says. */
    public List<TlsCertificate> tlsCertificates() {
        return parts("tlsCertificates", TlsCertificate::new);
    }
}
