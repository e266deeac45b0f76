package io.meshprovisioner.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Finds the data that lies beside the project: MESH_SHARED, or a folder named shared next to a parent folder. */
public final class SharedData {
    private SharedData() {}

    /** A file or folder of the shared data; the test is skipped when it is not there (fails with MESH_REQUIRE_SHARED=1). */
    public static Path file(String relative) {
        Optional<Path> file = root().map(root -> root.resolve(relative)).filter(Files::exists);
        if (file.isEmpty()) {
            String reason = "shared data not found: " + relative + " (set MESH_SHARED to its folder)";
            if ("1".equals(System.getenv("MESH_REQUIRE_SHARED"))) {
                throw new IllegalStateException(reason);
            }
            Assumptions.abort(reason);
        }
        return file.orElseThrow();
    }

    private static Optional<Path> root() {
        String configured = System.getenv("MESH_SHARED");
        if (configured != null) {
            return Optional.of(Path.of(configured));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/istio-releases"))) {
                return Optional.of(at.resolve("shared"));
            }
        }
        return Optional.empty();
    }
}
