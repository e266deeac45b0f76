package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Hosts;
import io.meshprovisioner.istio.validation.text.IpAddresses;
import java.util.List;

/** The TLS and TCP routes of a VirtualService. */
final class StreamRouteRules {
    private final Context context;
    private final List<String> hosts;
    private final boolean onGateways;
    private final boolean fromGatewayApi;

    StreamRouteRules(Context context, Node spec, boolean onGatewaysOnly, boolean fromGatewayApi) {
        this.context = context;
        this.hosts = spec.texts("hosts");
        // Istio takes "no gateways named" for a gateway here
        this.onGateways = onGatewaysOnly || !spec.hasAny("gateways");
        this.fromGatewayApi = fromGatewayApi;
    }

    void checkTls(Node route) {
        List<Node> matches = route.items("match");
        if (matches.isEmpty()) {
            context.error(
                    route,
                    "virtualservice.tls.no-match",
                    "the TLS route matches nothing",
                    "Add match with sniHosts: TLS routes decide by the server name that the client asks for");
        }
        matches.forEach(this::checkTlsMatch);
        checkDestinations(context, route, "TLS");
    }

    void checkTcp(Node route) {
        Context quiet = context.withoutWarnings();
        route.items("match").forEach(match -> checkStreamMatch(quiet, match));
        checkDestinations(context, route, "TCP");
    }

    private void checkDestinations(Context context, Node route, String kind) {
        if (!route.hasAny("route")) {
            context.error(
                    route,
                    "virtualservice." + Ports.lower(kind) + ".no-route",
                    "the " + kind + " route has no destination",
                    "Add route with a destination");
        }
        Destinations.checkAll(context, route.get("route"), fromGatewayApi, false);
    }

    private void checkTlsMatch(Node match) {
        List<Node> names = match.items("sniHosts");
        if (names.isEmpty()) {
            context.error(
                    match,
                    "virtualservice.tls.no-sni",
                    "the match names no SNI host",
                    "Add sniHosts with the names that clients ask for");
        }
        names.forEach(this::checkSniHost);
        checkStreamMatch(context, match);
    }

    private void checkStreamMatch(Context context, Node match) {
        match.items("destinationSubnets").forEach(subnet -> Addresses.checkIpOrBlock(context, subnet));
        if (match.integer("port") != 0) {
            Ports.checkNumber(context, match.get("port"));
        }
        Labels.check(context, match.get("sourceLabels"));
        GatewayNames.check(context, match.items("gateways"), false);
    }

    private void checkSniHost(Node sniHost) {
        String name = sniHost.text();
        String problem = onGateways ? Hosts.gatewayDomainProblem(true, name) : Hosts.wildcardDomainProblem(name);
        if (problem != null && IpAddresses.isAddress(name)) {
            context.warn(
                    sniHost,
                    "virtualservice.tls.sni-ip",
                    "the SNI host " + name + " is an IP address, which clients do not send as server name",
                    "Match by destinationSubnets, or use the server's DNS name");
        } else if (problem != null) {
            context.error(
                    sniHost, "virtualservice.tls.sni-host", problem, "Use a domain, or a domain with a leading \"*.\"");
        } else if (hosts.stream().noneMatch(host -> Hosts.isSubset(name, host))) {
            context.error(
                    sniHost,
                    "virtualservice.tls.sni-outside-hosts",
                    "the SNI host \"" + name + "\" is covered by none of the hosts " + hosts,
                    "Add it to hosts, or use a name that hosts covers");
        }
    }
}
