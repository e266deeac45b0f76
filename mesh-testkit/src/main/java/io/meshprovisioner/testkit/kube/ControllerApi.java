package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.apply.ManagedFields;
import io.meshprovisioner.testkit.kube.apply.ManagedFields.Writer;
import io.meshprovisioner.testkit.kube.control.Api;
import io.meshprovisioner.testkit.kube.control.ClusterNode;
import io.meshprovisioner.testkit.kube.control.Controller;
import io.meshprovisioner.testkit.kube.control.Key;
import io.meshprovisioner.testkit.kube.control.Kind;
import io.meshprovisioner.testkit.kube.control.OperatorImage;
import io.meshprovisioner.testkit.kube.control.Refused;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.FieldCheck;
import io.meshprovisioner.testkit.kube.traffic.CurlProgram;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancer;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest;
import io.meshprovisioner.testkit.world.ClusterState.NodeDemand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cluster as controllers see it. */
final class ControllerApi implements Api {
    private final ApiServer server;

    ControllerApi(ApiServer server) {
        this.server = server;
    }

    @Override
    public Instant now() {
        return server.now();
    }

    @Override
    public int minor() {
        return server.minor();
    }

    @Override
    public Optional<ObjectNode> get(Kind kind, String namespace, String name) {
        return server.store().get(kind.storage(), namespace, name);
    }

    @Override
    public List<ObjectNode> list(Kind kind) {
        return List.copyOf(server.store().list(kind.storage()));
    }

    @Override
    public List<ObjectNode> list(Kind kind, String namespace) {
        return List.copyOf(server.store().list(kind.storage(), namespace));
    }

    private ResourceType type(Kind kind) {
        return server.registry().byStorage(server.store(), kind.storage()).orElseThrow();
    }

    @Override
    public ObjectNode create(ObjectNode manifest, String manager) throws Refused {
        String apiVersion = Trees.text(manifest, "apiVersion");
        ResourceType type = server.registry()
                .byKind(server.store(), apiVersion, Trees.kind(manifest))
                .orElseThrow(() -> new Refused("NotFound", "no matches for kind " + Trees.kind(manifest)));
        try {
            ObjectNode given = FieldCheck.check(manifest, type.shape(Trees.version(apiVersion)))
                    .tree();
            Writer writer = new Writer(manager, apiVersion, "", server.now());
            return new Creates(server).create(type, Trees.namespace(given), given, writer, false);
        } catch (ApiError error) {
            throw new Refused(error.reason(), error.message());
        }
    }

    @Override
    public ObjectNode apply(ObjectNode manifest, String manager) throws Refused {
        String apiVersion = Trees.text(manifest, "apiVersion");
        String version = Trees.version(apiVersion);
        ResourceType type = server.registry()
                .byKind(server.store(), apiVersion, Trees.kind(manifest))
                .orElseThrow(() -> new Refused("NotFound", "no matches for kind " + Trees.kind(manifest)));
        try {
            ObjectNode given = FieldCheck.check(manifest, type.shape(version)).tree();
            String namespace = type.namespaced() ? Trees.namespace(given) : "";
            Optional<ObjectNode> live = server.get(type, namespace, Trees.name(given));
            JsonNode base =
                    live.isPresent() ? Conversions.toServed(type, version, live.get()) : MissingNode.getInstance();
            Writer writer = new Writer(manager, apiVersion, "", server.now());
            ObjectNode applied = ManagedFields.apply(base, given, type.shape(version), writer, true)
                    .object();
            return live.isPresent()
                    ? new Updates(server).commit(type, live.get(), applied, "", false)
                    : new Creates(server).persist(type, namespace, applied, false);
        } catch (ApiError error) {
            throw new Refused(error.reason(), error.message());
        }
    }

    @Override
    public boolean marked(String uid, String what) {
        return server.cluster().marks().containsKey(uid + " " + what);
    }

    @Override
    public OperatorImage operatorImage() {
        return server.cluster().operatorImage();
    }

    @Override
    public void update(ObjectNode object, String manager) {
        ResourceType type = server.registry()
                .byKind(server.store(), Trees.text(object, "apiVersion"), Trees.kind(object))
                .orElseThrow();
        ObjectNode live =
                server.get(type, Trees.namespace(object), Trees.name(object)).orElse(null);
        if (live == null) {
            return;
        }
        ObjectNode changed = Trees.writable(object);
        Trees.with(changed, "metadata").remove("resourceVersion");
        Writer writer = new Writer(manager, Trees.text(object, "apiVersion"), "", server.now());
        ObjectNode managed = ManagedFields.update(live, changed, type.storedShape(), writer);
        new Updates(server).commit(type, live, managed, "", false);
    }

    @Override
    public void updateStatus(ObjectNode object) {
        ResourceType type = server.registry()
                .byKind(server.store(), Trees.text(object, "apiVersion"), Trees.kind(object))
                .orElseThrow();
        server.get(type, Trees.namespace(object), Trees.name(object)).ifPresent(live -> {
            JsonNode status = object.path("status");
            if (Trees.uid(live).equals(Trees.uid(object))
                    && !live.path("status").equals(status)) {
                ObjectNode changed = Trees.writable(live);
                changed.set("status", status);
                server.store().put(type.storage(), changed);
            }
        });
    }

    @Override
    public void bind(ObjectNode pod, String node) {
        ObjectNode bound = pod.deepCopy();
        Trees.with(bound, "spec").put("nodeName", node);
        server.store().put("pods", bound);
    }

