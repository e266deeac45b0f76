package io.meshprovisioner.kubernetes;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Assumptions;

/** The data that lies beside the project: in the folder that MESH_SHARED names, or in {@code shared} of a folder above. */
public final class SharedData {
    private SharedData() {}

    /** A file or folder of it; without it the test is skipped, or fails where MESH_REQUIRE_SHARED is 1. */
    public static Path require(String path) {
        Path found = find(path);
        if (found == null) {
            String message = "The shared data has no " + path + ": set MESH_SHARED to the folder that holds it.";
            if ("1".equals(System.getenv("MESH_REQUIRE_SHARED"))) {
                fail(message);
            }
            Assumptions.abort(message);
        }
        return found;
    }

    private static Path find(String path) {
        String named = System.getenv("MESH_SHARED");
        if (named != null) {
            Path file = Path.of(named, path);
            return Files.exists(file) ? file : null;
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared").resolve(path);
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }

    /** The charts of an Istio release, unpacked; the folder that holds {@code base} and the others. */
    public static Path istioCharts(String version, Path into) throws IOException {
        Path archive = require("istio-releases/istio-" + version + ".tar.gz");
        String charts = "istio-" + version + "/manifests/";
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && entry.getName().startsWith(charts)) {
                    Path target = into.resolve(entry.getName());
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                }
            }
        }
        return into.resolve(charts + "charts");
    }
}
