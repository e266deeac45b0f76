package io.meshprovisioner.istio.validation.webhook;

import java.util.Locale;
import java.util.Set;

/** Names of headers, and the claims of a token that can stand in their place. */
final class HeaderNames {
    private static final String CLAIMS = "@request.auth.claims";
    /** With a comma, which HTTP does not allow, but Istio does. */
    private static final String TOKEN_PUNCTUATION = "!#$%&'*+,-.^_`|~";

    private static final Set<String> PSEUDO = Set.of(":method", ":scheme", ":authority", ":path", ":status");

    private HeaderNames() {}

    /** A token as HTTP defines it. */
    static boolean isToken(String name) {
        return !name.isEmpty() && consistsOf(name, TOKEN_PUNCTUATION);
    }

    /** Letters, digits, dash and underscore. */
    static boolean isStrict(String name) {
        return !name.isEmpty() && consistsOf(name, "-_");
    }

    /** Letters, digits and dash. */
    static boolean isProbe(String name) {
        return !name.isEmpty() && consistsOf(name, "-");
    }

    /** What a match can look at: a header, a pseudo header or a claim. */
    static boolean isMatchable(String name) {
        return isClaim(name) || PSEUDO.contains(name) || isToken(name);
    }

    /** {@code @request.auth.claims.a.b} or {@code @request.auth.claims[a][b]}. */
    static boolean isClaim(String name) {
        if (!name.startsWith("@") || !name.toLowerCase(Locale.ROOT).startsWith(CLAIMS)) {
            return false;
        }
        String rest = name.substring(CLAIMS.length());
        return (rest.length() > 1 && rest.startsWith("."))
                || (rest.length() > 2 && rest.startsWith("[") && rest.endsWith("]"));
    }

    private static boolean consistsOf(String name, String punctuation) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && punctuation.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
