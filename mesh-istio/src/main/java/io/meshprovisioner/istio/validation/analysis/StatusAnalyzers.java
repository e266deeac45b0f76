package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the status, the version or the age of objects says. */
final class StatusAnalyzers {
    private static final String WAYPOINT_BOUND = "istio.io/WaypointBound";
    private static final Set<String> ROUTE_CONDITIONS = Set.of("Accepted", "Programmed", "ResolvedRefs");
    private static final Map<String, List<Integer>> OLDEST_CRDS = Map.of(
            "grpcroutes.gateway.networking.k8s.io", List.of(1, 1, 0),
            "backendtlspolicies.gateway.networking.k8s.io", List.of(1, 4, 0),
            "tlsroutes.gateway.networking.k8s.io", List.of(1, 5, 0));
    private static final Set<String> REMOVED_KINDS =
            Set.of("ClusterRbacConfig", "RbacConfig", "ServiceRole", "ServiceRoleBinding");

    private StatusAnalyzers() {}

    /** IST0171: conditions that are false. */
    static void conditions(World world, Reporter reporter) {
        Set<String> bound = Set.of(WAYPOINT_BOUND);
        world.core("Service").forEach(service -> check(service, conditions(service), bound, reporter));
        world.networking("ServiceEntry").forEach(entry -> check(entry, conditions(entry), bound, reporter));
        world.networking("WorkloadEntry").forEach(entry -> check(entry, conditions(entry), bound, reporter));
        Set<String> accepted = Set.of("ZtunnelAccepted", "WaypointAccepted");
        world.security("AuthorizationPolicy").forEach(policy -> check(policy, conditions(policy), accepted, reporter));
        world.gatewayApi("Gateway").forEach(gateway -> check(gateway, conditions(gateway), ROUTE_CONDITIONS, reporter));
        for (String kind : new String[] {"HTTPRoute", "GRPCRoute"}) {
            for (Resource route : world.gatewayApi(kind)) {
                for (Node parent : route.node().get("status").items("parents")) {
                    check(route, parent.items("conditions"), ROUTE_CONDITIONS, reporter);
                }
            }
        }
    }

    private static List<Node> conditions(Resource resource) {
        return resource.node().get("status").items("conditions");
    }

    private static void check(Resource resource, List<Node> conditions, Set<String> types, Reporter reporter) {
        for (Node condition : conditions) {
            boolean partly = condition.text("type").equals("WaypointAccepted")
                    && condition.text("reason").equals("PartiallyInvalid");
            boolean negative = types.contains(condition.text("type"))
                    && condition.text("status").equals("False");
            if (negative || (partly && resource.kind().equals("AuthorizationPolicy"))) {
                reporter.report(
                        resource,
                        condition,
                        "IST0171",
                        "the condition " + condition.text("type") + " says " + condition.text("reason") + ": "
                                + condition.text("message"),
                        "Do what the message asks for");
            }
        }
    }

    /** IST0002: fields and kinds that are gone or ignored. */
    static void deprecations(World world, Reporter reporter) {
        for (Resource service : world.networking("VirtualService")) {
            for (Node http : service.spec().items("http")) {
                Node percent = http.get("fault", "delay").get("percent");
                if (percent.integer() > 0) {
                    reporter.report(
                            service, percent, "IST0002", "fault.delay.percent is deprecated", "Use percentage.value");
                }
            }
        }
        for (Resource sidecar : world.networking("Sidecar")) {
            Node proxy = sidecar.spec().get("outboundTrafficPolicy", "egressProxy");
            if (proxy.present()) {
                reporter.report(sidecar, proxy, "IST0002", "outboundTrafficPolicy.egressProxy is ignored", "Remove it");
            }
        }
        for (Resource crd : world.of("apiextensions.k8s.io", "CustomResourceDefinition")) {
            String kind = crd.spec().get("names").text("kind");
            if (crd.spec().text("group").equals("rbac.istio.io") && REMOVED_KINDS.contains(kind)) {
                reporter.report(
                        crd, crd.spec(), "IST0002", "Istio no longer has the kind " + kind, "Use AuthorizationPolicy");
            }
        }
    }

    /** IST0176: CRDs of the Gateway API that are too old for istiod to watch. */
    static void gatewayApiVersions(World world, Reporter reporter) {
        for (Resource crd : world.of("apiextensions.k8s.io", "CustomResourceDefinition")) {
            List<Integer> oldest = OLDEST_CRDS.get(crd.name());
            String version = crd.annotations().getOrDefault("gateway.networking.k8s.io/bundle-version", "");
            List<Integer> parts = version(version);
            if (oldest != null && !parts.isEmpty() && isBefore(parts, oldest)) {
                reporter.report(
                        crd,
                        "metadata.annotations",
                        "IST0176",
                        "the CRD is of the Gateway API " + version + ", but Istio needs " + oldest.get(0) + "."
                                + oldest.get(1) + " or later and ignores it",
                        "Install newer CRDs of the Gateway API");
            }
        }
    }

    private static boolean isBefore(List<Integer> version, List<Integer> other) {
        for (int i = 0; i < 3; i++) {
            if (!version.get(i).equals(other.get(i))) {
                return version.get(i) < other.get(i);
            }
        }
        return false;
    }

    private static List<Integer> version(String text) {
        java.util.regex.Matcher form = java.util.regex.Pattern.compile(
                        "v?(\\d{1,6})(?:\\.(\\d{1,6}))?(?:\\.(\\d{1,6}))?(?:[-+].*)?")
                .matcher(text);
        if (!form.matches()) {
            return List.of();
        }
        return List.of(number(form.group(1)), number(form.group(2)), number(form.group(3)));
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
