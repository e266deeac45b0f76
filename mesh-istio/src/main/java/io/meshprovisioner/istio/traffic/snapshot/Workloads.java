package io.meshprovisioner.istio.traffic.snapshot;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that runs: pods, WorkloadEntries, and pod templates whose pods the snapshot does not hold. */
final class Workloads {
    /** Addresses for pods that nobody started: the range for benchmarks, which no cluster uses (RFC 2544). */
    private static final String TEMPLATE_RANGE = "198.18.";

    private static final String TLS_MODE = "security.istio.io/tlsMode";

    private final List<Workload> all = new ArrayList<>();
    private final Map<String, List<Workload>> byNamespace = new HashMap<>();
    private final Map<String, Workload> byAddress = new HashMap<>();
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private final Map<String, Map<String, String>> annotations = new HashMap<>();
    private final Map<String, Locality> nodes = new HashMap<>();
    private int templates;

    Workloads(Snapshot snapshot) {
        snapshot.objects(ConfigKind.NAMESPACE).forEach(object -> {
            namespaces.put(object.name(), object.labels());
            annotations.put(object.name(), object.annotations());
        });
        snapshot.objects(ConfigKind.NODE).forEach(object -> nodes.put(object.name(), locality(object.labels())));
        snapshot.objects(ConfigKind.POD).forEach(this::addPod);
        snapshot.objects(ConfigKind.WORKLOAD_ENTRY).forEach(this::addEntry);
        for (ConfigKind kind : List.of(ConfigKind.DEPLOYMENT, ConfigKind.STATEFUL_SET, ConfigKind.DAEMON_SET)) {
            snapshot.objects(kind).forEach(this::addTemplate);
        }
    }

    List<Workload> all() {
        return all;
    }

    List<Workload> in(String namespace) {
        return byNamespace.getOrDefault(namespace, List.of());
    }

    Optional<Workload> at(String address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    Map<String, String> namespaceLabels(String namespace) {
        return namespaces.getOrDefault(namespace, Map.of());
    }

    Map<String, String> namespaceAnnotations(String namespace) {
        return annotations.getOrDefault(namespace, Map.of());
    }

    private void add(Workload workload) {
        all.add(workload);
        byNamespace
                .computeIfAbsent(workload.namespace(), key -> new ArrayList<>())
                .add(workload);
        workload.addresses().forEach(address -> byAddress.putIfAbsent(address, workload));
    }

    private void addPod(ConfigObject pod) {
        Node spec = pod.spec();
        Node status = pod.root().get("status");
        boolean live = status.present();
        Map<String, String> labels = pod.labels();
        boolean sidecar = hasSidecar(pod.namespace(), labels, pod.annotations(), spec);
        String localityLabel = labels.getOrDefault("istio-locality", "").replace('.', '/');
        add(new Workload(
                ConfigKind.POD,
                pod.namespace(),
                pod.name(),
                owner(pod, labels),
                labels,
                live ? podAddresses(status) : List.of(nextAddress()),
                spec.text("serviceAccountName"),
                localityLabel.isEmpty()
                        ? nodes.getOrDefault(spec.text("nodeName"), Locality.NONE)
                        : Locality.of(localityLabel),
                namedPorts(spec),
                sidecar,
                live ? "istio".equals(labels.get(TLS_MODE)) : sidecar,
                labels.getOrDefault("topology.istio.io/network", ""),
                0,
                !live || isReady(status),
                spec.text("nodeName")));
    }

    private void addEntry(ConfigObject entry) {
        Node spec = entry.spec();
        Map<String, String> labels = new LinkedHashMap<>(spec.textMap("labels"));
        labels.putAll(entry.labels());
        add(workloadEntry(entry, spec, labels));
    }

    /** Also of the endpoints that a ServiceEntry writes inline, which look the same. */
    static Workload workloadEntry(ConfigObject owner, Node spec, Map<String, String> labels) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        spec.entries("ports").forEach(port -> ports.put(port.name(), (int) port.integer()));
        String account = spec.text("serviceAccount");
        String mode = labels.get(TLS_MODE);
        return new Workload(
                owner.kind(),
                owner.namespace(),
                owner.name(),
                owner.name(),
                labels,
                spec.text("address").isEmpty() ? List.of() : List.of(spec.text("address")),
                account,
                spec.text("locality").isEmpty()
                        ? Locality.of(labels.getOrDefault("istio-locality", "").replace('.', '/'))
                        : Locality.of(spec.text("locality")),
                ports,
                !account.isEmpty(),
                mode == null ? !account.isEmpty() : mode.equals("istio"),
                spec.text("network"),
                (int) spec.integer("weight"),
                true,
                "");
    }

