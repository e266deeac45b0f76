package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Services and service entries as Kubernetes and Istio together see them. */
final class ServiceAnalyzers {
    private static final Set<String> PROTOCOLS = Set.of(
            "tcp", "udp", "grpc", "grpc-web", "http", "http_proxy", "http2", "https", "tls", "mongo", "redis", "mysql");
    private static final Set<Long> KNOWN_PORTS = Set.of(25L, 53L, 3306L, 27017L);
    private static final Set<String> MANAGED =
            Set.of("istio.io-gateway-controller", "istio.io-mesh-controller", "istio.io-eastwest-controller");
    private static final String MANAGED_LABEL = "gateway.istio.io/managed";

    private ServiceAnalyzers() {}

    /** IST0118 and, for external names, IST0150: ports whose name does not say the protocol. */
    static void portNames(World world, Reporter reporter) {
        for (Resource service : world.core("Service")) {
            if (Workloads.isControlPlane(service)
                    || MANAGED.contains(service.labels().getOrDefault(MANAGED_LABEL, ""))) {
                continue;
            }
            boolean external = service.spec().text("type").equals("ExternalName");
            for (Node port : service.spec().items("ports")) {
                if (!saysProtocol(port) || (external && port.text("name").equals("tcp"))) {
                    reporter.report(
                            service,
                            port,
                            external ? "IST0150" : "IST0118",
                            "the port \"" + port.text("name") + "\" (" + port.integer("port")
                                    + ") does not say its protocol, so Istio has to guess"
                                    + (external ? ", and TCP takes all traffic on it" : ""),
                            "Begin its name with the protocol, such as http-web, or set appProtocol");
                }
            }
        }
    }

    private static boolean saysProtocol(Node port) {
        if (port.text("protocol").equals("UDP")) {
            return true;
        }
        String name = port.has("appProtocol") ? port.text("appProtocol") : port.text("name");
        if (Set.of("kubernetes.io/h2c", "kubernetes.io/ws", "kubernetes.io/wss").contains(name)) {
            return true;
        }
        name = name.toLowerCase(Locale.ROOT);
        if (name.startsWith("grpc-web")) {
            return true;
        }
        int dash = name.indexOf('-');
        String prefix = dash < 0 ? name : name.substring(0, dash);
        return PROTOCOLS.contains(prefix) || KNOWN_PORTS.contains(port.integer("port"));
    }

    /** IST0134: TCP ports that only an address could tell apart. */
    static void entryAddresses(World world, Reporter reporter) {
        Node metadata = world.meshConfig().get("defaultConfig", "proxyMetadata");
        boolean allocated = metadata.text("ISTIO_META_DNS_CAPTURE").equals("true")
                && (metadata.text("ISTIO_META_DNS_AUTO_ALLOCATE").equals("true")
                        || metadata.text("PILOT_ENABLE_IP_AUTOALLOCATE").equals("true"));
        for (Resource entry : world.networking("ServiceEntry")) {
            if (allocated
                    || entry.spec().hasAny("addresses")
                    || entry.node().get("status").hasAny("addresses")) {
                continue;
            }
            for (Node port : entry.spec().items("ports")) {
                String protocol = port.text("protocol");
                if (protocol.isEmpty() || protocol.equalsIgnoreCase("TCP")) {
                    reporter.report(
                            entry,
                            port,
                            "IST0134",
                            "the TCP port " + port.integer("number")
                                    + " can be told from other TCP traffic only by its address, but there is none",
                            "Add addresses, or set the protocol");
                }
            }
        }
    }

    /** IST0116 and IST0137: deployments that several services select with ports that do not fit together. */
    static void deployments(World world, Reporter reporter) {
        for (Resource deployment : world.deployments()) {
            boolean waypoint =
                    "istio.io-mesh-controller".equals(deployment.labels().get(MANAGED_LABEL));
            if (!waypoint && Workloads.isDeploymentInMesh(world, deployment)) {
                checkPorts(deployment, servicesOf(world, deployment), reporter);
            }
        }
    }

    private static List<Resource> servicesOf(World world, Resource deployment) {
        Map<String, String> labels =
                deployment.spec().get("template", "metadata").textMap("labels");
        List<Resource> services = new ArrayList<>();
        for (Resource service : world.core("Service")) {
            Map<String, String> selector = service.spec().textMap("selector");
            if (!selector.isEmpty()
                    && service.namespace().equals(deployment.namespace())
                    && LabelMatch.matches(selector, labels)) {
                services.add(service);
            }
        }
        return services;
    }

    private static void checkPorts(Resource deployment, List<Resource> services, Reporter reporter) {
        Map<Long, Map<String, List<String>>> protocols = new TreeMap<>();
        Map<String, Map<Long, String>> targets = new TreeMap<>();
        for (Resource service : services) {
            for (Node port : service.spec().items("ports")) {
                long number = port.integer("port");
                String protocol = port.text("protocol").isEmpty() ? "TCP" : port.text("protocol");
                protocols
                        .computeIfAbsent(number, key -> new TreeMap<>())
                        .computeIfAbsent(protocol, key -> new ArrayList<>())
                        .add(service.fullName());
                String target = port.get("targetPort").json().asText();
                target = target.isEmpty() || target.equals("0") ? String.valueOf(number) : target;
                targets.computeIfAbsent(target, key -> new TreeMap<>()).put(number, service.fullName());
            }
        }
        protocols.forEach((port, byProtocol) -> {
            if (byProtocol.size() > 1) {
                reporter.report(
                        deployment,
                        "metadata.name",
                        "IST0116",
                        "the services " + byProtocol.values() + " use the port " + port
                                + " of its pods with different protocols",
                        "Use one protocol for each port");
            }
        });
        targets.forEach((target, byPort) -> {
            if (byPort.size() > 1) {
                reporter.report(
                        deployment,
                        "metadata.name",
                        "IST0137",
                        "the services " + new TreeSet<>(byPort.values()) + " lead the ports " + byPort.keySet()
                                + " to one port of its pods, " + target,
                        "Give each service port a target port of its own");
            }
        });
    }

    /** IST0144: containers that run as the user whose traffic the sidecar does not capture. */
    static void proxyUser(World world, Reporter reporter) {
        world.core("Pod").forEach(pod -> checkUser(pod, pod.spec(), reporter));
        world.deployments()
                .forEach(deployment -> checkUser(deployment, deployment.spec().get("template", "spec"), reporter));
    }

    private static void checkUser(Resource resource, Node podSpec, Reporter reporter) {
        if (Workloads.isControlPlane(resource)) {
            return;
        }
        boolean container = podSpec.items("containers").stream()
                .filter(item -> !Set.of(Workloads.PROXY, "istio-operator").contains(item.text("name")))
                .anyMatch(ServiceAnalyzers::runsAsProxy);
        if (runsAsProxy(podSpec) || container) {
            reporter.report(
                    resource,
                    podSpec,
                    "IST0144",
                    "an application runs as the user 1337, which is the proxy's own: its traffic bypasses the mesh",
                    "Use another runAsUser");
        }
    }

    private static boolean runsAsProxy(Node node) {
        return node.get("securityContext").integer("runAsUser") == 1337;
    }
}
