package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Both show certificates; with OPTIONAL_MUTUAL callers may do without. */
public final class MutualServerTls extends OwnServerTls<MutualServerTls> implements ServerTls {
    MutualServerTls(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected MutualServerTls copy(ObjectNode changed) {
        return new MutualServerTls(changed);
    }

    /** Whether callers may do without a certificate. */
    public boolean optional() {
        return text("mode").equals(Optional.of("OPTIONAL_MUTUAL"));
    }

    /** The file of the authorities that callers are checked against, in the proxy. */
    public MutualServerTls caCertificates(String path) {
        return set("caCertificates", path);
    }

    /** What {@code caCertificates} says. */
    public Optional<String> caCertificates() {
        return text("caCertificates");
    }

    /** The file of the revoked certificates, in the proxy. Since 1.22. */
    public MutualServerTls caCrl(String path) {
        return set("caCrl", path);
    }

    /** What {@code caCrl} says. */
    public Optional<String> caCrl() {
        return text("caCrl");
    }

    /** The secret of the authorities that callers are checked against, when it is not that of the certificate. Since 1.28. */
    public MutualServerTls caCertCredentialName(String credentialName) {
        return set("caCertCredentialName", credentialName);
    }

    /** What {@code caCertCredentialName} says. */
    public Optional<String> caCertCredentialName() {
        return text("caCertCredentialName");
    }

    /** Names of which the caller's certificate must hold one. */
    public MutualServerTls subjectAltNames(String... names) {
        return set("subjectAltNames", List.of(names));
    }

    /** What {@code subjectAltNames} says. */
    public List<String> subjectAltNames() {
        return texts("subjectAltNames");
    }

    /** Base64 SHA-256 hashes of public keys of which the caller's certificate must have one. */
    public MutualServerTls verifyCertificateSpki(String... hashes) {
        return set("verifyCertificateSpki", List.of(hashes));
    }

    /** What {@code verifyCertificateSpki} says. */
    public List<String> verifyCertificateSpki() {
        return texts("verifyCertificateSpki");
    }

    /** Hexadecimal SHA-256 hashes of certificates of which the caller's must be one. */
    public MutualServerTls verifyCertificateHash(String... hashes) {
        return set("verifyCertificateHash", List.of(hashes));
    }

    /** What {@code verifyCertificateHash} says. */
    public List<String> verifyCertificateHash() {
        return texts("verifyCertificateHash");
    }
}
