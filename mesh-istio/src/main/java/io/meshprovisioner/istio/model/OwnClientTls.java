package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What modes share in which the trust is your own and not the mesh's. */
public abstract class OwnClientTls<T extends OwnClientTls<T>> extends VerifyingClientTls<T> {
    OwnClientTls(ObjectNode tree) {
        super(tree);
    }

    /** What {@code credentialName} says. */
    public Optional<String> credentialName() {
        return text("credentialName");
    }

    /** The file of the authorities that the server is checked against, in the proxy; without it nothing is checked up to 1.23. */
    public T caCertificates(String path) {
        return set("caCertificates", path);
    }

    /** What {@code caCertificates} says. */
    public Optional<String> caCertificates() {
        return text("caCertificates");
    }

    /** The file of the revoked certificates, in the proxy. Since 1.22. */
    public T caCrl(String path) {
        return set("caCrl", path);
    }

    /** What {@code caCrl} says. */
    public Optional<String> caCrl() {
        return text("caCrl");
    }

    /** Whether the server's certificate is taken unchecked. Default false. Since 1.12. */
    public T insecureSkipVerify(boolean skip) {
        return set("insecureSkipVerify", skip);
    }

    /** What {@code insecureSkipVerify} says. */
    public Optional<Boolean> insecureSkipVerify() {
        return flag("insecureSkipVerify");
    }
}
