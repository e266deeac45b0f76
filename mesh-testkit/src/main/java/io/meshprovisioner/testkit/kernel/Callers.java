package io.meshprovisioner.testkit.kernel;

import io.meshprovisioner.testkit.wire.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads off a request by whose key it was signed. */
final class Callers {
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([A-Z0-9]{16,128})");
    private static final String TOKEN = "Bearer k8s-aws-v1.";

    private Callers() {}

    /** The access key id of the caller; empty where the request carries none. */
    static Optional<String> accessKeyId(Request request) {
        String authorization = request.header("authorization").orElse("");
        if (authorization.startsWith(TOKEN)) {
            return find(decode(authorization.substring(TOKEN.length())));
        }
        Optional<String> signed = find(authorization);
        return signed.isPresent() ? signed : find(URLDecoder.decode(request.rawQuery(), StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            String url = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            return URLDecoder.decode(url, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Optional<String> find(String text) {
        Matcher matcher = CREDENTIAL.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether our product sent it itself (and not a program that it started, or somebody else's client). */
    static boolean isProduct(Request request) {
        return request.header("user-agent").orElse("").contains("mesh-provisioner/");
    }
}
