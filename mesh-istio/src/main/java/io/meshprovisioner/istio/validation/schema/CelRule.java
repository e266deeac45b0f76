package io.meshprovisioner.istio.validation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.DnsLabels;
import io.meshprovisioner.istio.validation.text.GoDurations;
import io.meshprovisioner.istio.validation.text.GoUrls;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The CEL rules that Istio's CRDs have had, written by hand: there are few of them, and none needs a runtime. A value
 * that makes the expression fail violates the rule, as in the API server.
 */
enum CelRule {
    DURATION(
            node -> GoDurations.parse(node.text()).orElse(-1) >= GoDurations.MILLISECOND,
            "this is no duration of at least a millisecond",
            "Write a number with a unit, such as 500ms, 2s or 1h30m"),
    NAMESPACE_EMPTY(
            node -> node.text().isEmpty(),
            "a target reference cannot lead into another namespace",
            "Leave namespace out"),
    PORT_RANGE(node -> isPort(node.integer()), "the port is not in the range 1 to 65535", "Use a port that exists"),
    PORT_KEYS(
            node -> everyKey(node, key -> isPort(number(key))),
            "a key is no port from 1 to 65535",
            "Use port numbers as keys, in quotes"),
    PORT_NAMES(
            node -> everyKey(node, key -> key.length() < 63 && DnsLabels.isLabel(key)),
            "a port's name is none that a port can have",
            "Use letters, digits and inner dashes, at most 62"),
    PORT_NUMBERS_UNIQUE(
            node -> isDistinct(node.items(), "number"), "two ports have the same number", "Keep one of the two"),
    KEYS_WITHOUT_STAR(
            node -> everyKey(node, key -> key.indexOf('*') < 0), "a label key has a wildcard", "Write the whole key"),
    KEYS_NOT_EMPTY(node -> everyKey(node, key -> !key.isEmpty()), "a label key is empty", "Write the label's key"),
    WITHOUT_STAR(node -> !node.text().contains("*"), "the label's value has a wildcard", "Write the whole value"),
    ONE_TARGET(
            node -> node.count("selector", "targetRef", "targetRefs") <= 1,
            "selector, targetRef and targetRefs exclude each other",
            "Keep one of them"),
    ONE_WORKLOAD_TARGET(
            node -> node.count("workloadSelector", "targetRefs") <= 1,
            "workloadSelector and targetRefs exclude each other",
            "Keep one of them"),
    SELECTOR_OR_ENDPOINTS(
            node -> node.count("workloadSelector", "endpoints") <= 1,
            "workloadSelector and endpoints exclude each other",
            "Keep one of them"),
    ONE_KEY_SOURCE(
            node -> Stream.of("jwksUri", "jwks_uri", "jwks")
                            .filter(name -> hasExactly(node, name))
                            .count()
                    <= 1,
            "jwksUri and jwks exclude each other",
            "Keep one of them"),
    CREDENTIAL_NAME_OR_NAMES(
            node -> node.count("credentialName", "credentialNames") <= 1,
            "credentialName and credentialNames exclude each other",
            "Keep one of them"),
    CREDENTIAL_NAMES_OR_CERTIFICATES(
            node -> node.count("credentialNames", "tlsCertificates") <= 1,
            "credentialNames and tlsCertificates exclude each other",
            "Keep one of them"),
    CERTIFICATES_OR_CREDENTIAL_NAMES(
            node -> node.count("tlsCertificates", "credentialNames") <= 1,
            "tlsCertificates and credentialNames exclude each other",
            "Keep one of them"),
    WASM_OR_LUA(node -> node.count("wasm", "lua") == 1, "one of wasm and lua has to be set", "Set exactly one"),
    TARGET_KIND_1_23(
            node -> isTarget(node.text("group"), node.text("kind")),
            "nothing of this kind can be a target",
            "Refer to a Service or a Gateway of the Gateway API"),
    TARGET_KIND_1_24(
            node -> isTarget(node.text("group"), node.text("kind"))
                    || (node.text("group").equals("networking.istio.io")
                            && node.text("kind").equals("ServiceEntry")),
            "nothing of this kind can be a target",
            "Refer to a Service, a ServiceEntry or a Gateway of the Gateway API"),
    ADDRESS_OR_NETWORK(node -> node.count("address", "network") > 0, "there is no address", "Set address, or network"),
    UNIX_WITHOUT_PORTS(
            node -> !node.text("address").startsWith("unix://") || !node.has("ports"),
            "a socket of the file system has no ports",
            "Remove ports"),
    UNIX_ABSOLUTE(
            node -> !node.text().startsWith("unix://")
                    || Stream.of("/", "@").anyMatch(start -> node.text().startsWith(start, 7)),
            "the socket's path is not absolute",
            "Write unix:///path/to/socket, or unix://@name for an abstract socket"),
    UNIX_NO_FOLDER(
            node -> !node.text().startsWith("unix://") || !node.text().endsWith("/"),
            "the socket's path is that of a folder",
            "Write unix:///path/to/socket"),
    PORTS_NEED_SELECTOR(
            node -> !node.has("portLevelMtls") || node.get("selector").hasAny("matchLabels"),
            "ports can be set for selected workloads only",
            "Add selector.matchLabels"),
    WEB_URL(
            node -> url(node.text()).filter(Set.of("http", "https")::contains).isPresent(),
            "this is no http:// or https:// URL",
            "Write the whole URL"),
    MODULE_URL(
            node -> isModule(url(node.text()).or(() -> url("http://" + node.text()))),
            "this is no place that a module can be fetched from",
            "Write an oci://, http://, https:// or file:// URL"),
    HOST_VARIABLE_WITHOUT_VALUE(
            node -> !node.text("valueFrom").equals("HOST") || !node.has("value"),
            "the variable comes from the host, but has a value too",
            "Remove value, or set valueFrom to INLINE"),
    WAYPOINT_MATCH(
            node -> node.text("context").equals("WAYPOINT") == node.has("waypoint"),
            "waypoint is for the context WAYPOINT, and that context needs it",
            "Set both or none of the two"),
    BLOCKS_UNRESOLVED(
            node -> node.texts("addresses").stream().noneMatch(address -> address.contains("/"))
                    || !node.has("resolution")
                    || Set.of("NONE", "STATIC").contains(node.text("resolution")),
            "a CIDR block cannot be resolved by DNS",
            "Use single addresses, or the resolution NONE or STATIC"),
    NONE_WITHOUT_ENDPOINTS(
            node -> (node.has("resolution") && !node.text("resolution").equals("NONE")) || !node.has("endpoints"),
            "with the resolution NONE (the default) there are no endpoints",
            "Use the resolution STATIC or DNS, or remove endpoints"),
    ROUND_ROBIN_ONE_ENDPOINT(
            node -> !node.text("resolution").equals("DNS_ROUND_ROBIN")
                    || node.get("endpoints").size() <= 1,
            "DNS_ROUND_ROBIN works with one endpoint at most",
            "Keep one endpoint, or use the resolution DNS"),
    ROUND_ROBIN_EXACTLY_ONE(
            node -> !node.text("resolution").equals("DNS_ROUND_ROBIN")
                    || !node.has("endpoints")
                    || node.get("endpoints").size() == 1,
            "DNS_ROUND_ROBIN works with one endpoint",
            "Keep one endpoint, or leave endpoints out"),
    NOT_STAR(node -> !node.text().equals("*"), "the host \"*\" would stand for the whole world", "Name a domain"),
    PROBE_SCHEME(
            node -> Set.of("", "HTTP", "HTTPS").contains(node.text()),
            "this is no scheme to probe with",
            "Use HTTP or HTTPS, in upper case"),
    SERVICE_ACCOUNTS_ALONE(
            node -> node.count("serviceAccounts", "notServiceAccounts") == 0
                    || node.count("principals", "notPrincipals", "namespaces", "notNamespaces") == 0,
            "serviceAccounts cannot be combined with namespaces or principals",
            "Write namespace/serviceAccount, or use principals"),
    UPSERT_HAS_VALUE(
            node -> !node.text("operation").equals("UPSERT")
                    || !node.text("value").isEmpty(),
            "the tag is set to nothing",
            "Set value to an expression, or operation to REMOVE"),
    REMOVE_WITHOUT_VALUE(
            node -> !node.text("operation").equals("REMOVE") || !node.has("value"),
            "the tag is removed, but has a value",
            "Remove value, or use the operation UPSERT");

