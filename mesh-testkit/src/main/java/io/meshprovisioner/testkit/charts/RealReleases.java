package io.meshprovisioner.testkit.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Official releases at hand, as {@code istio-<version>.tar.gz} in a folder. */
final class RealReleases {
    private final Optional<Path> folder;

    RealReleases(Optional<Path> folder) {
        this.folder = folder;
    }

    /** The folder named by {@code MESH_ISTIO_RELEASES}; none where that is not set. */
    static RealReleases fromEnvironment() {
        return new RealReleases(Optional.ofNullable(System.getenv("MESH_ISTIO_RELEASES"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .filter(Files::isDirectory));
    }

    Optional<ReleaseFiles> find(Release release) {
        return folder.map(path -> path.resolve("istio-" + release + ".tar.gz"))
                .filter(Files::isRegularFile)
                .map(file -> new ReleaseFiles(
                        release, true, TarGz.unpack(read(file), "istio-" + release + "/", path -> true)));
    }

    List<Release> all() {
        if (folder.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("istio-") && name.endsWith(".tar.gz"))
                    .map(name -> name.substring("istio-".length(), name.length() - ".tar.gz".length()))
                    .flatMap(name -> Release.parse(name).stream())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of Istio releases cannot be read.", e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The Istio release " + file + " cannot be read.", e);
        }
    }
}
