package io.meshprovisioner.testkit.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.Charts;
import io.meshprovisioner.spi.KubernetesBackend;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.testkit.kube.control.OperatorImage;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The charts that the simulated operator installs from: those of the release that its image names, rendered by the Helm
 * of the Kubernetes backend on the classpath. Each is rendered once in the life of the JVM, in real time, while virtual
 * time stands still.
 */
public final class OperatorCharts implements OperatorImage {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, List<ObjectNode>> RENDERED = new ConcurrentHashMap<>();

    private final ChartContent content;
    private final Map<String, Optional<ObjectNode>> profiles = new ConcurrentHashMap<>();

    /** @param content where the charts come from */
    public OperatorCharts(ChartContent content) {
        this.content = content;
    }

    @Override
    public Optional<ObjectNode> profile(String release, String name) {
        return profiles.computeIfAbsent(release + " " + name, missing -> Release.parse(release)
                        .map(content::files)
                        .map(files -> files.files().get("manifests/profiles/" + name + ".yaml"))
                        .map(text ->
                                parse(new String(text, StandardCharsets.UTF_8)).get(0)))
                .map(ObjectNode::deepCopy);
    }

    @Override
    public List<List<ObjectNode>> render(String release, List<Component> components, int kubernetesMinor) {
        List<Component> missing = components.stream()
                .filter(component -> !RENDERED.containsKey(key(release, component, kubernetesMinor)))
                .toList();
        if (!missing.isEmpty()) {
            renderNow(release, missing, kubernetesMinor);
        }
        return components.stream()
                .map(component -> RENDERED.getOrDefault(key(release, component, kubernetesMinor), List.of()).stream()
                        .map(ObjectNode::deepCopy)
                        .toList())
                .toList();
    }

    private String key(String release, Component component, int kubernetesMinor) {
        return release + (content.isReal(release) ? " real " : " own ") + kubernetesMinor + " " + component;
    }

    private void renderNow(String release, List<Component> components, int kubernetesMinor) {
        ReleaseFiles files = Release.parse(release)
                .map(content::files)
                .orElseThrow(() -> new IllegalStateException("there is no release " + release));
        KubernetesBackend backend = ServiceLoader.load(KubernetesBackend.class, OperatorCharts.class.getClassLoader())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("no Kubernetes backend, and so no Helm, is on the classpath"));
        ApiAccess nowhere = new ApiAccess(
                "operator",
                URI.create("https://127.0.0.1:1"),
                "",
                "1." + kubernetesMinor,
                () -> new ApiAccess.Token("none", Instant.MAX));
        try (Time time = Time.system();
                KubernetesSession helm = backend.open(nowhere, time, ApiCall.Recorder.NONE)) {
            for (Component component : components) {
                RENDERED.put(
                        key(release, component, kubernetesMinor),
                        objects(files, helm.charts(), component, kubernetesMinor));
            }
        }
    }

    /** CRDs lie beside the templates, where Helm does not render them. */
    private static List<ObjectNode> objects(ReleaseFiles files, Charts helm, Component component, int kubernetesMinor) {
        SortedMap<String, byte[]> chart = files.folder("manifests/charts/" + component.chart() + "/");
        List<ObjectNode> objects = new ArrayList<>();
        chart.forEach((path, text) -> {
            if (path.startsWith("crds/")) {
                objects.addAll(parse(new String(text, StandardCharsets.UTF_8)));
            }
        });
        Map<String, Object> values =
                JSON.convertValue(component.values(), new com.fasterxml.jackson.core.type.TypeReference<>() {});
        objects.addAll(parse(template(helm, chart, component, values, kubernetesMinor)));
        return objects;
    }

    private static String template(
            Charts helm,
            SortedMap<String, byte[]> chart,
            Component component,
            Map<String, Object> values,
            int kubernetesMinor) {
        try {
            Path file = Files.createTempFile("sandbox-operator-", ".tgz");
            try {
                SortedMap<String, byte[]> templates = new TreeMap<>(chart);
                templates.keySet().removeIf(path -> path.startsWith("crds/"));
                Files.write(file, TarGz.pack("chart/", templates));
                return helm.template(
                        new Charts.ChartRelease(component.namespace(), "istio", file, values, false),
                        "1." + kubernetesMinor);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot write a chart to the temporary folder.", e);
        }
    }

    private static List<ObjectNode> parse(String yaml) {
        List<ObjectNode> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNextValue()) {
                if (documents.nextValue() instanceof ObjectNode object && object.hasNonNull("kind")) {
                    objects.add(object);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A chart of Istio's renders to what is no YAML.", e);
        }
        return objects;
    }
}
