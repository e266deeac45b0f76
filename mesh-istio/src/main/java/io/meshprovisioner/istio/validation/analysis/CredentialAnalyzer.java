package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** IST0101 and IST0161: the secrets that gateways take their certificates from. */
final class CredentialAnalyzer implements Analyzer {
    private static final String BEGIN = "-----BEGIN ";
    private static final List<List<String>> KEYS = List.of(List.of("cert", "key"), List.of("tls.crt", "tls.key"));

    @Override
    public void analyze(World world, Reporter reporter) {
        for (Resource gateway : world.networking("Gateway")) {
            Map<String, String> selector = gateway.spec().textMap("selector");
            Optional<Resource> pod = world.core("Pod").stream()
                    .filter(candidate -> LabelMatch.matches(selector, candidate.labels()))
                    .findFirst();
            if (pod.isEmpty() || pod.get().namespace().isEmpty()) { // Istio takes "no namespace" for "no pod"
                GatewayAnalyzers.noPods(gateway, reporter);
                continue;
            }
            for (Node server : gateway.spec().items("servers")) {
                Node credential = server.get("tls", "credentialName");
                if (!credential.text().isEmpty()) {
                    check(world, gateway, credential, pod.get().namespace(), reporter);
                }
            }
        }
    }

    private static void check(World world, Resource gateway, Node credential, String namespace, Reporter reporter) {
        String name = credential.text();
        Optional<Resource> secret = World.find(world.core("Secret"), namespace, name);
        if (secret.isEmpty()) {
            reporter.report(
                    gateway,
                    credential,
                    "IST0101",
                    "there is no Secret " + name + " in the namespace " + namespace + " of the gateway's pods",
                    "Create it there: a gateway reads secrets of its pods' namespace only");
        } else if (!isValid(secret.get().node().get("data"), world.now())) {
            reporter.report(
                    gateway,
                    credential,
                    "IST0161",
                    "the Secret " + name + " in " + namespace
                            + " has no certificate with key, or one that cannot be read or is not valid today",
                    "Make it with kubectl create secret tls, or renew the certificate");
        }
    }

    private static boolean isValid(Node data, Instant now) {
        for (List<String> keys : KEYS) {
            if (keys.stream().allMatch(data::hasAny)) {
                return isCertificate(data.text(keys.get(0)), now);
            }
        }
        return false;
    }

    private static boolean isCertificate(String base64, Instant now) {
        try {
            byte[] pem = Base64.getMimeDecoder().decode(base64);
            if (!new String(pem, StandardCharsets.US_ASCII).contains(BEGIN)) {
                return false;
            }
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
            return !now.isAfter(certificate.getNotAfter().toInstant())
                    && !now.isBefore(certificate.getNotBefore().toInstant());
        } catch (IllegalArgumentException | CertificateException e) {
            return false;
        }
    }
}