    @Override
    public void delete(Kind kind, String namespace, String name) {
        get(kind, namespace, name)
                .ifPresent(live -> new Deletes(server).delete(type(kind), live, Deletes.Options.BACKGROUND));
    }

    @Override
    public void purge(Kind kind, String namespace, String name) {
        get(kind, namespace, name).ifPresent(live -> {
            if (Trees.at(live, "metadata", "finalizers").isEmpty()) {
                server.store().remove(kind.storage(), namespace, name);
            }
        });
    }

    @Override
    public Instant mark(String uid, String what) {
        return server.cluster().marks().computeIfAbsent(uid + " " + what, key -> server.now());
    }

    @Override
    public Duration since(String uid, String what) {
        double speed = server.world().settings().speed();
        long millis = Duration.between(mark(uid, what), server.now()).toMillis();
        return Duration.ofMillis((long) (millis * speed));
    }

    @Override
    public void unmark(String uid, String what) {
        server.cluster().marks().remove(uid + " " + what);
    }

    @Override
    public void later(Duration delay, Controller controller, Key key) {
        server.cluster().appoint(server.world(), delay, controller.name(), key.namespace(), key.name());
    }

    @Override
    public void work(ObjectNode pod) {
        for (JsonNode container : Trees.at(pod, "spec", "containers")) {
            CurlProgram.run(this, pod, container)
                    .ifPresent(written ->
                            server.cluster().logs().put(Trees.uid(pod) + " " + Trees.text(container, "name"), written));
        }
    }

    @Override
    public void event(ObjectNode about, String type, String reason, String message, String component) {
        Events.record(server, about, type, reason, message, component);
    }

    @Override
    public String newId(String kind, String name, int digits) {
        return server.newId(kind, name, digits);
    }

    @Override
    public int next(String series) {
        String mark = "series " + series;
        Instant last = server.cluster().marks().get(mark);
        int number = last == null ? 0 : (int) last.getEpochSecond() + 1;
        server.cluster().marks().put(mark, Instant.ofEpochSecond(number));
        return number;
    }

    @Override
    public List<Located> contents(String namespace) {
        List<Located> result = new ArrayList<>();
        for (String storage : List.copyOf(server.store().resources())) {
            for (ObjectNode object : server.store().list(storage, namespace)) {
                result.add(located(storage, object));
            }
        }
        return result;
    }

    @Override
    public Optional<Located> find(String apiVersion, String kind, String namespace, String name) {
        return server.registry()
                .byKind(server.store(), apiVersion, kind)
                .flatMap(type -> server.get(type, namespace, name).map(found -> located(type.storage(), found)));
    }

    @Override
    public List<Located> dependents(String ownerUid) {
        List<Located> result = new ArrayList<>();
        for (String storage : List.copyOf(server.store().resources())) {
            for (ObjectNode object : server.store().list(storage)) {
                for (JsonNode owner : Trees.at(object, "metadata", "ownerReferences")) {
                    if (Trees.text(owner, "uid").equals(ownerUid)) {
                        result.add(located(storage, object));
                    }
                }
            }
        }
        return result;
    }

    private static Located located(String storage, ObjectNode object) {
        return new Located(new Kind(Trees.text(object, "apiVersion"), Trees.kind(object), storage), object);
    }

    @Override
    public void finalizers(Kind kind, ObjectNode object, List<String> finalizers) {
        get(kind, Trees.namespace(object), Trees.name(object))
                .ifPresent(live -> new Deletes(server).finalizers(type(kind), live, finalizers));
    }

    @Override
    public LoadBalancer ensureLoadBalancer(
            ObjectNode service,
            Map<String, String> annotations,
            List<LoadBalancerRequest.Port> ports,
            List<String> nodes,
            Optional<LoadBalancerRequest.Pods> pods) {
        LoadBalancerRequest request = new LoadBalancerRequest(
                server.key(),
                Trees.namespace(service),
                Trees.name(service),
                Trees.uid(service),
                annotations,
                ports,
                nodes,
                pods);
        return server.world().cloud().ensureLoadBalancer(server.world(), request);
    }

    @Override
    public boolean deleteLoadBalancer(String serviceUid) {
        return server.world().cloud().deleteLoadBalancer(server.world(), server.key(), serviceUid);
    }

    @Override
    public Optional<String> startMachine(String profile, ObjectNode pod) {
        return server.world()
                .cloud()
                .startPodMachine(server.world(), server.key(), profile, Trees.uid(pod))
                .map(machine -> {
                    new InternalWrites(server).put(ClusterNode.ready(machine, server.now()), "eks");
                    return machine.name();
                });
    }

    @Override
    public void stopMachine(String node) {
        server.world().cloud().stopPodMachine(server.world(), server.key(), node);
        server.store().remove("nodes", "", node);
    }

    @Override
    public Optional<String> autoModePool() {
        return server.world().cloud().autoModePool(server.world(), server.key());
    }

    @Override
    public boolean autoNodesComing() {
        return server.world().cloud().autoNodesComing(server.world(), server.key());
    }

    @Override
    public Optional<String> startAutoNode(NodeDemand demand) {
        return server.world().cloud().startAutoNode(server.world(), server.key(), demand);
    }

    @Override
    public void stopAutoNode(String node) {
        server.world().cloud().stopAutoNode(server.world(), server.key(), node);
    }

    @Override
    public String rootCertificate() {
        return Bootstrap.rootCertificate(server.key());
    }

    @Override
    public String istiodRoot(String namespace) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(("simulated Istio root certificate of " + namespace).getBytes(StandardCharsets.UTF_8));
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }
}
