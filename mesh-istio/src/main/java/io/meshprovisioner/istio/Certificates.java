package io.meshprovisioner.istio;

import io.meshprovisioner.spi.Manifest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets with certificates, from PEM files: those that Gateways name as {@code credentialName}, and a certificate
 * authority of one's own for the mesh. What does not belong together is refused before anything is applied; what is made
 * never prints its keys.
 */
public final class Certificates {
    /** Where istiod looks for an authority that is plugged in. */
    public static final String AUTHORITY_SECRET = "cacerts";

    private Certificates() {}

    /**
     * A server's certificate and key, for {@code credentialName}; it belongs where the gateway's pods are.
     *
     * @param chain PEM, the server's own certificate first
     * @param key PEM
     * @throws IllegalArgumentException when they do not belong together or cannot be read
     */
    public static Manifest gateway(String namespace, String name, Path chain, Path key) {
        return gateway(namespace, name, Pem.file(chain), Pem.file(key));
    }

    /** The same from memory, too. */
    public static Manifest gateway(String namespace, String name, Pem chain, Pem key) {
        return gateway(namespace, name, chain, key, Map.of());
    }

    /**
     * The same for a gateway that asks clients for a certificate (tls mode MUTUAL).
     *
     * @param clients PEM of the authorities whose clients are let in
     */
    public static Manifest gateway(String namespace, String name, Pem chain, Pem key, Pem clients) {
        in(clients);
        return gateway(namespace, name, chain, key, Map.of("ca.crt", clients.text()));
    }

    private static Manifest gateway(String namespace, String name, Pem chain, Pem key, Map<String, String> more) {
        List<X509Certificate> certificates = in(chain);
        PrivateKeys.check(certificates.get(0), chain, key);
        checkOrder(certificates, chain);
        Map<String, String> entries = new LinkedHashMap<>(more);
        entries.put("tls.crt", chain.text());
        entries.put("tls.key", key.text());
        return new Hidden(secret(namespace, name, "kubernetes.io/tls", entries));
    }

    /**
     * The mesh's own certificate authority, in place of the one that istiod makes; {@code istio.trust(..)} makes it part of
     * a spec and rotates it. A new root must first stand beside the old one in {@code root}, until every workload has a
     * certificate that both lead to.
     *
     * @param certificate PEM of the authority, which must be one
     * @param key PEM of its private key
     * @param chain PEM from the authority up to the root, the authority first
     * @param root PEM of the roots to be trusted
     * @throws IllegalArgumentException when they do not belong together or cannot be read
     */
    public static Manifest authority(Path certificate, Path key, Path chain, Path root) {
        return authority(Pem.file(certificate), Pem.file(key), Pem.file(chain), Pem.file(root));
    }

    /** The same from memory, too. */
    public static Manifest authority(Pem certificate, Pem key, Pem chain, Pem root) {
        X509Certificate authority = in(certificate).get(0);
        if (authority.getBasicConstraints() < 0) {
            throw new IllegalArgumentException(certificate + " is no certificate authority: it may not sign others.");
        }
        PrivateKeys.check(authority, certificate, key);
        if (!leads(authority, in(chain), in(root))) {
            throw new IllegalArgumentException(
                    certificate + " was signed by none of those in " + root + ", nor does " + chain + " lead there.");
        }
        return new Hidden(secret(
                "istio-system",
                AUTHORITY_SECRET,
                "Opaque",
                Map.of(
                        "ca-cert.pem", certificate.text(),
                        "ca-key.pem", key.text(),
                        "cert-chain.pem", chain.text(),
                        "root-cert.pem", root.text())));
    }

    /** Whether a certificate leads to one of the roots, over those between in any order. */
    public static boolean leads(
            X509Certificate certificate, Collection<X509Certificate> between, Collection<X509Certificate> roots) {
        if (roots.contains(certificate) || roots.stream().anyMatch(root -> signed(certificate, root))) {
            return true;
        }
        Optional<X509Certificate> next = between.stream()
                .filter(one -> !one.equals(certificate) && signed(certificate, one))
                .findFirst();
        return next.isPresent()
                && leads(
                        next.get(),
                        between.stream().filter(one -> !one.equals(certificate)).toList(),
                        roots);
    }

    /** Envoy sends them as they are, and clients want each signed by the next. */
    private static void checkOrder(List<X509Certificate> certificates, Pem chain) {
        for (int i = 1; i < certificates.size(); i++) {
            if (!signed(certificates.get(i - 1), certificates.get(i))) {
                throw new IllegalArgumentException(
                        "In " + chain + ", certificate " + i
                                + " was not signed by the one after it: put the server's own first, and then each one's signer.");
            }
        }
    }

    private static List<X509Certificate> in(Pem pem) {
        try {
            return read(pem.text());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(pem + ": " + e.getMessage(), e);
        }
    }

    /**
     * The certificates of a PEM text, in its order.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static List<X509Certificate> read(String pem) {
        try {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.strip().getBytes(StandardCharsets.UTF_8)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (all.isEmpty()) {
                throw new IllegalArgumentException("There is no certificate in it.");
            }
            return all;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("It is no certificate in PEM: " + e.getMessage(), e);
        }
    }

    private static boolean signed(X509Certificate one, X509Certificate by) {
        try {
            one.verify(by.getPublicKey());
            return one.getIssuerX500Principal().equals(by.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Map<String, Object> secret(String namespace, String name, String type, Map<String, String> entries) {
        Map<String, Object> data = new LinkedHashMap<>();
        entries.forEach((entry, content) ->
                data.put(entry, Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8))));
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                Map.of("name", name, "namespace", namespace),
                "type",
                type,
                "data",
                data);
    }

    /** A Secret that tells its name alone. */
    private static final class Hidden implements Manifest {
        private final Manifest document;

        Hidden(Map<String, Object> document) {
            this.document = Manifest.of(document);
        }

        @Override
        public String apiVersion() {
            return document.apiVersion();
        }

        @Override
        public String kind() {
            return document.kind();
        }

        @Override
        public Optional<String> namespace() {
            return document.namespace();
        }

        @Override
        public String name() {
            return document.name();
        }

        @Override
        public Map<String, Object> toMap() {
            return document.toMap();
        }

        @Override
        public String toString() {
            return "Secret " + namespace().orElse("") + "/" + name();
        }
    }
}
