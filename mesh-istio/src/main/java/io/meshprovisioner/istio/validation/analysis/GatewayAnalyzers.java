package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Gateways with the pods and services that serve them, and with each other. */
final class GatewayAnalyzers {
    private GatewayAnalyzers() {}

    /** IST0162 for ports that the gateway's service does not lead to, IST0101 for a selector that finds no pod. */
    static void ports(World world, Reporter reporter) {
        for (Resource gateway : world.networking("Gateway")) {
            Map<String, String> selector = gateway.spec().textMap("selector");
            List<Resource> pods = pods(world, gateway);
            if (pods.isEmpty()) {
                noPods(gateway, reporter);
                continue;
            }
            Set<Long> open = new HashSet<>();
            pods.forEach(pod -> open.addAll(openPorts(world, pod)));
            for (Node server : gateway.spec().items("servers")) {
                long number = server.get("port").integer("number");
                if (server.has("port") && !open.contains(number)) {
                    reporter.report(
                            gateway,
                            server.get("port", "number"),
                            "IST0162",
                            "the port " + number + " is not among those that the Service of the pods with "
                                    + LabelMatch.text(selector) + " leads to",
                            "Add the port to the gateway's Service, or use one of " + new TreeSet<>(open));
                }
            }
        }
    }

    private static List<Resource> pods(World world, Resource gateway) {
        Map<String, String> selector = gateway.spec().textMap("selector");
        return world.core("Pod").stream()
                .filter(pod -> LabelMatch.matches(selector, pod.labels()))
                .toList();
    }

    static void noPods(Resource gateway, Reporter reporter) {
        String selector = LabelMatch.text(gateway.spec().textMap("selector"));
        reporter.report(
                gateway,
                gateway.spec().get("selector"),
                "IST0101",
                "no pod has the labels " + selector + ", so nothing serves this gateway",
                "Correct the selector, or install a gateway with these labels");
    }

    private static Set<Long> openPorts(World world, Resource pod) {
        Set<Long> open = new HashSet<>();
        for (Resource service : world.core("Service")) {
            if (!service.namespace().equals(pod.namespace())
                    || !LabelMatch.matches(service.spec().textMap("selector"), pod.labels())) {
                continue;
            }
            for (Node port : service.spec().items("ports")) {
                if (port.text("protocol").equals("TCP")) {
                    open.add(port.integer("port"));
                    if (port.integer("targetPort") != 0) {
                        open.add(port.integer("targetPort"));
                    }
                }
            }
        }
        return open;
    }

    /** IST0138: one certificate in two gateways, between which browsers reuse connections. */
    static void certificates(World world, Reporter reporter) {
        List<Resource> gateways = world.networking("Gateway");
        for (Resource gateway : gateways) {
            Map<String, String> selector = gateway.spec().textMap("selector");
            for (Resource other : gateways) {
                if (other.fullName().equals(gateway.fullName())
                        || !LabelMatch.matches(selector, other.spec().textMap("selector"))) {
                    continue;
                }
                for (Node server : gateway.spec().items("servers")) {
                    for (Node otherServer : other.spec().items("servers")) {
                        if (isSameCertificate(server.get("tls"), otherServer.get("tls"))) {
                            reporter.report(
                                    gateway,
                                    server.get("tls"),
                                    "IST0138",
                                    "the gateways " + gateway.fullName() + " and " + other.fullName()
                                            + " use one certificate, so a browser may send requests for one over a"
                                            + " connection to the other, and get 404",
                                    "Merge the servers into one gateway, or use a certificate for each");
                        }
                    }
                }
            }
        }
    }

    private static boolean isSameCertificate(Node tls, Node other) {
        if (!tls.present() || !other.present()) {
            return false;
        }
        String credential = tls.text("credentialName");
        String otherCredential = other.text("credentialName");
        if (!credential.isEmpty() || !otherCredential.isEmpty()) {
            return credential.equals(otherCredential);
        }
        return tls.hasAny("serverCertificate")
                && tls.text("serverCertificate").equals(other.text("serverCertificate"))
                && tls.hasAny("privateKey")
                && tls.text("privateKey").equals(other.text("privateKey"));
    }

    /** IST0145: two gateways for one host and port in one pod. IST0101: a selector under which nothing is served. */
    static void conflicts(World world, Reporter reporter) {
        List<Resource> gateways = world.networking("Gateway");
        Map<Resource, Map<String, String>> selectors = new HashMap<>();
        gateways.forEach(gateway -> selectors.put(gateway, gateway.spec().textMap("selector")));
        for (Resource gateway : gateways) {
            if (!selector(selectors, gateway).isEmpty()
                    && gateways.stream()
                            .filter(other -> other.spec().hasAny("servers"))
                            .noneMatch(other ->
                                    sharePods(world, selector(selectors, gateway), selector(selectors, other)))) {
                noServers(world, gateway, reporter);
                continue;
            }
            for (Node server : gateway.spec().items("servers")) {
                Set<String> others = new TreeSet<>();
                for (Resource other : gateways) {
                    if (!other.fullName().equals(gateway.fullName())
                            && isConflict(server, other)
                            && sharePods(world, selector(selectors, gateway), selector(selectors, other))) {
                        others.add(other.fullName());
                    }
                }
                if (!others.isEmpty()) {
                    reporter.report(
                            gateway,
                            server,
                            "IST0145",
                            "the gateways " + String.join(", ", others) + " serve the same hosts on port "
                                    + server.get("port").integer("number") + " in the same pods: "
                                    + server.texts("hosts"),
                            "Keep the server in one gateway, or use other hosts or another port");
                }
            }
        }
    }

    private static void noServers(World world, Resource gateway, Reporter reporter) {
        if (pods(world, gateway).isEmpty()) {
            return; // which has been said
        }
        reporter.report(
                gateway,
                gateway.spec().get("selector"),
                "IST0101",
                "neither this gateway nor another one for "
                        + LabelMatch.text(gateway.spec().textMap("selector")) + " has servers",
                "Add servers, or delete the gateway");
    }

    private static Map<String, String> selector(Map<Resource, Map<String, String>> selectors, Resource gateway) {
        return Objects.requireNonNull(selectors.get(gateway));
    }

    /** Of several servers of the other gateway on one port, Istio looks at the last one. */
    private static boolean isConflict(Node server, Resource other) {
        long port = server.get("port").integer("number");
        List<String> hosts = server.texts("hosts");
        return other.spec().items("servers").stream()
                .filter(otherServer -> otherServer.get("port").integer("number") == port)
                .reduce((earlier, later) -> later)
                .filter(otherServer -> otherServer.text("bind").equals(server.text("bind")))
                .filter(otherServer -> otherServer.texts("hosts").stream().anyMatch(hosts::contains))
                .isPresent();
    }

    /** The same selector, or one that holds the other and a pod that both select. */
    private static boolean sharePods(World world, Map<String, String> one, Map<String, String> other) {
        if (one.equals(other)) {
            return true;
        }
        String text = LabelMatch.text(one);
        String otherText = LabelMatch.text(other);
        return (text.contains(otherText) || otherText.contains(text))
                && world.core("Pod").stream()
                        .anyMatch(pod ->
                                LabelMatch.matches(one, pod.labels()) && LabelMatch.matches(other, pod.labels()));
    }
}
