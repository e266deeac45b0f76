package io.meshprovisioner.testkit.istioinstall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.Charts;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A cluster in which a chart's objects exist, and work, the moment real Helm has rendered them. Nothing is validated:
 * it shows what an installation would send.
 */
final class RenderingCluster implements KubernetesSession, Charts {
    private static final YAMLMapper YAML = new YAMLMapper();

    final Map<ObjectKey, JsonNode> objects = new LinkedHashMap<>();
    final Map<String, Release> releases = new LinkedHashMap<>();
    int applied;
    private final Charts helm;
    private final String kubernetesVersion;

    RenderingCluster(Charts helm, String kubernetesVersion) {
        this.helm = helm;
        this.kubernetesVersion = kubernetesVersion;
    }

    @Override
    public Release apply(ChartRelease release, Permit permit) {
        String rendered = helm.template(release, kubernetesVersion);
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(rendered)) {
            while (documents.hasNextValue()) {
                if (documents.nextValue() instanceof ObjectNode object && object.hasNonNull("kind")) {
                    store(object, release.namespace());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(rendered, e);
        }
        String chart = release.chart().getFileName().toString().replace(".tgz", "");
        Release made =
                new Release(release.namespace(), release.name(), 1, "deployed", chart, "", release.fingerprint());
        releases.put(release.namespace() + "/" + release.name(), made);
        applied++;
        return made;
    }

    private void store(ObjectNode object, String namespace) {
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        switch (object.get("kind").asText()) {
            case "Deployment" ->
                object.putObject("status")
                        .put("replicas", object.at("/spec/replicas").asInt(1))
                        .put("updatedReplicas", object.at("/spec/replicas").asInt(1))
                        .put("readyReplicas", object.at("/spec/replicas").asInt(1))
                        .putArray("conditions")
                        .addObject()
                        .put("type", "Available")
                        .put("status", "True");
            case "DaemonSet" ->
                object.putObject("status")
                        .put("desiredNumberScheduled", 3)
                        .put("updatedNumberScheduled", 3)
                        .put("numberReady", 3)
                        .put("numberAvailable", 3);
            case "CustomResourceDefinition" ->
                object.putObject("status")
                        .putArray("conditions")
                        .addObject()
                        .put("type", "Established")
                        .put("status", "True");
            case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration" ->
                object.get("webhooks").forEach(RenderingCluster::complete);
            case "Service" ->
                object.putObject("status")
                        .putObject("loadBalancer")
                        .putArray("ingress")
                        .addObject()
                        .put("hostname", "lb.example.com");
            default -> {}
        }
        String kind = object.get("kind").asText();
        boolean clusterScoped = kind.startsWith("Cluster")
                || kind.endsWith("WebhookConfiguration")
                || kind.equals("CustomResourceDefinition")
                || kind.equals("Namespace");
        Optional<String> in = clusterScoped
                ? Optional.empty()
                : Optional.of(metadata.path("namespace").asText(namespace));
        in.ifPresent(name -> metadata.put("namespace", name));
        objects.put(
                new ObjectKey(
                        served(object.get("apiVersion").asText()),
                        kind,
                        in,
                        metadata.get("name").asText()),
                object);
    }

    /** An API server serves what was made as v1beta1 as v1 also. */
    private static String served(String apiVersion) {
        return apiVersion.startsWith("admissionregistration.k8s.io/") || apiVersion.startsWith("apiextensions.k8s.io/")
                ? apiVersion.substring(0, apiVersion.indexOf('/')) + "/v1"
                : apiVersion;
    }

    private static void complete(JsonNode webhook) {
        ((ObjectNode) webhook).put("failurePolicy", "Fail");
        ((ObjectNode) webhook.get("clientConfig")).put("caBundle", "Q0E=");
    }

    @Override
    public Optional<Manifest> get(ObjectKey key) {
        ObjectKey stored = new ObjectKey(served(key.apiVersion()), key.kind(), key.namespace(), key.name());
        return Optional.ofNullable(objects.get(stored)).map(RenderingCluster::manifest);
    }

    @Override
    public List<Manifest> list(String apiVersion, String kind, Optional<String> namespace, String labelSelector) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().apiVersion().equals(served(apiVersion))
                        && entry.getKey().kind().equals(kind)
                        && (namespace.isEmpty()
                                || namespace.equals(entry.getKey().namespace()))
                        && selected(entry.getValue(), labelSelector))
                .map(entry -> manifest(entry.getValue()))
                .toList();
    }

    private static boolean selected(JsonNode object, String selector) {
        for (String term : selector.isEmpty() ? new String[0] : selector.split(",")) {
            String[] pair = term.split("=", 2);
            if (!object.at("/metadata/labels").path(pair[0]).asText().equals(pair[1])) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private static Manifest manifest(JsonNode object) {
        return Manifest.of(YAML.convertValue(object, Map.class));
    }

    @Override
    public Manifest apply(Manifest manifest, ApplyOptions options, Permit permit) {
        store(YAML.valueToTree(manifest.toMap()), "default");
        applied++;
        return manifest;
    }

    /** Every image that a pod of any object would run. */
    List<String> images() {
        return objects.values().stream()
                .flatMap(object -> {
                    JsonNode pod = object.at("/spec/template/spec");
                    ArrayNode all = YAML.createArrayNode();
                    pod.path("containers").forEach(all::add);
                    pod.path("initContainers").forEach(all::add);
                    return java.util.stream.StreamSupport.stream(all.spliterator(), false);
                })
                .map(container -> container.path("image").asText())
                .toList();
    }

    @Override
    public String serverVersion() {
        return "v" + kubernetesVersion + ".0";
    }

    @Override
    public boolean create(Manifest manifest, Permit permit) {
        throw new UnsupportedOperationException("Nobody creates " + manifest + " here.");
    }

    @Override
    public boolean delete(ObjectKey key, Permit permit) {
        return objects.remove(key) != null;
    }

    @Override
    public Manifest patch(ObjectKey key, String mergePatchJson, Permit permit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String log(String namespace, String pod, String container) {
        return "";
    }

    @Override
    public Charts charts() {
        return this;
    }

    @Override
    public AutoCloseable watch(
            String apiVersion, String kind, Optional<String> namespace, Consumer<WatchEvent> onEvent) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    @Override
    public Optional<Release> find(String namespace, String name) {
        return Optional.ofNullable(releases.get(namespace + "/" + name));
    }

    @Override
    public List<Release> list() {
        return List.copyOf(releases.values());
    }

    @Override
    public void uninstall(String namespace, String name, Permit permit) {
        releases.remove(namespace + "/" + name);
    }

    @Override
    public String template(ChartRelease release, String version) {
        return helm.template(release, version);
    }
}
