package io.meshprovisioner.istio.traffic.rule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an HTTP rule's {@code match}: HTTPMatchRequest. All that it says must hold.
 *
 * @param port the port that the request was sent to; 0 for any
 * @param sourceLabels labels of the client; empty for any
 * @param sourceNamespace the client's namespace; empty for any
 * @param gateways full names of gateways, and {@code mesh}; empty for those of the rule
 * @param separatedPrefix whether a path prefix ends at a slash, as in Ingress and Gateway API
 */
public record HttpCondition(
        String name,
        @Nullable TextMatch uri,
        @Nullable TextMatch scheme,
        @Nullable TextMatch method,
        @Nullable TextMatch authority,
        Map<String, TextMatch> headers,
        Map<String, TextMatch> withoutHeaders,
        Map<String, TextMatch> queryParams,
        boolean ignoreUriCase,
        boolean separatedPrefix,
        int port,
        Map<String, String> sourceLabels,
        String sourceNamespace,
        List<String> gateways) {
    private static final String CLAIMS = "@request.auth.claims";

    /** The path of the claim of the caller's token that a header's name means; empty for a header. */
    public static List<String> claim(String header) {
        if (!header.regionMatches(true, 0, CLAIMS, 0, CLAIMS.length())) {
            return List.of();
        }
        String name = header.substring(CLAIMS.length());
        if (name.length() > 1 && name.startsWith(".")) {
            return List.of(name.substring(1).split("\\.", -1));
        }
        return name.length() > 2 && name.startsWith("[") && name.endsWith("]")
                ? List.of(name.substring(1, name.length() - 1).split("\\]\\[", -1))
                : List.of();
    }

    /**
     * Whether every request fits: no condition but perhaps a path that all paths fit. What follows such a condition can
     * never decide.
     */
    public boolean takesAll() {
        boolean anyPath = uri == null
                || (uri.kind() == TextMatch.Kind.PREFIX && uri.value().equals("/"))
                || (uri.kind() == TextMatch.Kind.REGEX && uri.value().equals(".*"))
                || (uri.kind() == TextMatch.Kind.PRESENT && uri.value().isEmpty());
        return anyPath
                && headers.isEmpty()
                && withoutHeaders.isEmpty()
                && queryParams.isEmpty()
                && method == null
                && authority == null
                && scheme == null;
    }

    /** Whether it applies to a client: gateways outrank its labels and its namespace. */
    public boolean isFor(Set<String> proxyGateways, Map<String, String> labels, String namespace) {
        if (!gateways.isEmpty()) {
            return gateways.stream().anyMatch(proxyGateways::contains);
        }
        return labels.entrySet().containsAll(sourceLabels.entrySet())
                && (sourceNamespace.isEmpty() || sourceNamespace.equals(namespace));
    }
}