    private void addTemplate(ConfigObject owner) {
        Node template = owner.spec().get("template");
        Map<String, String> labels = template.get("metadata").textMap("labels");
        Map<String, String> selector = owner.spec().get("selector").textMap("matchLabels");
        boolean running = in(owner.namespace()).stream()
                .anyMatch(pod -> pod.kind() == ConfigKind.POD && Labels.match(selector, pod.labels()));
        if (running || labels.isEmpty()) {
            return;
        }
        Node spec = template.get("spec");
        boolean sidecar =
                hasSidecar(owner.namespace(), labels, template.get("metadata").textMap("annotations"), spec);
        add(new Workload(
                owner.kind(),
                owner.namespace(),
                owner.name(),
                owner.name(),
                labels,
                List.of(nextAddress()),
                spec.text("serviceAccountName"),
                Locality.NONE,
                namedPorts(spec),
                sidecar,
                sidecar,
                labels.getOrDefault("topology.istio.io/network", ""),
                0,
                true,
                ""));
    }

    private String nextAddress() {
        templates++;
        return TEMPLATE_RANGE + (templates >> 8) + "." + (templates & 0xFF);
    }

    private static List<String> podAddresses(Node status) {
        List<String> listed = status.items("podIPs").stream()
                .map(address -> address.text("ip"))
                .toList();
        if (!listed.isEmpty()) {
            return listed;
        }
        return status.text("podIP").isEmpty() ? List.of() : List.of(status.text("podIP"));
    }

    private static boolean isReady(Node status) {
        List<Node> conditions = status.items("conditions");
        return conditions.isEmpty()
                || conditions.stream()
                        .anyMatch(condition -> condition.text("type").equals("Ready")
                                && condition.text("status").equals("True"));
    }

    private static Map<String, Integer> namedPorts(Node spec) {
        Map<String, Integer> ports = new HashMap<>();
        for (Node container : spec.items("containers")) {
            for (Node port : container.items("ports")) {
                if (port.hasAny("name")) {
                    ports.put(port.text("name"), (int) port.integer("containerPort"));
                }
            }
        }
        return ports;
    }

    /** The Deployment's name where the pod's name is that with the template's hash, else its owner's, else its own. */
    private static String owner(ConfigObject pod, Map<String, String> labels) {
        String hash = labels.getOrDefault("pod-template-hash", "");
        int at = hash.isEmpty() ? -1 : pod.name().indexOf("-" + hash);
        if (at > 0) {
            return pod.name().substring(0, at);
        }
        return pod.root().get("metadata").items("ownerReferences").stream()
                .map(reference -> reference.text("name"))
                .findFirst()
                .orElse(pod.name());
    }

    /**
     * Whether a proxy is or would be injected: it says so itself, or its label does, or its namespace's. A namespace that
     * the snapshot does not hold counts as part of the mesh.
     */
    private boolean hasSidecar(
            String namespace, Map<String, String> labels, Map<String, String> annotations, Node spec) {
        boolean present = annotations.containsKey("sidecar.istio.io/status")
                || Stream.of("containers", "initContainers")
                        .flatMap(list -> spec.items(list).stream())
                        .anyMatch(container -> container.text("name").equals("istio-proxy"));
        if (present) {
            return true;
        }
        String word =
                labels.getOrDefault("sidecar.istio.io/inject", annotations.getOrDefault("sidecar.istio.io/inject", ""));
        if (!word.isEmpty()) {
            return word.equals("true");
        }
        Map<String, String> around = namespaces.get(namespace);
        return !spec.flag("hostNetwork")
                && (around == null
                        || labels.containsKey("istio.io/rev")
                        || "enabled".equals(around.get("istio-injection"))
                        || (!around.containsKey("istio-injection") && around.containsKey("istio.io/rev")));
    }

    private static Locality locality(Map<String, String> labels) {
        return new Locality(
                labels.getOrDefault(
                        "topology.kubernetes.io/region",
                        labels.getOrDefault("failure-domain.beta.kubernetes.io/region", "")),
                labels.getOrDefault(
                        "topology.kubernetes.io/zone",
                        labels.getOrDefault("failure-domain.beta.kubernetes.io/zone", "")),
                labels.getOrDefault("topology.istio.io/subzone", ""));
    }
}
