package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Regexes;
import java.util.List;
import java.util.Map;

/** The rules of EnvoyFilter. What the patches hold is looked at by {@link EnvoyPatches}. */
final class EnvoyFilterRules implements KindRules {
    static final List<String> APPLY_TO = List.of(
            "INVALID",
            "LISTENER",
            "FILTER_CHAIN",
            "NETWORK_FILTER",
            "HTTP_FILTER",
            "ROUTE_CONFIGURATION",
            "VIRTUAL_HOST",
            "HTTP_ROUTE",
            "CLUSTER",
            "EXTENSION_CONFIG",
            "BOOTSTRAP",
            "LISTENER_FILTER");

    private static final String CONNECTION_MANAGER = "envoy.filters.network.http_connection_manager";
    private static final Map<String, String> OLD_FILTER_NAMES = EnvoyNames.oldFilterNames();

    @Override
    public void check(Context context) {
        Node spec = context.spec();
        Node selector = spec.get("workloadSelector");
        if (!Selectors.checkLabels(context, selector, "EnvoyFilter")) {
            return;
        }
        context.warn(
                spec,
                "envoyfilter.internal",
                "an EnvoyFilter depends on how Istio configures Envoy, which changes from release to release",
                "Prefer another kind where one does the same, and test it before each upgrade");
        spec.items("configPatches").forEach(patch -> checkPatch(context, patch));
    }

    /** Istio stops at the first problem of a patch, except where noted. */
    private static void checkPatch(Context context, Node item) {
        Node match = item.get("match");
        if (TrafficPolicyRules.enumNumber(
                        match.get("context"), "ANY", "SIDECAR_INBOUND", "SIDECAR_OUTBOUND", "GATEWAY", "WAYPOINT")
                == 4) {
            return;
        }
        String applyTo = name(item.get("applyTo"), APPLY_TO);
        if (applyTo.equals("INVALID")) {
            error(context, item, "apply-to", "the patch does not say what it applies to", "Set applyTo");
            return;
        }
        Node patch = item.get("patch");
        if (!patch.present()) {
            error(context, item, "patch", "there is no patch", "Add patch with operation and value");
            return;
        }
        if (!checkOperation(context, patch) || !checkProxyVersion(context, match.get("proxy", "proxyVersion"))) {
            return;
        }
        if (checkMatch(context, match, applyTo)) {
            EnvoyPatches.check(context, patch.get("value"), applyTo);
        }
    }

    private static boolean checkOperation(Context context, Node patch) {
        long operation = TrafficPolicyRules.enumNumber(
                patch.get("operation"),
                "INVALID",
                "MERGE",
                "ADD",
                "REMOVE",
                "INSERT_BEFORE",
                "INSERT_AFTER",
                "INSERT_FIRST",
                "REPLACE");
        if (operation == 0) {
            error(context, patch, "operation", "the patch has no operation", "Set operation, such as MERGE or ADD");
            return false;
        }
        if (operation != 3 && !patch.has("value")) {
            error(context, patch, "value", "the patch has no value", "Add value, or use the operation REMOVE");
            return false;
        }
        return true;
    }

    private static boolean checkProxyVersion(Context context, Node version) {
        String problem = Regexes.syntaxProblem(version.text());
        if (problem != null) {
            error(
                    context,
                    version,
                    "proxy-version",
                    "the expression for the proxy's version cannot be read: " + problem,
                    "Use RE2 syntax, such as ^1\\.30.*");
        }
        return problem == null;
    }

    /** Whether Istio goes on to the patch's value. */
    private static boolean checkMatch(Context context, Node match, String applyTo) {
        Node object = match.lastOf("listener", "routeConfiguration", "cluster", "waypoint");
        if (!object.present()) {
            return true;
        }
        String expected =
                switch (applyTo) {
                    case "LISTENER", "FILTER_CHAIN", "NETWORK_FILTER", "HTTP_FILTER" -> "listener";
                    case "ROUTE_CONFIGURATION", "VIRTUAL_HOST", "HTTP_ROUTE" -> "routeConfiguration";
                    case "CLUSTER" -> "cluster";
                    default -> object.name();
                };
        if (!object.name().equals(expected)) {
            error(
                    context,
                    object,
                    "match-kind",
                    "the patch applies to " + applyTo + ", but matches a " + object.name(),
                    "Match by " + expected);
            // for routes and clusters Istio goes on nevertheless
            return !expected.equals("listener");
        }
        boolean listenerPart = expected.equals("listener")
                && List.of("LISTENER", "FILTER_CHAIN", "NETWORK_FILTER", "HTTP_FILTER")
                        .contains(applyTo);
        return !listenerPart || checkFilter(context, object.get("filterChain", "filter"), applyTo);
    }

    private static boolean checkFilter(Context context, Node filter, String applyTo) {
        if (!filter.present()) {
            return true;
        }
        if (applyTo.equals("LISTENER") || applyTo.equals("FILTER_CHAIN")) {
            context.warn(
                    filter,
                    "envoyfilter.filter-ignored",
                    "matching a filter has no effect when the patch applies to " + applyTo,
                    "Remove filter, or apply the patch to NETWORK_FILTER or HTTP_FILTER");
        }
        String name = filter.text("name");
        Node sub = filter.get("subFilter");
        if (name.isEmpty()) {
            error(context, filter, "filter-name", "the filter to match has no name", "Set filter.name");
            return false;
        }
        if (sub.present()) {
            if (!applyTo.equals("HTTP_FILTER")) {
                error(
                        context,
                        sub,
                        "sub-filter",
                        "subFilter works with applyTo HTTP_FILTER only",
                        "Remove it, or apply the patch to HTTP_FILTER");
                return false;
            }
            if (!name.equals(CONNECTION_MANAGER) && !name.equals("envoy.http_connection_manager")) {
                error(
                        context,
                        filter,
                        "sub-filter-parent",
                        "subFilter looks inside of the HTTP connection manager, but the filter is " + name,
                        "Set filter.name to " + CONNECTION_MANAGER);
                return false;
            }
            if (sub.text("name").isEmpty()) {
                error(context, sub, "sub-filter-name", "the sub-filter to match has no name", "Set subFilter.name");
                return false;
            }
        }
        warnOldName(context, filter);
        warnOldName(context, sub);
        return true;
    }

    private static void warnOldName(Context context, Node filter) {
        String renamed = OLD_FILTER_NAMES.get(filter.text("name"));
        if (renamed != null) {
            context.warn(
                    filter.get("name"),
                    "envoyfilter.old-name",
                    "the filter " + filter.text("name") + " was renamed",
                    "Write " + renamed);
        }
    }

    static String name(Node value, List<String> names) {
        long number = TrafficPolicyRules.enumNumber(value, names.toArray(String[]::new));
        return number >= 0 && number < names.size() ? names.get((int) number) : String.valueOf(number);
    }

    static void error(Context context, Node at, String rule, String problem, String advice) {
        context.error(at, "envoyfilter." + rule, problem, advice);
    }
}
