package io.meshprovisioner.istio;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.Manifests.Origin;
import io.meshprovisioner.istio.Manifests.Stored;
import io.meshprovisioner.istio.yaml.DocumentReader;
import io.meshprovisioner.istio.yaml.DocumentWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Manifests on disk. */
final class ManifestFiles {
    private static final Path NEW = Path.of("manifests.yaml");

    private ManifestFiles() {}

    static List<Stored> read(Path path, DocumentReader reader) {
        List<Stored> stored = new ArrayList<>();
        Path folder = Files.isDirectory(path)
                ? path
                : Optional.ofNullable(path.getParent()).orElse(Path.of(""));
        for (Path file : files(path)) {
            Origin origin = new Origin(file, folder.relativize(file));
            reader.read(file).forEach(document -> stored.add(new Stored(document, Optional.of(origin), false)));
        }
        return stored;
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> walk = Files.walk(path)) {
            return walk.filter(file -> isManifest(file) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the folder " + path + ": " + e.getMessage(), e);
        }
    }

    private static boolean isManifest(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    static void write(List<Stored> stored, Path target) {
        boolean single = isManifest(target) && !Files.isDirectory(target);
        Map<Path, List<Stored>> byFile = new LinkedHashMap<>();
        for (Stored one : stored) {
            Path file = single
                    ? target
                    : target.resolve(one.file().map(Origin::relative).orElse(NEW));
            byFile.computeIfAbsent(file, name -> new ArrayList<>()).add(one);
        }
        byFile.forEach((file, documents) -> {
            if (!isAsItStands(file, documents)) {
                write(file, text(file, documents));
            }
        });
    }

    /** Whether the file is where all of these were read from, and none changed. */
    private static boolean isAsItStands(Path file, List<Stored> documents) {
        Path absolute = file.toAbsolutePath().normalize();
        return documents.stream()
                .allMatch(one -> !one.changed()
                        && one.file()
                                .map(origin -> origin.file().toAbsolutePath().normalize())
                                .equals(Optional.of(absolute)));
    }

    private static String text(Path file, List<Stored> documents) {
        List<? extends JsonNode> trees =
                documents.stream().map(one -> one.document().root()).toList();
        return file.toString().endsWith(".json")
                ? trees.stream().map(DocumentWriter::prettyJson).collect(Collectors.joining())
                : DocumentWriter.yamlStream(trees);
    }

    /** All or nothing: a reader never finds half a file. */
    private static void write(Path file, String text) {
        try {
            Path half = file.resolveSibling("." + file.getFileName() + ".part");
            if (half.getParent() != null) {
                Files.createDirectories(half.getParent());
            }
            try {
                Files.write(half, text.getBytes(StandardCharsets.UTF_8));
                Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
