package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of ServiceEntry that hold for each resolution. */
final class ServiceEntryRules implements KindRules {
    static final int NONE = 0;
    static final int STATIC = 1;
    static final int DNS = 2;
    static final int DNS_ROUND_ROBIN = 3;
    static final int DYNAMIC_DNS = 4;

    private static final String AUTO_ALLOCATE = "networking.istio.io/enable-autoallocate-ip";

    @Override
    public void check(Context context) {
        Node spec = context.spec();
        int resolution = (int) TrafficPolicyRules.enumNumber(
                spec.get("resolution"), "NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS");
        if (!Selectors.checkLabels(context, spec.get("workloadSelector"), "ServiceEntry")) {
            return;
        }
        if (spec.has("workloadSelector") && spec.hasAny("endpoints")) {
            context.error(
                    spec,
                    "serviceentry.selector-and-endpoints",
                    "workloadSelector and endpoints exclude each other",
                    "Keep one of the two");
        }
        checkHosts(context, spec, resolution);
        checkAddresses(context, spec, resolution);
        Set<String> portNames = checkPorts(context, spec, resolution);
        new ServiceEntryResolution(context, spec, portNames).check(resolution);
        if (resolution != NONE && spec.get("hosts").size() > 1) {
            checkDistinguishable(context, spec);
        }
        ExportTo.check(context, spec.get("exportTo"), true, false);
    }

    private static void checkHosts(Context context, Node spec, int resolution) {
        List<Node> hosts = spec.items("hosts");
        if (hosts.isEmpty()) {
            context.error(spec, "serviceentry.no-hosts", "there is no host", "Add hosts with at least one name");
        }
        for (Node host : hosts) {
            String name = host.text();
            if (name.equals("*")) {
                context.error(
                        host,
                        "serviceentry.host-any",
                        "the host \"*\" would stand for the whole world",
                        "Name a domain, or use outboundTrafficPolicy ALLOW_ANY in a Sidecar or the mesh configuration");
                continue;
            }
            String problem = Hosts.wildcardDomainProblem(name);
            if (problem != null) {
                context.error(host, "serviceentry.host", problem, "Write a domain, or one with a leading \"*.\"");
            }
            if (resolution != DYNAMIC_DNS && context.since(17) && Hosts.hasPartialWildcard(name)) {
                context.warn(
                        host,
                        "serviceentry.host-partial-wildcard",
                        "the star in \"" + name + "\" stands for a part of a label only, which matches nothing",
                        "Let the star stand for whole labels: *.example.com");
            }
        }
    }

    private static void checkAddresses(Context context, Node spec, int resolution) {
        List<Node> addresses = spec.items("addresses");
        addresses.forEach(address -> Addresses.checkIpOrBlock(context, address));
        boolean block = addresses.stream().anyMatch(address -> address.text().contains("/"));
        if (block && resolution != NONE && resolution != STATIC) {
            context.error(
                    spec.get("addresses"),
                    "serviceentry.cidr-resolution",
                    "a CIDR block cannot be resolved by DNS",
                    "Use single addresses, or the resolution NONE or STATIC");
        }
    }

    private static Set<String> checkPorts(Context context, Node spec, int resolution) {
        boolean addressed = spec.hasAny("addresses") || isAllocated(context, resolution);
        Set<String> names = new HashSet<>();
        Set<Long> numbers = new HashSet<>();
        for (Node port : spec.items("ports")) {
            String name = port.text("name");
            if (!names.add(name)) {
                context.error(
                        port.get("name"),
                        "serviceentry.port-name-duplicate",
                        "two ports have the name \"" + name + "\"",
                        "Give each port a name of its own");
            }
            if (!numbers.add(port.integer("number"))) {
                context.error(
                        port.get("number"),
                        "serviceentry.port-duplicate",
                        "the port " + port.integer("number") + " stands there twice",
                        "Keep one of the two");
            }
            if (port.integer("targetPort") != 0) {
                Ports.checkNumber(context, port.get("targetPort"));
            }
            String protocol = port.text("protocol");
            if (!addressed && (protocol.isEmpty() || protocol.equals("TCP")) && context.since(15)) {
                context.warn(
                        port,
                        "serviceentry.tcp-without-address",
                        "TCP traffic on port " + port.integer("number")
                                + " can be told from other TCP traffic only by its address, but there is none",
                        "Add addresses, set the protocol, or use a resolution that lets Istio allocate addresses");
            }
            Ports.checkName(context, port.get("name"), name);
            Ports.checkProtocol(context, port.get("protocol"));
            Ports.checkNumber(context, port.get("number"));
        }
        return names;
    }

    /** Whether Istio gives the entry an address of its own, which it does by default since 1.25. */
    private static boolean isAllocated(Context context, int resolution) {
        String label = context.object().get("metadata", "labels").text(AUTO_ALLOCATE);
        return context.since(25) && resolution != NONE && !label.equalsIgnoreCase("false");
    }

    /** Several hosts on one plain TCP port look the same; Istio says so once. */
    private static void checkDistinguishable(Context context, Node spec) {
        for (Node port : spec.items("ports")) {
            String protocol = port.text("protocol");
            if (!Ports.isHttp(protocol) && !Ports.isTls(protocol)) {
                context.error(
                        port,
                        "serviceentry.hosts-on-tcp",
                        "several hosts share a port that is neither HTTP nor TLS, so nothing tells them apart",
                        "Write a ServiceEntry for each host, or use the protocol HTTP or TLS");
                return;
            }
        }
    }
}
