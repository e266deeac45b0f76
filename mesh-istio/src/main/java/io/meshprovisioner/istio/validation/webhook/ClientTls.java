package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;

/** TLS of a client towards its upstream. */
final class ClientTls {
    private static final String CONFIG_MAP = "configmap://";

    private ClientTls() {}

    static void check(Context context, Node tls) {
        if (!tls.present()) {
            return;
        }
        long mode = TrafficPolicyRules.enumNumber(tls.get("mode"), "DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL");
        boolean simple = mode == 1;
        boolean mutual = mode == 2;
        boolean credential = !tls.text("credentialName").isEmpty();
        if (context.since(26)) {
            checkConfigMap(context, tls.get("credentialName"));
        }
        if (tls.flag("insecureSkipVerify")) {
            checkSkipVerify(context, tls, simple, mutual, credential);
        }
        if ((simple || mutual) && credential) {
            if (hasText(tls, "clientCertificate")
                    || hasText(tls, "caCertificates")
                    || hasText(tls, "privateKey")
                    || hasText(tls, "caCrl")) {
                context.error(
                        tls,
                        "tls.client.credential-and-files",
                        "credentialName and certificate files exclude each other",
                        "Keep credentialName for a secret, or clientCertificate, privateKey and caCertificates for files");
            }
            return;
        }
        if (mutual && !hasText(tls, "clientCertificate")) {
            required(context, tls, "clientCertificate");
        }
        if (mutual && !hasText(tls, "privateKey")) {
            required(context, tls, "privateKey");
        }
    }

    private static void checkSkipVerify(Context context, Node tls, boolean simple, boolean mutual, boolean credential) {
        boolean verifies = hasText(tls, "caCertificates") || tls.hasAny("subjectAltNames") || (simple && credential);
        if ((simple || mutual) && verifies) {
            context.error(
                    tls,
                    "tls.client.skip-verify",
                    "insecureSkipVerify switches off the verification that caCertificates, credentialName or subjectAltNames"
                            + " ask for",
                    "Remove insecureSkipVerify, or what it contradicts");
        }
    }

    private static void checkConfigMap(Context context, Node credentialName) {
        String name = credentialName.text();
        if (!name.startsWith(CONFIG_MAP)) {
            return;
        }
        String[] parts = name.substring(CONFIG_MAP.length()).split("/", -1);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            context.error(
                    credentialName,
                    "tls.client.configmap-form",
                    "\"" + name + "\" does not name a config map",
                    "Write configmap://namespace/name");
        } else if (!parts[0].equals(context.namespace())) {
            context.error(
                    credentialName,
                    "tls.client.configmap-namespace",
                    "the config map lives in " + parts[0] + ", but this object in " + context.namespace(),
                    "Put both into one namespace");
        }
    }

    private static void required(Context context, Node tls, String field) {
        context.error(
                tls,
                "tls.client.mutual-" + Ports.lower(field),
                "mutual TLS needs a " + field,
                "Set " + field + " to a file in the proxy, or credentialName to a secret; ISTIO_MUTUAL needs neither");
    }

    private static boolean hasText(Node tls, String field) {
        return !tls.text(field).isEmpty();
    }
}
