package io.meshprovisioner.testkit.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.kubernetes.helm.HelmFailure;
import io.meshprovisioner.kubernetes.helm.HelmOperation;
import io.meshprovisioner.kubernetes.helm.HelmRunner;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.Gate;
import io.meshprovisioner.time.Time;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Helm without a process, for series of thousands of runs: what a chart renders to is asked of real Helm once and
 * kept; the calls it makes (a pending record, the objects one by one, the record again) are Helm's own in kind and
 * order, straight to the gate.
 */
final class StandInHelm implements HelmRunner {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<String, List<ObjectNode>> RENDERED = new ConcurrentHashMap<>();
    private static final Map<String, String> CHARTS = new ConcurrentHashMap<>();

    private final Gate gate;
    private final ApiAccess access;
    private final Time time;

    StandInHelm(Gate gate, ApiAccess access, Time time) {
        this.gate = gate;
        this.access = access;
        this.time = time;
    }

    /** Rendering asks for none, and may be done where there is none. */
    private ClusterKey cluster() {
        String[] parts = access.endpoint()
                .getPath()
                .substring(InMemoryKubernetes.PREFIX.length())
                .split("/");
        return new ClusterKey(parts[0], parts[1]);
    }

    @Override
    public String run(HelmOperation operation) {
        if (operation instanceof HelmOperation.Install install) {
            if (install.createNamespace()) {
                post("/api/v1/namespaces", named("v1", "Namespace", install.namespace()));
            }
            release(
                    install.namespace(),
                    install.name(),
                    1,
                    chart(install.chart(), install.fingerprint()),
                    rendered(install.namespace(), install.name(), install.chart(), install.values()));
            return "";
        }
        if (operation instanceof HelmOperation.Upgrade upgrade) {
            release(
                    upgrade.namespace(),
                    upgrade.name(),
                    records(upgrade.namespace(), upgrade.name()).size() + 1,
                    chart(upgrade.chart(), upgrade.fingerprint()),
                    rendered(upgrade.namespace(), upgrade.name(), upgrade.chart(), upgrade.values()));
            return "";
        }
        if (operation instanceof HelmOperation.Uninstall uninstall) {
            uninstall(uninstall.namespace(), uninstall.name());
            return "";
        }
        if (operation instanceof HelmOperation.Template template) {
            return TemplateOnce.of(access, time, template);
        }
        throw new IllegalStateException("Not an operation of Helm: " + operation);
    }

    private void release(String namespace, String name, int revision, JsonNode chart, List<ObjectNode> objects) {
        String path = "/api/v1/namespaces/" + namespace + "/secrets";
        String secret = "sh.helm.release.v1." + name + ".v" + revision;
        String pending = revision == 1 ? "pending-install" : "pending-upgrade";
        must(post(
                path, record(namespace, name, secret, revision, pending, chart, "Initial install underway", objects)));
        for (ObjectNode object : objects) {
            put(namespace, object);
        }
        must(send(
                "PUT",
                path + "/" + secret,
                "application/json",
                record(namespace, name, secret, revision, "deployed", chart, "Install complete", objects)));
    }

    private void put(String namespace, ObjectNode object) {
        String collection = collection(namespace, object);
        Response created = post(collection, object);
        if (created.status() == 409) {
            created = send(
                    "PATCH",
                    collection + "/" + object.at("/metadata/name").asText() + "?fieldManager=helm&force=true",
                    "application/apply-patch+yaml",
                    object);
        }
        must(created);
    }

    private void uninstall(String namespace, String name) {
        List<JsonNode> records = records(namespace, name);
        if (records.isEmpty()) {
            return;
        }
        List<ObjectNode> objects = new ArrayList<>();
        records.forEach(record -> objects.addAll(manifest(record)));
        Collections.reverse(objects);
        for (ObjectNode object : objects) {
            boolean kept = "keep"
                    .equals(object.at("/metadata/annotations/helm.sh~1resource-policy")
                            .asText());
            if (!kept) {
                send(
                        "DELETE",
                        collection(namespace, object) + "/"
                                + object.at("/metadata/name").asText(),
                        "application/json",
                        JSON.createObjectNode());
            }
        }
        for (JsonNode record : records) {
            send(
                    "DELETE",
                    "/api/v1/namespaces/" + namespace + "/secrets/"
                            + record.at("/metadata/name").asText(),
                    "application/json",
                    JSON.createObjectNode());
        }
    }

    private List<JsonNode> records(String namespace, String name) {
        Response found = send(
                "GET",
                "/api/v1/namespaces/" + namespace + "/secrets?labelSelector=owner%3Dhelm%2Cname%3D" + name,
                "application/json",
                null);
        List<JsonNode> records = new ArrayList<>();
        tree(found.body()).path("items").forEach(records::add);
        return records;
    }

