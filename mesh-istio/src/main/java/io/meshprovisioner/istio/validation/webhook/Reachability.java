package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of a VirtualService that no request can reach. All findings are warnings. */
final class Reachability {
    static final String UNREACHABLE = "virtualservice.unreachable-rule";
    static final String INEFFECTIVE = "virtualservice.ineffective-match";

    private static final List<String> HTTP_FIELDS = List.of(
            "uri",
            "scheme",
            "method",
            "authority",
            "headers",
            "port",
            "sourceLabels",
            "gateways",
            "queryParams",
            "ignoreUriCase",
            "withoutHeaders",
            "sourceNamespace",
            "statPrefix");
    private static final List<String> STREAM_FIELDS = List.of(
            "sniHosts", "destinationSubnets", "port", "sourceLabels", "gateways", "sourceSubnet", "sourceNamespace");

    private static final Set<String> MATCHED =
            Set.of("uri", "scheme", "method", "authority", "headers", "withoutHeaders", "queryParams");
    private static final Set<String> MESSAGES = Set.of("uri", "scheme", "method", "authority");

    private final Context context;

    Reachability(Context context) {
        this.context = context;
    }

    void check(Node spec) {
        List<Node> http = spec.items("http");
        List<PrefixMatch> prefixes = checkRoutes(http, HTTP_FIELDS);
        checkPrefixes(prefixes);
        checkRoutes(spec.items("tcp"), STREAM_FIELDS);
        checkRoutes(spec.items("tls"), STREAM_FIELDS);
    }

    private List<PrefixMatch> checkRoutes(List<Node> routes, List<String> fields) {
        Map<String, Integer> seen = new HashMap<>();
        List<PrefixMatch> prefixes = new ArrayList<>();
        boolean caughtAll = false;
        boolean comparable = countMatches(routes) > 1;
        for (int i = 0; i < routes.size(); i++) {
            Node route = routes.get(i);
            List<Node> matches = route.items("match");
            if (matches.isEmpty()) {
                if (caughtAll) {
                    unreachable(route, i, "a rule before it has no match either, and takes everything");
                }
                caughtAll = true;
                continue;
            }
            int duplicates = 0;
            for (int j = 0; j < matches.size(); j++) {
                Node match = matches.get(j);
                if (caughtAll) {
                    unreachable(route, i, "a rule before it has no match and takes everything");
                    continue;
                }
                if (!comparable) {
                    continue;
                }
                Integer earlier = seen.putIfAbsent(fingerprint(match, fields), i);
                if (earlier != null) {
                    duplicates++;
                    ineffective(
                            match,
                            "match " + name(match, j) + " of rule " + name(route, i) + " stands in rule "
                                    + name(routes.get(earlier), earlier) + " already");
                } else {
                    PrefixMatch.of(match, "match " + name(match, j) + " of rule " + name(route, i))
                            .ifPresent(prefixes::add);
                }
            }
            if (duplicates == matches.size()) {
                unreachable(route, i, "all its matches stand in rules before it");
            }
        }
        return prefixes;
    }

    private static int countMatches(List<Node> routes) {
        int count = 0;
        for (Node route : routes) {
            count += route.get("match").size();
        }
        return count;
    }

    private void checkPrefixes(List<PrefixMatch> prefixes) {
        for (int i = 0; i < prefixes.size(); i++) {
            for (int j = i + 1; j < prefixes.size(); j++) {
                PrefixMatch earlier = prefixes.get(i);
                PrefixMatch later = prefixes.get(j);
                if (!earlier.prefix().equals(later.prefix()) && earlier.covers(later)) {
                    ineffective(
                            later.match(),
                            later.label() + " (prefix " + later.prefix() + ") is covered by " + earlier.label()
                                    + " (prefix " + earlier.prefix() + ")");
                }
            }
        }
    }

    private void unreachable(Node route, int index, String why) {
        context.warn(
                route,
                UNREACHABLE,
                "rule " + name(route, index) + " is never used: " + why,
                "Move it before that rule, or remove it; only the last rule should be without match");
    }

    private void ineffective(Node match, String problem) {
        context.warn(
                match,
                INEFFECTIVE,
                problem + ", so it is never used",
                "Put the more specific match first, or remove it");
    }

    private static String name(Node node, int index) {
        String name = node.text("name");
        return name.isEmpty() ? "#" + index : "\"" + name + "\"";
    }

    /** Two matches with the same fingerprint accept the same requests; names do not count. */
    private static String fingerprint(Node match, List<String> fields) {
        StringBuilder text = new StringBuilder();
        for (String field : fields) {
            if (!match.has(field)) {
                continue;
            }
            Node value = match.get(field);
            if (MESSAGES.contains(field) || !isDefault(value)) {
                append(text.append('\n').append(field).append('='), value, MATCHED.contains(field));
            }
        }
        return text.toString();
    }

    /** Zero values and empty lists say the same as nothing. */
    private static boolean isDefault(Node value) {
        return (value.json().isContainerNode() || value.json().isTextual())
                ? value.size() == 0
                : value.integer() == 0 && !value.json().asBoolean();
    }

    private static void append(StringBuilder text, Node value, boolean matched) {
        if (matched && StringMatches.active(value).present()) {
            Node active = StringMatches.active(value);
            text.append(active.name()).append(':').append(active.text());
        } else if (value.json().isArray()) {
            value.items().forEach(item -> append(text.append("\n- "), item, false));
        } else if (value.json().isObject()) {
            value.entries().stream()
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .forEach(entry ->
                            append(text.append("\n. ").append(entry.name()).append('='), entry, matched));
        } else {
            text.append(value.json().asText());
        }
    }
}