    private static final Set<String> MODULE_SCHEMES = Set.of("", "http", "https", "file", "oci");

    private final Predicate<Node> holds;
    private final String problem;
    private final String advice;

    CelRule(Predicate<Node> holds, String problem, String advice) {
        this.holds = holds;
        this.problem = problem;
        this.advice = advice;
    }

    boolean holds(Node node) {
        return holds.test(node);
    }

    String problem() {
        return problem;
    }

    String advice() {
        return advice;
    }

    /** The id of the rule in findings. */
    String id() {
        return "crd.cel." + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static boolean isPort(long number) {
        return number > 0 && number <= 65535;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Without Istio's second spelling, which is a field of its own in one CRD. */
    private static boolean hasExactly(Node node, String field) {
        return node.json().hasNonNull(field);
    }

    private static boolean isDistinct(List<Node> items, String field) {
        Set<Long> seen = new HashSet<>();
        return items.stream().allMatch(item -> seen.add(item.integer(field)));
    }

    private static boolean isTarget(String group, String kind) {
        return switch (group) {
            case "", "core" -> kind.equals("Service");
            case "gateway.networking.k8s.io" -> kind.equals("Gateway");
            default -> false;
        };
    }

    private static boolean everyKey(Node map, Predicate<String> holds) {
        for (Map.Entry<String, JsonNode> entry : map.json().properties()) {
            if (!holds.test(entry.getKey())) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> url(String text) {
        Optional<String> scheme = GoUrls.requestScheme(text);
        return scheme.isPresent() && GoUrls.scheme(text).isPresent() ? scheme : Optional.empty();
    }

    private static boolean isModule(Optional<String> scheme) {
        return scheme.filter(MODULE_SCHEMES::contains).isPresent();
    }
}
