package io.meshprovisioner.testkit.realcluster;

import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The folder that a variable such as {@code KUBEBUILDER_ASSETS} names: programs of a real control plane. */
public final class Assets {
    private Assets() {}

    /** The folder, where it is named and has these programs. */
    public static Optional<Path> find(String variable, List<String> programs) {
        return Optional.ofNullable(System.getenv(variable)).map(Path::of).filter(folder -> programs.stream()
                .allMatch(program -> Files.isExecutable(folder.resolve(program))));
    }

    /** The same; the test is skipped, and says so, without it. */
    public static Path require(String variable, String... programs) {
        Optional<Path> found = find(variable, List.of(programs));
        String reason = "no real control plane: set " + variable + " to a folder with " + String.join(", ", programs)
                + " (see conformance/)";
        if (found.isEmpty()) {
            System.out.println("SKIPPED: " + reason);
        }
        Assumptions.assumeTrue(found.isPresent(), reason);
        return found.get();
    }

    /** A release of Istio as it is published, among the data for tests. */
    static ChartSource charts(String release) throws IOException, NoSuchAlgorithmException {
        Path archive = SharedData.file("istio-releases/istio-" + release + ".tar.gz");
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));
        return ChartSource.archive(archive, HexFormat.of().formatHex(sum));
    }
}
