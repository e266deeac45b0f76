package io.meshprovisioner.kubernetes.helm;

import java.util.regex.Pattern;

/** Keeps tokens out of messages. */
final class Secrets {
    private static final Pattern TOKEN =
            Pattern.compile("(?i)(bearer\\s+|k8s-aws-v1\\.|\"?token\"?\\s*[:=]\\s*)[A-Za-z0-9._~+/=\"-]+");

    private Secrets() {}

    /** @param secret hidden in particular; empty: none */
    static String hide(String text, String secret) {
        String hidden = secret.isEmpty() ? text : text.replace(secret, "***");
        return TOKEN.matcher(hidden).replaceAll("$1***");
    }
}
