package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.ChartLibrary.ReleaseFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads an unpacked release. */
final class ReleaseFolder {
    private static final List<String> KEPT = List.of("manifests/charts", "samples/addons");

    private ReleaseFolder() {}

    static ReleaseFiles read(Path root, Predicate<String> wanted) throws IOException {
        if (!Files.isDirectory(root.resolve("manifests/charts"))) {
            throw new FileNotFoundException("There is no folder manifests/charts in " + root + ".");
        }
        Map<String, byte[]> files = new HashMap<>();
        for (String part : KEPT) {
            Path folder = root.resolve(part);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            List<Path> found;
            try (Stream<Path> walk = Files.walk(folder)) {
                found = walk.filter(Files::isRegularFile).toList();
            }
            for (Path file : found) {
                String path = root.relativize(file).toString().replace('\\', '/');
                if (wanted.test(path)) {
                    files.put(path, Files.readAllBytes(file));
                }
            }
        }
        return new ReleaseFiles(root.toString(), files);
    }
}