    private static ObjectNode record(
            String namespace,
            String name,
            String secret,
            int revision,
            String status,
            JsonNode chart,
            String description,
            List<ObjectNode> objects) {
        ObjectNode release = JSON.createObjectNode();
        release.put("name", name).put("namespace", namespace).put("version", revision);
        release.putObject("info").put("status", status).put("description", description);
        release.putObject("chart").set("metadata", chart);
        StringBuilder manifest = new StringBuilder();
        objects.forEach(object -> manifest.append("---\n").append(object).append('\n'));
        release.put("manifest", manifest.toString());
        ObjectNode result = named("v1", "Secret", secret);
        result.put("type", "helm.sh/release.v1");
        ObjectNode labels = ((ObjectNode) result.get("metadata"))
                .put("namespace", namespace)
                .putObject("labels");
        labels.put("owner", "helm").put("name", name).put("status", status).put("version", "" + revision);
        String inner =
                Base64.getEncoder().encodeToString(gzip(release.toString().getBytes(StandardCharsets.UTF_8)));
        result.putObject("data")
                .put("release", Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.UTF_8)));
        return result;
    }

    private static List<ObjectNode> manifest(JsonNode record) {
        byte[] data = Base64.getDecoder()
                .decode(Base64.getDecoder().decode(record.at("/data/release").asText()));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(data))) {
            return documents(JSON.readTree(in).path("manifest").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- charts

    private List<ObjectNode> rendered(String namespace, String name, Path chart, Map<String, Object> values) {
        String key = digest(chart) + "/" + namespace + "/" + name + "/" + new TreeMap<>(values) + "/"
                + access.kubernetesVersion();
        return RENDERED.computeIfAbsent(key, missing -> {
            List<ObjectNode> objects = documents(TemplateOnce.of(
                    access,
                    time,
                    new HelmOperation.Template(namespace, name, chart, values, access.kubernetesVersion())));
            objects.forEach(object -> own(object, namespace, name));
            return objects;
        });
    }

    /** As Helm marks what belongs to a release. */
    private static void own(ObjectNode object, String namespace, String name) {
        ObjectNode metadata = object.withObject("/metadata");
        metadata.withObject("/labels").put("app.kubernetes.io/managed-by", "Helm");
        metadata.withObject("/annotations")
                .put("meta.helm.sh/release-name", name)
                .put("meta.helm.sh/release-namespace", namespace);
    }

    private static List<ObjectNode> documents(String yaml) {
        List<ObjectNode> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(yaml)) {
            while (all.hasNext()) {
                if (all.next() instanceof ObjectNode object && !object.isEmpty()) {
                    objects.add(object);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }

    /** Marked as the worker marks a chart before Helm sees it. */
    private static JsonNode chart(Path chart, String fingerprint) {
        String text = CHARTS.computeIfAbsent(digest(chart), missing -> chartYaml(chart));
        try {
            JsonNode metadata = YAML.readTree(text);
            ((ObjectNode) metadata).withObject("/annotations").put("meshprovisioner.io/fingerprint", fingerprint);
            return metadata;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String chartYaml(Path chart) {
        try {
            if (Files.isDirectory(chart)) {
                return Files.readString(chart.resolve("Chart.yaml"));
            }
            try (InputStream file = Files.newInputStream(chart);
                    TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (entry.getName().matches("[^/]+/Chart.yaml")) {
                        return new String(tar.readAllBytes(), StandardCharsets.UTF_8);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(chart + " has no Chart.yaml.");
    }

    private static String digest(Path chart) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<Path> files = new ArrayList<>();
            try (var walk = Files.walk(chart)) {
                walk.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
            for (Path file : files) {
                digest.update(chart.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("The chart " + chart + " cannot be read.", e);
        }
    }

    /** Real Helm, asked once for each question. */
    private static final class TemplateOnce {
        private static final Map<String, String> ANSWERS = new ConcurrentHashMap<>();

        static String of(ApiAccess access, Time time, HelmOperation.Template template) {
            String key = digest(template.chart()) + template.namespace() + "/" + template.name() + "/"
                    + new TreeMap<>(template.values()) + "/" + template.kubernetesVersion();
            return ANSWERS.computeIfAbsent(key, missing -> {
                try (HelmRunner real = HelmRunner.inChildJvm().open(access, time)) {
                    return real.run(template);
                }
            });
        }
    }

    // ---- calls

    private String collection(String namespace, ObjectNode object) {
        String apiVersion = object.path("apiVersion").asText();
        String prefix = apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
        JsonNode resources =
                tree(send("GET", prefix, "application/json", null).body()).path("resources");
        for (JsonNode resource : resources) {
            if (resource.path("kind").asText().equals(object.path("kind").asText())
                    && !resource.path("name").asText().contains("/")) {
                String own = object.at("/metadata/namespace").asText("");
                return resource.path("namespaced").asBoolean()
                        ? prefix + "/namespaces/" + (own.isEmpty() ? namespace : own) + "/"
                                + resource.path("name").asText()
                        : prefix + "/" + resource.path("name").asText();
            }
        }
        throw new HelmFailure(
                HelmFailure.Reason.REFUSED,
                "no matches for kind " + object.path("kind").asText() + " in version " + apiVersion);
    }

    private Response post(String path, ObjectNode object) {
        return send("POST", path, "application/json", object);
    }

    private Response send(
            String method, String pathAndQuery, String type, @org.jspecify.annotations.Nullable ObjectNode body) {
        int query = pathAndQuery.indexOf('?');
        Request request = new Request(
                method,
                query < 0 ? pathAndQuery : pathAndQuery.substring(0, query),
                query < 0 ? "" : pathAndQuery.substring(query + 1),
                Map.of(
                        "authorization",
                        List.of("Bearer " + access.tokens().mint().value()),
                        "content-type",
                        List.of(type),
                        "user-agent",
                        List.of("Helm/stand-in")),
                body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8));
        try {
            return gate.kubernetes(cluster(), request).toCompletableFuture().join();
        } catch (CompletionException dropped) {
            throw new HelmFailure(HelmFailure.Reason.REFUSED, "connection refused");
        }
    }

    private static void must(Response response) {
        if (response.status() >= 300) {
            throw new HelmFailure(
                    HelmFailure.Reason.REFUSED,
                    tree(response.body()).path("message").asText());
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static ObjectNode named(String apiVersion, String kind, String name) {
        ObjectNode object = JSON.createObjectNode();
        object.put("apiVersion", apiVersion)
                .put("kind", kind)
                .putObject("metadata")
                .put("name", name);
        return object;
    }

    @Override
    public void interrupt() {}

    @Override
    public void close() {}
}
