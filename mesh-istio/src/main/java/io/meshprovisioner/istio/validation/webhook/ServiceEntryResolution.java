package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.List;
import java.util.Set;

/** The rules of ServiceEntry that depend on how its endpoints are found. */
final class ServiceEntryResolution {
    private static final String WAYPOINT = "istio.io/use-waypoint";
    private static final Set<String> DYNAMIC_PROTOCOLS = Set.of("http", "tls", "grpc", "http2");

    private final Context context;
    private final Node spec;
    private final Set<String> portNames;
    private final List<Node> endpoints;

    ServiceEntryResolution(Context context, Node spec, Set<String> portNames) {
        this.context = context;
        this.spec = spec;
        this.portNames = portNames;
        this.endpoints = spec.items("endpoints");
    }

    void check(int resolution) {
        switch (resolution) {
            case ServiceEntryRules.NONE -> checkNone();
            case ServiceEntryRules.STATIC ->
                endpoints.forEach(endpoint -> WorkloadEntryRules.checkEntry(context, endpoint, portNames, false));
            case ServiceEntryRules.DNS, ServiceEntryRules.DNS_ROUND_ROBIN ->
                checkDns(resolution == ServiceEntryRules.DNS_ROUND_ROBIN);
            case ServiceEntryRules.DYNAMIC_DNS -> checkDynamic();
            default ->
                context.error(
                        spec.get("resolution"),
                        "serviceentry.resolution",
                        "the resolution is unknown",
                        "Use NONE, STATIC, DNS, DNS_ROUND_ROBIN or DYNAMIC_DNS");
        }
    }

    private void checkNone() {
        if (!endpoints.isEmpty()) {
            context.error(
                    spec.get("endpoints"),
                    "serviceentry.none-endpoints",
                    "with the resolution NONE (the default) traffic goes where the client sends it, so endpoints have no use",
                    "Use the resolution STATIC or DNS, or remove endpoints");
        }
        if (spec.has("workloadSelector")) {
            context.warn(
                    spec.get("workloadSelector"),
                    "serviceentry.none-selector",
                    "with the resolution NONE (the default) traffic goes where the client sends it, so the selector has no use",
                    "Use the resolution STATIC");
        }
    }

    private void checkDns(boolean roundRobin) {
        if (endpoints.isEmpty()) {
            checkResolvable();
        }
        if (roundRobin && endpoints.size() > 1) {
            context.error(
                    spec.get("endpoints"),
                    "serviceentry.round-robin-endpoints",
                    "DNS_ROUND_ROBIN works with one endpoint at most",
                    "Keep one endpoint, or use the resolution DNS");
        }
        for (Node endpoint : endpoints) {
            WorkloadEntryRules.checkNameOrIp(context, endpoint.get("address"));
            Labels.check(context, endpoint.get("labels"));
            WorkloadEntryRules.checkPorts(context, endpoint, portNames);
        }
        boolean tcp = spec.items("ports").stream().anyMatch(port -> Ports.isTcp(port.text("protocol")));
        if (spec.hasAny("addresses") && tcp && spec.get("hosts").size() > 1) {
            context.warn(
                    spec.get("hosts"),
                    "serviceentry.hosts-with-address",
                    "several hosts share an address and a TCP port, so only one of them can be meant",
                    "Write a ServiceEntry for each host");
        }
    }

    /** Without endpoints the hosts themselves are resolved; Istio reports the first that cannot be. */
    private void checkResolvable() {
        for (Node host : spec.items("hosts")) {
            String problem = Hosts.fqdnProblem(host.text());
            if (problem != null) {
                context.error(
                        host,
                        "serviceentry.dns-host",
                        "without endpoints the host is looked up in DNS: " + problem,
                        "Use a name without wildcard, add endpoints, or use the resolution NONE");
                return;
            }
        }
    }

    private void checkDynamic() {
        List<Node> hosts = spec.items("hosts");
        if (hosts.isEmpty()) {
            error(
                    spec,
                    "hosts-missing",
                    "DYNAMIC_DNS needs a host with a wildcard",
                    "Add a host such as *.example.com");
        }
        for (Node host : hosts) {
            if (!Hosts.isWildcard(host.text())) {
                error(host, "host", "\"" + host.text() + "\" has no wildcard", "Use DNS for a single host");
            }
        }
        if (spec.hasAny("addresses")) {
            error(
                    spec.get("addresses"),
                    "addresses",
                    "DYNAMIC_DNS looks up the host of each request, so addresses have no use",
                    "Remove addresses");
        }
        if (!endpoints.isEmpty()) {
            error(
                    spec.get("endpoints"),
                    "endpoints",
                    "DYNAMIC_DNS looks up the host of each request, so endpoints have no use",
                    "Remove endpoints, or use the resolution DNS");
        }
        for (Node port : spec.items("ports")) {
            if (!DYNAMIC_PROTOCOLS.contains(Ports.lower(port.text("protocol")))) {
                error(
                        port,
                        "protocol",
                        "with DYNAMIC_DNS the proxy has to see the host of a request, which it cannot with \""
                                + port.text("protocol") + "\"",
                        "Use HTTP, HTTP2, GRPC or TLS");
            }
        }
        long location = TrafficPolicyRules.enumNumber(spec.get("location"), "MESH_EXTERNAL", "MESH_INTERNAL");
        if (location != 0 && location != 1) {
            error(spec.get("location"), "location", "the location is unknown", "Use MESH_EXTERNAL or MESH_INTERNAL");
        }
        String waypoint = context.object().get("metadata", "labels").text(WAYPOINT);
        if (location == 1 && !waypoint.isEmpty() && !waypoint.equalsIgnoreCase("none")) {
            error(
                    spec.get("location"),
                    "waypoint",
                    "DYNAMIC_DNS inside of the mesh does not work through the waypoint " + waypoint,
                    "Use MESH_EXTERNAL, or remove the label " + WAYPOINT);
        }
    }

    private void error(Node at, String rule, String problem, String advice) {
        context.error(at, "serviceentry.dynamic-dns-" + rule, problem, advice);
    }
}
