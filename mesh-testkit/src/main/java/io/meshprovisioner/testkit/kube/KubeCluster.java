package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.ClusterNode;
import io.meshprovisioner.testkit.kube.control.OperatorImage;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.CloudState.KubeIdentity;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A simulated cluster: its objects, and what its API server and its controllers make of them. */
public final class KubeCluster implements ClusterState {
    private final ClusterKey key;
    private String version;
    private int minor;
    private final WebhookServer webhookServer;
    private final OperatorImage operatorImage;
    private Registry registry;
    private final Store store;
    private final Map<String, Instant> marks;
    private final Map<String, String> logs;
    private final TreeMap<String, Instant> appointments;

    private KubeCluster(ClusterKey key, String version, WebhookServer webhookServer, OperatorImage operatorImage) {
        this.key = key;
        this.version = version.replaceFirst("^v", "");
        this.minor = Integer.parseInt(this.version.split("[.+-]")[1]);
        this.webhookServer = webhookServer;
        this.operatorImage = operatorImage;
        this.registry = new Registry(minor);
        this.store = new Store(1);
        this.marks = new HashMap<>();
        this.logs = new HashMap<>();
        this.appointments = new TreeMap<>();
    }

    private KubeCluster(KubeCluster other) {
        this.key = other.key;
        this.version = other.version;
        this.minor = other.minor;
        this.webhookServer = other.webhookServer;
        this.operatorImage = other.operatorImage;
        this.registry = other.registry;
        this.store = other.store.copy();
        this.marks = new HashMap<>(other.marks);
        this.logs = new HashMap<>(other.logs);
        this.appointments = new TreeMap<>(other.appointments);
    }

    /** Makes clusters whose istiod validates as its release does; a version is such as 1.34 or 1.34.4. */
    public static World.ClusterFactory factory() {
        return factory(new IstioWebhook(), OperatorImage.EMPTY);
    }

    /** The same, with something in the image of Istio's operator. */
    public static World.ClusterFactory factory(OperatorImage operatorImage) {
        return factory(new IstioWebhook(), operatorImage);
    }

    /** Makes clusters with somebody else behind their validating webhooks. */
    public static World.ClusterFactory factory(WebhookServer webhookServer, OperatorImage operatorImage) {
        return (settings, key, version, now) -> {
            KubeCluster cluster = new KubeCluster(key, version, webhookServer, operatorImage);
            Bootstrap.fill(cluster, settings, now);
            return cluster;
        };
    }

    @Override
    public ClusterState copy() {
        return new KubeCluster(this);
    }

    @Override
    public void upgrade(String newVersion) {
        version = newVersion.replaceFirst("^v", "");
        minor = Integer.parseInt(version.split("[.+-]")[1]);
        registry = new Registry(minor);
    }

    ClusterKey key() {
        return key;
    }

    int minor() {
        return minor;
    }

    String gitVersion() {
        return "v" + (version.split("\\.").length > 2 ? version : version + ".0") + "-eks-simulated";
    }

    WebhookServer webhookServer() {
        return webhookServer;
    }

    OperatorImage operatorImage() {
        return operatorImage;
    }

    Registry registry() {
        return registry;
    }

    Store store() {
        return store;
    }

    Map<String, Instant> marks() {
        return marks;
    }

    /** What containers have written, by the uid of the pod and the container's name. */
    Map<String, String> logs() {
        return logs;
    }

    /** When each controller's key is to be looked at again. */
    TreeMap<String, Instant> appointments() {
        return appointments;
    }

    @Override
    public Response handle(World world, Request request, KubeIdentity caller) {
        long before = store.revision();
        Response response = new Router(new ApiServer(world, this)).handle(request, caller);
        if (store.revision() != before) {
            settle(world);
        }
        return response;
    }

    private void settle(World world) {
        new ControllerManager(new ApiServer(world, this)).settle();
        world.changed();
    }

    /** An appointment of a controller has come. */
    static void due(World world, ClusterKey key, String controller, String namespace, String name) {
        world.cluster(key).ifPresent(state -> {
            if (state instanceof KubeCluster cluster) {
                new ControllerManager(new ApiServer(world, cluster)).due(controller, namespace, name);
            }
        });
    }

