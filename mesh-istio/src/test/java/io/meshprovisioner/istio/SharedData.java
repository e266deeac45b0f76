package io.meshprovisioner.istio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Finds the data that lies beside the project: MESH_SHARED, or a folder named shared next to a parent folder. */
public final class SharedData {
    private SharedData() {}

    /** A file or folder of the shared data; the test is skipped when it is not there (fails with MESH_REQUIRE_SHARED=1). */
    public static Path file(String relative) {
        String configured = System.getenv("MESH_SHARED");
        Path root = configured == null ? beside() : Path.of(configured);
        Path file = root == null ? null : root.resolve(relative);
        if (file == null || !Files.exists(file)) {
            String reason = "shared data not found: " + relative + " (set MESH_SHARED to its folder)";
            if ("1".equals(System.getenv("MESH_REQUIRE_SHARED"))) {
                throw new IllegalStateException(reason);
            }
            Assumptions.abort(reason);
        }
        return file;
    }

    /** The text of a gzipped file. */
    public static String gunzip(Path file) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a gzipped file. */
    public static List<String> lines(String relative) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file(relative))), StandardCharsets.UTF_8))) {
            return reader.lines().collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path beside() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared").resolve("istio-releases"))) {
                return at.resolve("shared");
            }
        }
        return null;
    }
}
