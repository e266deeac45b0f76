package io.meshprovisioner.istio.traffic.policy;

import com.google.re2j.Pattern;

/** Paths with a hole: <code>{*}</code> for one segment, <code>{**}</code> for any number of them. */
final class PathTemplate {
    /** What may stand in a segment: pchar of RFC 3986 without {@code *} and {@code =}, as Envoy has it. */
    private static final String SEGMENT = "a-zA-Z0-9\\-._~%!$&'()+,;:@";

    private final Pattern pattern;

    private PathTemplate(Pattern pattern) {
        this.pattern = pattern;
    }

    static boolean isOne(String said) {
        return said.contains("{*}") || said.contains("{**}");
    }

    static PathTemplate of(String said) {
        String plain = said.replace("{**}", "**").replace("{*}", "*");
        StringBuilder expression = new StringBuilder();
        int i = 0;
        while (i < plain.length()) {
            if (plain.startsWith("**", i)) {
                expression.append('[').append(SEGMENT).append("/]*");
                i += 2;
            } else if (plain.charAt(i) == '*') {
                expression.append('[').append(SEGMENT).append("]+");
                i++;
            } else {
                expression.append(Pattern.quote(plain.substring(i, i + 1)));
                i++;
            }
        }
        return new PathTemplate(Pattern.compile(expression.toString()));
    }

    boolean matches(String path) {
        return pattern.matches(path);
    }
}
