package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Hosts;
import io.meshprovisioner.istio.validation.text.IpAddresses;
import java.util.List;

/** The rules of VirtualService: what is bound to what; routes have classes of their own. */
final class VirtualServiceRules implements KindRules {
    private static final String ROUTE_SEMANTICS = "internal.istio.io/route-semantics";

    @Override
    public void check(Context context) {
        Node spec = context.spec();
        boolean delegate = !spec.hasAny("hosts");
        boolean fromGatewayApi = context.annotation(ROUTE_SEMANTICS).equals("gateway");
        boolean onGateways = isOnGatewaysOnly(spec);
        if (delegate) {
            checkDelegate(context, spec);
        }
        GatewayNames.check(context, spec.items("gateways"), fromGatewayApi);
        if (!onGateways) {
            checkNoClaims(context, spec);
        }
        checkHosts(context, spec, onGateways);
        if (!spec.hasAny("http") && !spec.hasAny("tcp") && !spec.hasAny("tls")) {
            context.error(
                    spec,
                    "virtualservice.no-routes",
                    "there is no route",
                    "Add http, tls or tcp with at least one route");
        }
        HttpRouteRules http = new HttpRouteRules(context, delegate, fromGatewayApi);
        spec.items("http").forEach(http::check);
        StreamRouteRules streams = new StreamRouteRules(context, spec, onGateways, fromGatewayApi);
        spec.items("tls").forEach(streams::checkTls);
        spec.items("tcp").forEach(streams::checkTcp);
        ExportTo.check(context, spec.get("exportTo"), false, false);
        if (context.since(10)) {
            new Reachability(context).check(spec);
        }
    }

    /** Whether all sidecars are left out: gateways are named and mesh is not among them. */
    private static boolean isOnGatewaysOnly(Node spec) {
        List<String> gateways = spec.texts("gateways");
        return !gateways.isEmpty() && !gateways.contains(GatewayNames.MESH);
    }

    private static void checkDelegate(Context context, Node spec) {
        for (String field : new String[] {"gateways", "tls", "tcp"}) {
            if (spec.hasAny(field)) {
                context.error(
                        spec.get(field),
                        "virtualservice.delegate-" + field,
                        "without hosts this is a delegate, and a delegate cannot have " + field,
                        "Add hosts, or leave " + field + " to the VirtualService that delegates");
            }
        }
    }

    private static void checkNoClaims(Context context, Node spec) {
        for (Node route : spec.items("http")) {
            for (Node match : route.items("match")) {
                for (String field : new String[] {"headers", "withoutHeaders"}) {
                    for (Node header : match.entries(field)) {
                        if (HeaderNames.isClaim(header.name())) {
                            context.error(
                                    header,
                                    "virtualservice.claim-on-mesh",
                                    "the claim " + header.name() + " of a token can be matched on gateways only",
                                    "Name the gateway in gateways and leave mesh out");
                        }
                    }
                }
            }
        }
    }

    private static void checkHosts(Context context, Node spec, boolean onGateways) {
        List<Node> hosts = spec.items("hosts");
        boolean valid = true;
        for (Node host : hosts) {
            String name = host.text();
            String problem = onGateways
                    ? Hosts.gatewayDomainProblem(hasSniMatches(spec), name)
                    : Hosts.wildcardDomainProblem(name);
            if (problem != null && !IpAddresses.isAddress(name)) {
                context.error(
                        host,
                        "virtualservice.host",
                        problem,
                        "Use a service's name, a domain, a domain with a leading \"*.\", or an IP address");
                valid = false;
            } else if (problem == null && !onGateways && name.equals("*")) {
                context.error(
                        host,
                        "virtualservice.host-any-on-mesh",
                        "the host \"*\" would capture all traffic of all sidecars",
                        "Name the hosts, or bind the VirtualService to gateways only (gateways without mesh)");
                valid = false;
            }
        }
        if (valid) {
            checkDistinct(context, hosts);
        }
    }

    private static void checkDistinct(Context context, List<Node> hosts) {
        for (int i = 0; i < hosts.size(); i++) {
            for (int j = i + 1; j < hosts.size(); j++) {
                if (Hosts.overlap(hosts.get(i).text(), hosts.get(j).text())) {
                    context.error(
                            hosts.get(j),
                            "virtualservice.host-overlap",
                            "the hosts \"" + hosts.get(i).text() + "\" and \""
                                    + hosts.get(j).text() + "\" overlap",
                            "Keep one of the two, or move it into a VirtualService of its own");
                }
            }
        }
    }

    private static boolean hasSniMatches(Node spec) {
        return spec.items("tls").stream()
                .flatMap(route -> route.items("match").stream())
                .anyMatch(match -> match.hasAny("sniHosts"));
    }
}
