package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.MeshReport.Component;
import io.meshprovisioner.spi.MeshTopology;
import io.meshprovisioner.spi.MeshTopology.Link;
import io.meshprovisioner.spi.MeshTopology.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads off a cluster what its mesh consists of. */
final class TopologyReader {
    private static final String PROXY = "istio-proxy";
    private static final String INJECT = "sidecar.istio.io/inject";

    /** The kinds that decide traffic, with a version that every release since 1.9 serves. */
    private static final Map<String, String> RULES = new TreeMap<>(Map.of(
            "AuthorizationPolicy", "security.istio.io/v1beta1",
            "DestinationRule", "networking.istio.io/v1beta1",
            "EnvoyFilter", "networking.istio.io/v1alpha3",
            "Gateway", "networking.istio.io/v1beta1",
            "PeerAuthentication", "security.istio.io/v1beta1",
            "RequestAuthentication", "security.istio.io/v1beta1",
            "ServiceEntry", "networking.istio.io/v1beta1",
            "Sidecar", "networking.istio.io/v1beta1",
            "VirtualService", "networking.istio.io/v1beta1"));

    private final Look look;
    private final MeshReporter reporter;
    private final Map<String, Tree> namespaces = new HashMap<>();
    private final List<Tree> services;
    private final List<Tree> pods;

    TopologyReader(KubernetesSession session) {
        this.look = new Look(session);
        this.reporter = new MeshReporter(session);
        look.everywhere("v1", "Namespace", "")
                .forEach(namespace -> namespaces.put(namespace.text("metadata", "name"), namespace));
        this.services = look.everywhere("v1", "Service", "");
        this.pods = look.everywhere("v1", "Pod", "").stream()
                .filter(pod -> pod.text("metadata", "deletionTimestamp").isEmpty())
                .toList();
    }

    MeshTopology read() {
        List<Component> controlPlane = new ArrayList<>();
        List<Component> gateways = new ArrayList<>();
        List<MeshTopology.Workload> workloads = new ArrayList<>();
        Map<String, Tree> doors = new TreeMap<>();
        String version = "";
        for (String kind : List.of("Deployment", "StatefulSet", "DaemonSet")) {
            for (Tree workload : look.everywhere("apps/v1", kind, "")) {
                if (MeshReporter.istiod(workload)
                        || MeshReporter.operator(workload)
                        || MeshReporter.nodeAgent(workload)) {
                    controlPlane.add(reporter.component(workload));
                    version = version.isEmpty() && MeshReporter.istiod(workload)
                            ? MeshReporter.version(workload)
                            : version;
                } else if (MeshReporter.waypoint(workload)) {
                    gateways.add(reporter.component(workload));
                } else if (MeshReporter.gateway(workload)) {
                    gateways.add(reporter.component(workload));
                    doors.put(path(workload), workload);
                } else {
                    workloads.add(workload(kind, workload));
                }
            }
        }
        Map<String, List<Tree>> found = new TreeMap<>();
        RULES.forEach((kind, apiVersion) -> found.put(kind, look.everywhere(apiVersion, kind, "")));
        List<Rule> rules = new ArrayList<>();
        found.forEach((kind, objects) -> objects.forEach(object -> rules.add(rule(kind, object))));
        List<Link> links = new ArrayList<>(throughGateways(found, doors));
        workloads.forEach(workload -> workload.services()
                .forEach(service -> links.add(
                        new Link(service, workload.namespace() + "/" + workload.name(), "Service " + service))));
        return new MeshTopology(version, controlPlane, gateways, workloads, rules, links);
    }

    // ---- workloads

    private MeshTopology.Workload workload(String kind, Tree workload) {
        Map<String, String> selector = workload.texts("spec", "selector", "matchLabels");
        String namespace = workload.text("metadata", "namespace");
        List<Tree> own = pods.stream()
                .filter(pod -> pod.text("metadata", "namespace").equals(namespace)
                        && selects(selector, pod.texts("metadata", "labels")))
                .toList();
        int proxies = (int) own.stream().filter(TopologyReader::hasProxy).count();
        Map<String, String> labels = workload.texts("spec", "template", "metadata", "labels");
        List<String> behind = services.stream()
                .filter(service -> service.text("metadata", "namespace").equals(namespace)
                        && selects(service.texts("spec", "selector"), labels))
                .map(TopologyReader::path)
                .toList();
        return new MeshTopology.Workload(
                kind,
                namespace,
                workload.text("metadata", "name"),
                own.size(),
                proxies,
                behind,
                proxies == own.size() && proxies > 0 ? "" : whyNot(workload, own.size(), namespace));
    }

