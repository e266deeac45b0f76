package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.Certificates;
import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.MeshCertificate;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The certificates that a mesh hangs on: its authority's, and those that Gateways name. Keys are not looked at. */
record CertificateReader(Look look) {
    private static final String AUTHORITY = "certificate authority";

    List<MeshCertificate> all() {
        List<MeshCertificate> all = new ArrayList<>();
        Optional<Tree> pluggedIn = look.get(key(Values.NAMESPACE, Certificates.AUTHORITY_SECRET));
        if (pluggedIn.isPresent()) {
            all.add(read(pluggedIn.get(), AUTHORITY, "ca-cert.pem"));
        } else {
            look.get(key(Values.NAMESPACE, "istio-ca-secret"))
                    .ifPresent(own -> all.add(read(own, "istiod's own " + AUTHORITY, "ca-cert.pem")));
        }
        look.everywhere("networking.istio.io/v1beta1", "Gateway", "")
                .forEach(gateway -> gateway.items("spec", "servers").stream()
                        .map(server -> server.text("tls", "credentialName"))
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .forEach(name -> all.add(ofGateway(gateway, name))));
        return all;
    }

    /** Gateways look for it in the namespace of their own pods. */
    private MeshCertificate ofGateway(Tree gateway, String name) {
        String use = "gateway " + gateway.text("metadata", "namespace") + "/" + gateway.text("metadata", "name");
        var selector = gateway.texts("spec", "selector");
        String namespace = look.everywhere("apps/v1", "Deployment", "").stream()
                .filter(deployment -> !selector.isEmpty()
                        && deployment
                                .texts("spec", "template", "metadata", "labels")
                                .entrySet()
                                .containsAll(selector.entrySet()))
                .map(deployment -> deployment.text("metadata", "namespace"))
                .findFirst()
                .orElse(Values.NAMESPACE);
        return look.get(key(namespace, name))
                .map(secret -> read(secret, use, secret.texts("data").containsKey("tls.crt") ? "tls.crt" : "cert"))
                .orElseGet(() -> new MeshCertificate(
                        namespace + "/" + name,
                        use,
                        "",
                        Instant.EPOCH,
                        "there is no such Secret in " + namespace + ": connections end before any answer"));
    }

    private static MeshCertificate read(Tree secret, String use, String entry) {
        String where = secret.text("metadata", "namespace") + "/" + secret.text("metadata", "name");
        try {
            X509Certificate first = certificates(secret, entry).get(0);
            return new MeshCertificate(
                    where,
                    use,
                    first.getSubjectX500Principal().getName(),
                    first.getNotAfter().toInstant(),
                    "");
        } catch (IllegalArgumentException e) {
            return new MeshCertificate(where, use, "", Instant.EPOCH, entry + " holds no certificate that can be read");
        }
    }

    /** @throws IllegalArgumentException when an entry of a Secret holds none that can be read */
    static List<X509Certificate> certificates(Tree secret, String entry) {
        String encoded = secret.texts("data").getOrDefault(entry, "");
        return Certificates.read(new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8));
    }

    private static ObjectKey key(String namespace, String name) {
        return ObjectKey.of("v1", "Secret", namespace, name);
    }
}
