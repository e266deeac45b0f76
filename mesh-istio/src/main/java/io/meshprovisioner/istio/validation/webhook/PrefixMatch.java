package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A match by path prefix, reduced to what Istio compares when it looks for one that another covers.
 *
 * @param match where it stands
 * @param label how to call it
 * @param prefix of the path
 * @param port that it is limited to, or 0
 * @param method exact or by prefix; GET if nothing is said
 * @param authority exact or by prefix
 * @param headers by name
 * @param queryParams by name
 * @param withoutHeaders by name
 */
record PrefixMatch(
        Node match,
        String label,
        String prefix,
        long port,
        String method,
        String authority,
        Map<String, String> headers,
        Map<String, String> queryParams,
        Map<String, String> withoutHeaders) {

    static Optional<PrefixMatch> of(Node match, String label) {
        Node uri = StringMatches.active(match.get("uri"));
        if (!uri.name().equals("prefix") || uri.text().isEmpty()) {
            return Optional.empty();
        }
        String method = pattern(match.get("method"));
        return Optional.of(new PrefixMatch(
                match,
                label,
                uri.text(),
                match.integer("port"),
                method.isEmpty() ? "exact:GET" : method,
                pattern(match.get("authority")),
                patterns(match.get("headers")),
                patterns(match.get("queryParams")),
                patterns(match.get("withoutHeaders"))));
    }

    /** Whether each request that the other accepts is taken by this one first, as far as Istio looks. */
    boolean covers(PrefixMatch other) {
        return other.prefix.startsWith(prefix)
                && other.port == port
                && method.startsWith(other.method)
                && authority.startsWith(other.authority)
                && covers(headers, other.headers)
                && covers(queryParams, other.queryParams)
                && covers(withoutHeaders, other.withoutHeaders);
    }

    private static boolean covers(Map<String, String> these, Map<String, String> others) {
        return these.size() == others.size()
                && these.entrySet().stream().allMatch(entry -> {
                    String other = others.get(entry.getKey());
                    return other != null && entry.getValue().startsWith(other);
                });
    }

    private static Map<String, String> patterns(Node map) {
        Map<String, String> patterns = new HashMap<>();
        map.entries().forEach(entry -> patterns.put(entry.name(), pattern(entry)));
        return patterns;
    }

    /** Empty for a regular expression, which is not compared. */
    private static String pattern(Node match) {
        Node active = StringMatches.active(match);
        boolean comparable = !active.name().equals("regex") && !active.text().isEmpty();
        return comparable ? active.name() + ":" + active.text() : "";
    }
}
