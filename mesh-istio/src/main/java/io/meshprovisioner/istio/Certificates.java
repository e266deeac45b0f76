package io.meshprovisioner.istio;

import io.meshprovisioner.spi.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets with certificates, from PEM files: those that Gateways name as {@code credentialName}, and a certificate
 * authority of one's own for the mesh. What does not belong together is refused before anything is applied; what is made
 * never prints its keys.
 */
public final class Certificates {
    /** Where istiod looks for an authority that is plugged in. */
    public static final String AUTHORITY_SECRET = "cacerts";

    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN (\\w+ )?PRIVATE KEY-----([^-]*)-----END");

    private Certificates() {}

    /**
     * A server's certificate and key, for {@code credentialName}; it belongs where the gateway's pods are.
     *
     * @param chain PEM, the server's own certificate first
     * @param key PEM; one in PKCS #8 is checked against the certificate
     * @throws IllegalArgumentException when they do not belong together or cannot be read
     */
    public static Manifest gateway(String namespace, String name, Path chain, Path key) {
        String certificates = text(chain);
        String privateKey = text(key);
        checkPair(read(certificates).get(0), privateKey, chain, key);
        return new Hidden(
                secret(namespace, name, "kubernetes.io/tls", Map.of("tls.crt", certificates, "tls.key", privateKey)));
    }

    /**
     * The mesh's own certificate authority, in place of the one that istiod makes. Apply it before Istio is installed, or
     * again with other files to rotate it: a new root must first stand beside the old one in {@code root}, until every
     * workload has a certificate that both lead to.
     *
     * @param certificate PEM of the authority, which must be one
     * @param key PEM of its private key
     * @param chain PEM from the authority up to the root, the authority first
     * @param root PEM of the roots to be trusted
     * @throws IllegalArgumentException when they do not belong together or cannot be read
     */
    public static Manifest authority(Path certificate, Path key, Path chain, Path root) {
        X509Certificate authority = read(text(certificate)).get(0);
        if (authority.getBasicConstraints() < 0) {
            throw new IllegalArgumentException(certificate + " is no certificate authority: it may not sign others.");
        }
        checkPair(authority, text(key), certificate, key);
        if (read(text(root)).stream().noneMatch(one -> signed(authority, one))
                && read(text(chain)).stream().noneMatch(one -> signed(authority, one))) {
            throw new IllegalArgumentException(
                    certificate + " was signed by none of those in " + root + " and " + chain + ".");
        }
        return new Hidden(secret(
                "istio-system",
                AUTHORITY_SECRET,
                "Opaque",
                Map.of(
                        "ca-cert.pem", text(certificate),
                        "ca-key.pem", text(key),
                        "cert-chain.pem", text(chain),
                        "root-cert.pem", text(root))));
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
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void checkPair(X509Certificate certificate, String pem, Path chain, Path key) {
        Matcher found = PRIVATE_KEY.matcher(pem);
        if (!found.find()) {
            throw new IllegalArgumentException(key + " holds no private key in PEM.");
        }
        // PKCS #1 and SEC 1 name their algorithm; the JDK reads PKCS #8 alone, so that those are taken as they are.
        if (found.group(1) == null && !fits(certificate.getPublicKey(), found.group(2))) {
            throw new IllegalArgumentException(
                    "The key in " + key + " is not that of the certificate in " + chain + ".");
        }
    }

    private static boolean fits(PublicKey open, String base64) {
        try {
            PrivateKey secret = KeyFactory.getInstance(open.getAlgorithm())
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
            Signature signature =
                    Signature.getInstance(open.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            byte[] anything = {1, 2, 3};
            signature.initSign(secret);
            signature.update(anything);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(anything);
            return signature.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read.", e);
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
