package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** TLS of a server: of a gateway, or of a sidecar's ingress. */
final class ServerTls {
    private static final String[] MODES = {
        "PASSTHROUGH", "SIMPLE", "MUTUAL", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL", "OPTIONAL_MUTUAL"
    };
    private static final String[] VERSIONS = {"TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"};
    private static final Set<String> CIPHERS = Set.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305",
            "ECDHE-ECDSA-AES128-SHA",
            "ECDHE-RSA-AES128-SHA",
            "ECDHE-ECDSA-AES256-SHA",
            "ECDHE-RSA-AES256-SHA",
            "AES128-GCM-SHA256",
            "AES256-GCM-SHA384",
            "AES128-SHA",
            "AES256-SHA",
            "DES-CBC3-SHA");
    /** What ISTIO_MUTUAL brings itself. */
    private static final List<String> CERTIFICATE_FIELDS = List.of(
            "serverCertificate",
            "privateKey",
            "caCertificates",
            "tlsCertificates",
            "credentialName",
            "credentialNames");

    private ServerTls() {}

    static void check(Context context, Node tls) {
        if (!tls.present()) {
            return;
        }
        checkCiphers(context, tls);
        String mode = mode(tls);
        if (mode.equals("ISTIO_MUTUAL")) {
            checkIstioMutual(context, tls);
            return;
        }
        if (isPassthrough(tls) && (tls.hasAny("caCrl") || tls.hasAnyOf(CERTIFICATE_FIELDS))) {
            context.warn(
                    tls,
                    "tls.server.passthrough-certificate",
                    "with " + mode + " the gateway does not end TLS, so its certificates are not used",
                    "Remove them, or use SIMPLE or MUTUAL");
        }
        checkOneSource(context, tls);
        boolean mutual = mode.equals("MUTUAL") || mode.equals("OPTIONAL_MUTUAL");
        boolean terminates = mutual || mode.equals("SIMPLE");
        if (terminates && (tls.hasAny("credentialName") || tls.hasAny("credentialNames"))) {
            return; // the secret has the rest
        }
        if (terminates) {
            checkCertificates(context, tls, mode, mutual);
        }
        if (tls.hasAny("caCrl")) {
            checkRevocations(context, tls, mode);
        }
    }

    /** PASSTHROUGH (the default) or AUTO_PASSTHROUGH. */
    static boolean isPassthrough(Node tls) {
        return tls.present() && mode(tls).endsWith("PASSTHROUGH");
    }

    static String mode(Node tls) {
        long number = TrafficPolicyRules.enumNumber(tls.get("mode"), MODES);
        return number >= 0 && number < MODES.length ? MODES[(int) number] : String.valueOf(number);
    }

    private static void checkCiphers(Context context, Node tls) {
        long version = TrafficPolicyRules.enumNumber(tls.get("minProtocolVersion"), VERSIONS);
        List<String> suites = tls.texts("cipherSuites");
        if ((version == 1 || version == 2) && suites.isEmpty()) {
            context.warn(
                    tls.get("minProtocolVersion"),
                    "tls.server.old-version",
                    "TLS before 1.2 finds no cipher suite among the default ones",
                    "Name cipherSuites that the old clients know, or require TLSV1_2");
        }
        if (suites.isEmpty()) {
            return;
        }
        Set<String> unknown = new TreeSet<>();
        Set<String> known = new HashSet<>();
        Set<String> duplicate = new TreeSet<>();
        for (String suite : suites) {
            if (!isCipher(suite)) {
                unknown.add(suite);
            } else if (!known.add(suite)) {
                duplicate.add(suite);
            }
        }
        if (!unknown.isEmpty()) {
            context.warn(
                    tls.get("cipherSuites"),
                    "tls.server.cipher-unknown",
                    "the cipher suites " + unknown + " are unknown and ignored",
                    "Remove them, or use the names of BoringSSL");
        }
        if (!duplicate.isEmpty()) {
            context.warn(
                    tls.get("cipherSuites"),
                    "tls.server.cipher-duplicate",
                    "the cipher suites " + duplicate + " stand there more than once",
                    "Keep one of each");
        }
    }

    /** Operators of BoringSSL's cipher language are not looked into. */
    private static boolean isCipher(String suite) {
        return suite.isEmpty()
                || suite.equals("ALL")
                || !Character.isLetterOrDigit(suite.charAt(0))
                || CIPHERS.contains(suite);
    }

    private static void checkIstioMutual(Context context, Node tls) {
        for (String field : CERTIFICATE_FIELDS) {
            if (tls.hasAny(field)) {
                context.error(
                        tls.get(field),
                        "tls.server.istio-mutual-" + Ports.lower(field),
                        "ISTIO_MUTUAL uses the certificates that Istio makes, but " + field + " is set",
                        "Remove it, or use MUTUAL");
            }
        }
    }

    private static void checkOneSource(Context context, Node tls) {
        int sources = (tls.hasAny("serverCertificate") && tls.hasAny("privateKey") ? 1 : 0)
                + (tls.hasAny("credentialName") ? 1 : 0)
                + (tls.hasAny("credentialNames") ? 1 : 0)
                + (tls.hasAny("tlsCertificates") ? 1 : 0);
        if (sources > 1) {
            context.error(
                    tls,
                    "tls.server.certificate-sources",
                    "the certificate is given in " + sources + " ways",
                    "Keep one of credentialName, credentialNames, tlsCertificates, or serverCertificate with privateKey");
        }
    }

    private static void checkCertificates(Context context, Node tls, String mode, boolean mutual) {
        if (mutual && !tls.hasAny("caCertificates")) {
            context.error(
                    tls,
                    "tls.server.ca-missing",
                    mode + " verifies clients, but there is no CA to verify them with",
                    "Set credentialName to a secret with ca.crt, or caCertificates to a file");
        }
        List<Node> certificates = tls.items("tlsCertificates");
        if (certificates.size() > 2) {
            context.warn(
                    tls.get("tlsCertificates"),
                    "tls.server.many-certificates",
                    "there are " + certificates.size() + " certificates, but only two are used",
                    "Keep one RSA and one ECDSA certificate");
        }
        for (Node certificate : certificates.isEmpty() ? List.of(tls) : certificates) {
            for (String field : new String[] {"serverCertificate", "privateKey"}) {
                if (!certificate.hasAny(field)) {
                    context.error(
                            certificate,
                            "tls.server." + Ports.lower(field) + "-missing",
                            mode + " ends TLS, but there is no " + field,
                            "Set credentialName to a secret, or " + field + " to a file");
                }
            }
        }
    }

    private static void checkRevocations(Context context, Node tls, String mode) {
        if (tls.hasAny("credentialName")) {
            context.error(
                    tls.get("caCrl"),
                    "tls.server.crl-with-credential",
                    "caCrl and credentialName exclude each other",
                    "Put the revocation list into the secret as ca.crl");
        }
        if (mode.equals("SIMPLE")) {
            context.error(
                    tls.get("caCrl"),
                    "tls.server.crl-with-simple",
                    "SIMPLE verifies no clients, so there is nothing to revoke",
                    "Use MUTUAL, or remove caCrl");
        }
    }
}
