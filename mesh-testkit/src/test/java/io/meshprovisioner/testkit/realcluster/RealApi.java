package io.meshprovisioner.testkit.realcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.Api;
import io.meshprovisioner.testkit.kube.control.Controller;
import io.meshprovisioner.testkit.kube.control.Key;
import io.meshprovisioner.testkit.kube.control.Kind;
import io.meshprovisioner.testkit.kube.control.OperatorImage;
import io.meshprovisioner.testkit.kube.control.Refused;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancer;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** A real API server as the actors see it: each method is a plain request. What only the sandbox's controllers ask is refused. */
final class RealApi implements Api {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final Map<String, String> MERGE = Map.of("Content-Type", "application/merge-patch+json");
    private static final Map<String, String> APPLY = Map.of("Content-Type", "application/apply-patch+yaml");

    private final ApiClient client;
    private final OperatorImage image;
    private final String istiodRoot;
    private final Map<String, Instant> marks = new ConcurrentHashMap<>();
    private final Map<String, String> plurals = new ConcurrentHashMap<>();
    private final BiConsumer<Controller, Appointment> later;
    private final int minor;

    /** When a controller wants to look at a key again. */
    record Appointment(Key key, Duration delay) {}

    RealApi(ApiClient client, OperatorImage image, String istiodRoot, BiConsumer<Controller, Appointment> later) {
        this.client = client;
        this.image = image;
        this.istiodRoot = istiodRoot;
        this.later = later;
        this.minor = Integer.parseInt(
                Trees.text(call("GET", "/version", Map.of(), ""), "minor").replaceAll("\\D.*", ""));
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public int minor() {
        return minor;
    }

    @Override
    public Optional<ObjectNode> get(Kind kind, String namespace, String name) {
        return get(path(kind, namespace) + "/" + name);
    }

    @Override
    public List<ObjectNode> list(Kind kind) {
        return list(kind, "");
    }

    @Override
    public List<ObjectNode> list(Kind kind, String namespace) {
        HttpResponse<byte[]> answer = send("GET", path(kind, namespace), Map.of(), "");
        if (answer.statusCode() == 404) { // a kind that nobody has defined yet
            return List.of();
        }
        List<ObjectNode> items = Trees.objects(tree(answer).path("items"));
        items.forEach(item -> item.put("apiVersion", kind.apiVersion()).put("kind", kind.kind()));
        return items;
    }

    @Override
    public ObjectNode create(ObjectNode manifest, String manager) throws Refused {
        return asked("POST", collection(manifest) + "?fieldManager=" + manager, JSON, manifest);
    }

    @Override
    public ObjectNode apply(ObjectNode manifest, String manager) throws Refused {
        String path = collection(manifest) + "/" + Trees.name(manifest);
        return asked("PATCH", path + "?force=true&fieldManager=" + manager, APPLY, manifest);
    }

    @Override
    public void update(ObjectNode object, String manager) {
        // A conflict is seen again with the next change.
        send("PUT", address(object) + "?fieldManager=" + manager, JSON, Trees.print(object));
    }

    @Override
    public void updateStatus(ObjectNode object) {
        ObjectNode patch = Trees.object();
        patch.set("status", object.path("status"));
        send("PATCH", address(object) + "/status", MERGE, Trees.print(patch));
    }

    @Override
    public void delete(Kind kind, String namespace, String name) {
        send("DELETE", path(kind, namespace) + "/" + name + "?propagationPolicy=Background", Map.of(), "");
    }

    @Override
    public Instant mark(String uid, String what) {
        return marks.computeIfAbsent(uid + " " + what, mark -> now());
    }

    @Override
    public boolean marked(String uid, String what) {
        return marks.containsKey(uid + " " + what);
    }

    @Override
    public Duration since(String uid, String what) {
        return Duration.between(mark(uid, what), now());
    }

    @Override
    public void unmark(String uid, String what) {
        marks.remove(uid + " " + what);
    }

    @Override
    public void later(Duration delay, Controller controller, Key key) {
        later.accept(controller, new Appointment(key, delay));
    }

    @Override
    public void event(ObjectNode about, String type, String reason, String message, String component) {
        // A real API server keeps events for people; no test looks at the actors'.
    }

    @Override
    public Optional<Located> find(String apiVersion, String kind, String namespace, String name) {
        Optional<String> plural = plural(apiVersion, kind);
        return plural.flatMap(found -> {
            String group = Trees.group(apiVersion);
            Kind located = new Kind(apiVersion, kind, group.isEmpty() ? found : found + "." + group);
            return get(located, namespace, name).map(object -> new Located(located, object));
        });
    }

    @Override
    public void finalizers(Kind kind, ObjectNode object, List<String> finalizers) {
        ObjectNode patch = Trees.object();
        finalizers.forEach(patch.putObject("metadata").putArray("finalizers")::add);
        send("PATCH", address(object), MERGE, Trees.print(patch));
    }

    @Override
    public LoadBalancer ensureLoadBalancer(
            ObjectNode service,
            Map<String, String> annotations,
            List<LoadBalancerRequest.Port> ports,
            List<String> nodes,
            Optional<LoadBalancerRequest.Pods> pods) {
        return new LoadBalancer(Optional.of(Trees.name(service) + ".simulated.example"), Optional.empty());
    }

    @Override
    public boolean deleteLoadBalancer(String serviceUid) {
        return true;
    }

    @Override
    public Optional<String> startMachine(String profile, ObjectNode pod) {
        throw new UnsupportedOperationException("no actor here has a scheduler");
    }

    @Override
    public void stopMachine(String node) {
        throw new UnsupportedOperationException("no actor here has a scheduler");
    }

    @Override
    public OperatorImage operatorImage() {
        return image;
    }

    @Override
    public String istiodRoot(String namespace) {
        return istiodRoot;
    }

    // ---- what a real control plane does itself

    @Override
    public void bind(ObjectNode pod, String node) {
        throw itsOwn();
    }

    @Override
    public void purge(Kind kind, String namespace, String name) {
        throw itsOwn();
    }

    @Override
    public void work(ObjectNode pod) {
        throw itsOwn();
    }

    @Override
    public String newId(String kind, String name, int digits) {
        throw itsOwn();
    }

    @Override
    public int next(String series) {
        throw itsOwn();
    }

    @Override
    public List<Located> contents(String namespace) {
        throw itsOwn();
    }

    @Override
    public List<Located> dependents(String ownerUid) {
        throw itsOwn();
    }

    @Override
    public String rootCertificate() {
        throw itsOwn();
    }

    private static UnsupportedOperationException itsOwn() {
        return new UnsupportedOperationException("A real control plane does this itself.");
    }

    // ---- requests

    private String collection(ObjectNode object) throws Refused {
        String plural = plural(Trees.text(object, "apiVersion"), Trees.kind(object))
                .orElseThrow(() -> new Refused("NotFound", "no matches for kind " + Trees.kind(object)));
        return path(Trees.text(object, "apiVersion"), plural, Trees.namespace(object));
    }

    private String address(ObjectNode object) {
        try {
            return collection(object) + "/" + Trees.name(object);
        } catch (Refused refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static String path(Kind kind, String namespace) {
        return path(kind.apiVersion(), kind.storage().split("\\.", 2)[0], namespace);
    }

    private static String path(String apiVersion, String plural, String namespace) {
        return root(apiVersion) + (namespace.isEmpty() ? "/" : "/namespaces/" + namespace + "/") + plural;
    }

    private static String root(String apiVersion) {
        return apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
    }

    private Optional<String> plural(String apiVersion, String kind) {
        String known = plurals.get(apiVersion + " " + kind);
        if (known != null) {
            return Optional.of(known);
        }
        HttpResponse<byte[]> answer = send("GET", root(apiVersion), Map.of(), "");
        if (answer.statusCode() == 200) {
            for (JsonNode resource : tree(answer).path("resources")) {
                if (!Trees.name(resource).contains("/")
                        && !resource.path("name").asText().contains("/")) {
                    plurals.put(
                            apiVersion + " " + Trees.text(resource, "kind"),
                            resource.path("name").asText());
                }
            }
        }
        return Optional.ofNullable(plurals.get(apiVersion + " " + kind));
    }

    private Optional<ObjectNode> get(String path) {
        HttpResponse<byte[]> answer = send("GET", path, Map.of(), "");
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(tree(answer));
    }

    private ObjectNode asked(String method, String path, Map<String, String> headers, ObjectNode body) throws Refused {
        HttpResponse<byte[]> answer = send(method, path, headers, Trees.print(body));
        ObjectNode tree = tree(answer);
        if (answer.statusCode() >= 300) {
            throw new Refused(Trees.text(tree, "reason"), Trees.text(tree, "message"));
        }
        return tree;
    }

    private ObjectNode call(String method, String path, Map<String, String> headers, String body) {
        HttpResponse<byte[]> answer = send(method, path, headers, body);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    method + " " + path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return tree(answer);
    }

    private HttpResponse<byte[]> send(String method, String path, Map<String, String> headers, String body) {
        try {
            return client.call(method, path, headers, body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode tree(HttpResponse<byte[]> answer) {
        return Trees.parse(new String(answer.body(), StandardCharsets.UTF_8));
    }
}
