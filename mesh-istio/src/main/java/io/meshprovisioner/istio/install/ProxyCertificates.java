package io.meshprovisioner.istio.install;

import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.MeshCertificate;
import io.meshprovisioner.spi.PodPort;
import io.meshprovisioner.spi.RevisionReport.Proxy;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** What proxies say of their own certificates: {@code /certs} of Envoy's administration interface, which only the pod reaches. */
final class ProxyCertificates {
    private static final int ADMINISTRATION = 15000;
    private static final String SPIFFE = "spiffe://";

    private final PodHttp http;
    private final ControlPlanes planes;

    ProxyCertificates(KubernetesSession session) {
        this.http = new PodHttp(session);
        this.planes = new ControlPlanes(new Look(session));
    }

    List<MeshCertificate> read() {
        return planes.proxies().stream().map(this::read).toList();
    }

    private MeshCertificate read(Proxy proxy) {
        String where = proxy.namespace() + "/" + proxy.pod();
        try {
            Tree answer =
                    new Tree(Yaml.map(http.get(new PodPort(proxy.namespace(), proxy.pod(), ADMINISTRATION, "/certs"))));
            return answer.items("certificates").stream()
                    .flatMap(one -> one.items("cert_chain").stream())
                    .filter(one -> identity(one).startsWith(SPIFFE))
                    .findFirst()
                    .map(one -> certificate(where, one))
                    .orElseGet(() -> unknown(where, "it has no certificate of the mesh yet"));
        } catch (IOException | MeshException | CallFailure | UnsupportedOperationException e) {
            return unknown(where, "it could not be asked: " + e.getMessage());
        }
    }

    private static String identity(Tree certificate) {
        return certificate.items("subject_alt_names").stream()
                .map(name -> name.text("uri"))
                .findFirst()
                .orElse("");
    }

    private static MeshCertificate certificate(String where, Tree one) {
        try {
            return new MeshCertificate(where, "proxy", identity(one), Instant.parse(one.text("expiration_time")), "");
        } catch (DateTimeException e) {
            return unknown(where, "it does not say until when its certificate is good");
        }
    }

    private static MeshCertificate unknown(String where, String problem) {
        return new MeshCertificate(where, "proxy", "", Instant.EPOCH, problem);
    }
}