    @Override
    public void addNode(World world, NodeRequest node) {
        ApiServer server = new ApiServer(world, this);
        put(world, ClusterNode.object(node, server.now()));
    }

    @Override
    public void removeNode(World world, String name) {
        for (ObjectNode pod : List.copyOf(store.list("pods"))) {
            if (Trees.text(pod, "spec", "nodeName").equals(name)) {
                store.remove("pods", Trees.namespace(pod), Trees.name(pod));
            }
        }
        store.remove("nodes", "", name);
        settle(world);
    }

    @Override
    public boolean nodeReady(String name) {
        return store.get("nodes", "", name)
                .map(node -> Trees.conditionTrue(node, "Ready"))
                .orElse(false);
    }

    @Override
    public void put(World world, ObjectNode manifest) {
        new InternalWrites(new ApiServer(world, this)).put(manifest, "eks");
        settle(world);
    }

    @Override
    public void remove(World world, String apiVersion, String kind, String namespace, String name) {
        ApiServer server = new ApiServer(world, this);
        registry.byKind(store, apiVersion, kind).ifPresent(type -> server.get(type, namespace, name)
                .ifPresent(live -> new Deletes(server).delete(type, live, Deletes.Options.BACKGROUND)));
        settle(world);
    }

    @Override
    public Optional<ObjectNode> get(String apiVersion, String kind, String namespace, String name) {
        return registry.byKind(store, apiVersion, kind)
                .flatMap(type -> store.get(type.storage(), type.namespaced() ? namespace : "", name)
                        .map(stored -> inVersion(type, apiVersion, stored)));
    }

    private static ObjectNode inVersion(ResourceType type, String apiVersion, ObjectNode stored) {
        return Conversions.toServed(type, Trees.version(apiVersion), stored).deepCopy();
    }

    @Override
    public List<ObjectNode> list(String apiVersion, String kind) {
        List<ObjectNode> result = new ArrayList<>();
        registry.byKind(store, apiVersion, kind).ifPresent(type -> store.list(type.storage())
                .forEach(stored -> result.add(inVersion(type, apiVersion, stored))));
        return result;
    }

    @Override
    public List<String> loadBalancerServices() {
        List<String> result = new ArrayList<>();
        for (ObjectNode service : store.list("services")) {
            boolean balanced = Trees.text(service, "spec", "type").equals("LoadBalancer");
            for (JsonNode finalizer : Trees.at(service, "metadata", "finalizers")) {
                balanced |= finalizer.asText().equals("service.kubernetes.io/load-balancer-cleanup");
            }
            if (balanced) {
                result.add(Trees.uid(service));
            }
        }
        return result;
    }

    /** {@inheritDoc} Events are left out, and names that were generated end in {@code *}. */
    @Override
    public List<String> inventory() {
        List<String> lines = new ArrayList<>();
        for (String storage : store.resources()) {
            if (storage.equals("events")) {
                continue;
            }
            List<String> own = new ArrayList<>();
            for (ObjectNode object : store.list(storage)) {
                String generated = Trees.text(object, "metadata", "generateName");
                String namespace = Trees.namespace(object);
                own.add(Trees.kind(object) + " " + (namespace.isEmpty() ? "" : namespace + "/")
                        + (generated.isEmpty() ? Trees.name(object) : generated + "*"));
            }
            own.sort(null);
            lines.addAll(own);
        }
        return lines;
    }

    /** Asks for a look at a key, unless an earlier appointment stands. */
    void appoint(World world, Duration delay, String controller, String namespace, String name) {
        String what = controller + " " + namespace + "/" + name;
        // A world may go faster: whole milliseconds of it, rounded up, so that the wait is over when it comes.
        double speed = world.settings().speed();
        long millis = (long) Math.ceil(delay.toMillis() / speed);
        Duration due = Duration.ofMillis((long) Math.ceil(millis * speed));
        Instant at = world.now().plusMillis(millis);
        Instant standing = appointments.get(what);
        if (standing != null && !standing.isAfter(at)) {
            return;
        }
        appointments.put(what, at);
        ClusterKey cluster = key;
        world.schedule(due, "kube " + key + " " + what, later -> due(later, cluster, controller, namespace, name));
    }
}
