package io.meshprovisioner.kubernetes.helm;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A copy of a chart that Helm can take, and that says in Chart.yaml that the release is ours. Helm keeps a chart's
 * annotations with every revision from its first record on, also of one that fails or never ends; a description or
 * label it would not.
 */
final class StagedChart implements AutoCloseable {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};

    private static final Pattern NEW_DRAFT = Pattern.compile("draft/20");

    private final Path folder;
    private final Path chart;

    private StagedChart(Path folder, Path chart) {
        this.folder = folder;
        this.chart = chart;
    }

    /**
     * @param chart a chart's folder or a packed chart
     * @param folder that is made for the copy, and deleted on {@link #close}
     * @param fingerprint empty: the copy is not marked
     */
    static StagedChart copy(Path chart, Path folder, String fingerprint) throws IOException {
        Files.createDirectory(folder);
        StagedChart staged;
        if (Files.isDirectory(chart)) {
            copyFolder(chart, folder);
            staged = new StagedChart(folder, folder);
        } else {
            unpack(chart, folder);
            staged = new StagedChart(folder, root(chart, folder));
        }
        if (!fingerprint.isEmpty()) {
            annotate(staged.chart.resolve("Chart.yaml"), fingerprint);
        }
        mendSchemas(staged.chart);
        return staged;
    }

    /** The copy, as a chart's folder. */
    Path path() {
        return chart;
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isFile()) {
                    continue;
                }
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("The chart holds a file that would leave its folder: " + entry.getName());
                }
                Files.createDirectories(target.getParent());
                Files.copy(tar, target);
            }
        }
    }

    private static Path root(Path archive, Path folder) throws IOException {
        try (Stream<Path> top = Files.list(folder)) {
            return top.filter(path -> Files.exists(path.resolve("Chart.yaml")))
                    .findFirst()
                    .orElseThrow(() -> new IOException(archive + " holds no chart."));
        }
    }

    private static void annotate(Path file, String fingerprint) throws IOException {
        Map<String, Object> metadata = new LinkedHashMap<>(YAML.readValue(file.toFile(), DOCUMENT));
        Map<String, Object> annotations = new LinkedHashMap<>();
        if (metadata.get("annotations") instanceof Map<?, ?> present) {
            present.forEach((key, value) -> annotations.put(String.valueOf(key), value));
        }
        annotations.put(Fingerprint.ANNOTATION, fingerprint);
        metadata.put("annotations", annotations);
        // A JSON document is a YAML document.
        JSON.writeValue(file.toFile(), metadata);
    }

    /**
     * Up to draft 7 of JSON Schema, nothing beside a {@code $ref} counts; charts were written for that (Istio's gateway
     * chart of 1.23 forbids its own values otherwise). Since 3.18.5 Helm reads them by the newest draft.
     */
    private static void mendSchemas(Path chart) throws IOException {
        List<Path> schemas;
        try (Stream<Path> files = Files.walk(chart)) {
            schemas = files.filter(file -> file.getFileName().toString().equals("values.schema.json"))
                    .toList();
        }
        for (Path file : schemas) {
            Map<String, Object> schema = JSON.readValue(file.toFile(), DOCUMENT);
            if (schema.containsKey("$ref")
                    && !NEW_DRAFT.matcher(String.valueOf(schema.get("$schema"))).find()) {
                schema.keySet().removeIf(member -> !member.startsWith("$") && !member.equals("definitions"));
                JSON.writeValue(file.toFile(), schema);
            }
        }
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }
}
