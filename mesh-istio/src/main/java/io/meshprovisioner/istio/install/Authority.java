package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.Certificates;
import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spec.TrustSpec;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A certificate authority as Istio's Secret {@code cacerts} holds it; its key is only ever compared. */
record Authority(Tree secret) {
    /** What istiod puts its roots into, in every namespace. */
    static final String SPREAD_MAP = "istio-ca-root-cert";

    private static final String ROOTS = "root-cert.pem";
    private static final ObjectKey SPREAD = ObjectKey.of("v1", "ConfigMap", Values.NAMESPACE, SPREAD_MAP);

    /** @throws IllegalArgumentException when the files do not belong together */
    static Authority of(TrustSpec.Authority files) {
        return of(manifest(files));
    }

    static Authority of(Manifest secret) {
        return new Authority(new Tree(secret.toMap()));
    }

    static Manifest manifest(TrustSpec.Authority files) {
        return Certificates.authority(files.certificate(), files.key(), files.chain(), files.root());
    }

    X509Certificate certificate() {
        return certificates("ca-cert.pem").get(0);
    }

    List<X509Certificate> roots() {
        return certificates(ROOTS);
    }

    /** The roots that istiod spreads now; empty where it spreads none yet. */
    static List<X509Certificate> spreadRoots(Look look) {
        return look.get(SPREAD).map(Authority::rootsIn).orElse(List.of());
    }

    private static List<X509Certificate> rootsIn(Tree configMap) {
        try {
            return Certificates.read(configMap.texts("data").getOrDefault(ROOTS, ""));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    List<X509Certificate> certificates(String entry) {
        return CertificateReader.certificates(secret, entry);
    }

    /** Whether what it signs is trusted by who trusts these roots. */
    boolean trustedBy(List<X509Certificate> roots) {
        return Certificates.leads(certificate(), certificates("cert-chain.pem"), roots);
    }

    boolean same(Authority other) {
        return secret.texts("data").equals(other.secret.texts("data"));
    }

    /** Whose it is, and until when. */
    String words() {
        return certificate().getSubjectX500Principal().getName() + " until "
                + certificate().getNotAfter().toInstant();
    }

    /** Of what everybody may see of it. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<X509Certificate> all = new ArrayList<>();
            for (String entry : List.of("ca-cert.pem", "cert-chain.pem", ROOTS)) {
                all.addAll(certificates(entry));
            }
            for (X509Certificate certificate : all) {
                digest.update(certificate.getEncoded());
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("Every Java platform has SHA-256 and X.509.", e);
        }
    }

    /** Without its content. */
    @Override
    public String toString() {
        return "Authority(" + words() + ")";
    }
}