    private String whyNot(Tree workload, int count, String namespace) {
        if (count == 0) {
            return "it has no pods";
        }
        Tree template = workload.at("spec", "template");
        String wish = template.texts("metadata", "labels")
                .getOrDefault(INJECT, template.texts("metadata", "annotations").getOrDefault(INJECT, ""));
        if (wish.equals("false")) {
            return "its pods ask to be left out";
        }
        if (template.text("spec", "hostNetwork").equals("true")) {
            return "its pods share their node's network";
        }
        boolean asked = Optional.ofNullable(namespaces.get(namespace))
                .map(Injection::asked)
                .orElse(false);
        return asked || wish.equals("true")
                ? "its pods were made before injection was on: restart them"
                : "injection is not on in its namespace";
    }

    private static boolean hasProxy(Tree pod) {
        List<Tree> containers = new ArrayList<>(pod.items("spec", "containers"));
        containers.addAll(pod.items("spec", "initContainers"));
        return containers.stream().anyMatch(container -> container.text("name").equals(PROXY));
    }

    // ---- rules

    private static Rule rule(String kind, Tree object) {
        Set<String> about = new LinkedHashSet<>();
        object.items("spec", "hosts").forEach(host -> about.add(host.text()));
        if (!object.text("spec", "host").isEmpty()) {
            about.add(object.text("spec", "host"));
        }
        object.items("spec", "servers")
                .forEach(server -> server.items("hosts").forEach(host -> about.add(host.text())));
        labels(object.texts("spec", "selector", "matchLabels"), about);
        labels(object.texts("spec", "workloadSelector", "labels"), about);
        labels(object.texts("spec", "selector"), about);
        return new Rule(
                kind, object.text("metadata", "namespace"), object.text("metadata", "name"), List.copyOf(about));
    }

    /** Without what is no label: the members of a selector that is written in another way. */
    private static void labels(Map<String, String> selector, Set<String> about) {
        selector.forEach((key, value) -> {
            if (!value.isEmpty()) {
                about.add(key + "=" + value);
            }
        });
    }

    /** From each gateway that a VirtualService names to each Service that it routes to. */
    private static List<Link> throughGateways(Map<String, List<Tree>> found, Map<String, Tree> doors) {
        Map<String, Tree> gateways = new HashMap<>();
        found.getOrDefault("Gateway", List.of()).forEach(gateway -> gateways.put(path(gateway), gateway));
        Set<Link> links = new LinkedHashSet<>();
        for (Tree service : found.getOrDefault("VirtualService", List.of())) {
            String by = "VirtualService " + path(service);
            String namespace = service.text("metadata", "namespace");
            for (Tree named : service.items("spec", "gateways")) {
                String name = named.text().contains("/") ? named.text() : namespace + "/" + named.text();
                Tree gateway = gateways.get(name);
                if (gateway == null) {
                    continue;
                }
                Map<String, String> selector = gateway.texts("spec", "selector");
                doors.forEach((door, workload) -> {
                    if (selects(selector, workload.texts("spec", "template", "metadata", "labels"))) {
                        destinations(service, namespace).forEach(to -> links.add(new Link(door, to, by)));
                    }
                });
            }
        }
        return List.copyOf(links);
    }

    private static Set<String> destinations(Tree service, String namespace) {
        Set<String> destinations = new LinkedHashSet<>();
        for (String protocol : List.of("http", "tls", "tcp")) {
            for (Tree rule : service.items("spec", protocol)) {
                rule.items("route")
                        .forEach(route -> destinations.add(servicePath(route.text("destination", "host"), namespace)));
            }
        }
        return destinations;
    }

    /** A host of a Service as {@code namespace/name}; any other as it is. */
    private static String servicePath(String host, String namespace) {
        if (!host.contains(".")) {
            return namespace + "/" + host;
        }
        String[] parts = host.split("\\.");
        return parts.length > 2 && parts[2].equals("svc") ? parts[1] + "/" + parts[0] : host;
    }

    private static boolean selects(Map<String, String> selector, Map<String, String> labels) {
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    private static String path(Tree object) {
        return object.text("metadata", "namespace") + "/" + object.text("metadata", "name");
    }
}
