package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** IST0151 to IST0155: patches whose effect depends on what else is there. */
final class EnvoyFilterAnalyzer implements Analyzer {
    private static final Set<String> WHOLE_ROUTES = Set.of("ROUTE_CONFIGURATION", "HTTP_ROUTE");
    private static final Set<String> REPLACEABLE = Set.of("NETWORK_FILTER", "HTTP_FILTER", "VIRTUAL_HOST");

    @Override
    public void analyze(World world, Reporter reporter) {
        List<String> versioned = new ArrayList<>();
        for (Resource filter : world.networking("EnvoyFilter")) {
            for (Node item : filter.spec().items("configPatches")) {
                if (!item.has("patch")) {
                    break;
                }
                String name = filterName(item);
                check(filter, item, versioned.contains(name), reporter);
                if (!item.get("match", "proxy").text("proxyVersion").isEmpty()) {
                    versioned.add(name);
                }
            }
        }
    }

    private static void check(Resource filter, Node item, boolean versioned, Reporter reporter) {
        String applyTo = item.text("applyTo");
        String operation = item.get("patch").text("operation");
        boolean relative =
                switch (operation) {
                    case "INSERT_BEFORE", "INSERT_AFTER" -> true;
                    case "REMOVE" -> !WHOLE_ROUTES.contains(applyTo);
                    case "REPLACE" -> REPLACEABLE.contains(applyTo);
                    default -> false;
                };
        if (relative && filter.spec().integer("priority") == 0) {
            reporter.report(
                    filter,
                    item,
                    versioned ? "IST0155" : "IST0151",
                    "the patch looks for another filter (" + operation + ")"
                            + (versioned ? " that is there for some proxy versions only" : "")
                            + ", and nothing says that this one is applied after it",
                    "Set priority, or use INSERT_FIRST or ADD");
        }
        String misused =
                switch (operation) {
                    case "ADD" -> WHOLE_ROUTES.contains(applyTo) ? "IST0153" : "";
                    case "REMOVE" -> WHOLE_ROUTES.contains(applyTo) ? "IST0154" : "";
                    case "REPLACE" -> REPLACEABLE.contains(applyTo) ? "" : "IST0152";
                    default -> "";
                };
        if (!misused.isEmpty()) {
            reporter.report(
                    filter,
                    item,
                    misused,
                    operation + " has no effect when the patch applies to " + applyTo,
                    "Use MERGE, or apply the patch to something else");
        }
    }

    /** What a patch is known by: its own name, or the place it is put to, which is never the same as a name. */
    private static String filterName(Node item) {
        Node value = item.get("patch", "value");
        if (!value.present() || value.size() == 0) {
            return "";
        }
        return value.has("name")
                ? "name " + value.text("name")
                : item.get("match").get("listener", "filterChain").get("filter").text("name");
    }
}
