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

    /**
     * The folder that {@code MESH_ISTIO_RELEASES} names; else {@code istio-releases} in the folder that
     * {@code MESH_SHARED} names; else {@code shared/istio-releases} beside the working directory or a folder above it.
     */
    static RealReleases fromEnvironment() {
        Optional<Path> named = variable("MESH_ISTIO_RELEASES");
        Optional<Path> shared = variable("MESH_SHARED").map(folder -> folder.resolve("istio-releases"));
        return new RealReleases(named.or(() -> shared).or(RealReleases::beside).filter(Files::isDirectory));
    }

    private static Optional<Path> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    private static Optional<Path> beside() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/istio-releases");
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
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
