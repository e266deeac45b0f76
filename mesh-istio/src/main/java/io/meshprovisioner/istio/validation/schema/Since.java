package io.meshprovisioner.istio.validation.schema;

/**
 * Minors of Istio 1 in which something holds, written {@code @20:} or {@code @9..24:} before it, or not at all if that is
 * always.
 *
 * @param from the first
 * @param to the last
 */
record Since(int from, int to) {
    static final Since ALWAYS = new Since(0, Integer.MAX_VALUE);

    static Since of(String token) {
        if (!token.startsWith("@")) {
            return ALWAYS;
        }
        String span = token.substring(1, token.indexOf(':'));
        int dots = span.indexOf("..");
        return dots < 0
                ? new Since(Integer.parseInt(span), Integer.MAX_VALUE)
                : new Since(Integer.parseInt(span.substring(0, dots)), Integer.parseInt(span.substring(dots + 2)));
    }

    /** What stands behind the span. */
    static String rest(String token) {
        return token.startsWith("@") ? token.substring(token.indexOf(':') + 1) : token;
    }

    boolean holds(int minor) {
        return minor >= from && minor <= to;
    }
}
