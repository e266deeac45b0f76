package io.meshprovisioner.testkit.kubecontract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.testkit.realcluster.ApiClient;
import io.meshprovisioner.testkit.realcluster.ControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The suite on a real control plane: that of {@code KUBEBUILDER_ASSETS} (a folder with etcd, kube-apiserver and
 * kube-controller-manager), or the cluster of {@code MESH_CONTRACT_KUBECONFIG}, which gets namespaces and definitions
 * of this suite for a while.
 */
class RealContractTest {
    @TempDir
    static Path folder;

    private static ControlPlane plane;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        Optional<String> cluster = Optional.ofNullable(System.getenv("MESH_CONTRACT_KUBECONFIG"));
        Optional<Path> assets = Optional.ofNullable(System.getenv("KUBEBUILDER_ASSETS"))
                .map(Path::of)
                .filter(path -> Files.isExecutable(path.resolve("kube-controller-manager")));
        if (cluster.isPresent()) {
            api = ApiClient.of(Path.of(cluster.get()));
        } else if (assets.isPresent()) {
            plane = ControlPlane.start(assets.get(), folder);
            api = plane.api();
        }
        String reason = "no real control plane: set KUBEBUILDER_ASSETS (see conformance/) or MESH_CONTRACT_KUBECONFIG";
        if (api == null) {
            System.out.println("SKIPPED: " + reason);
        }
        Assumptions.assumeTrue(api != null, reason);
    }

    @AfterAll
    static void close() {
        if (plane != null) {
            plane.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> answersAsTheSandboxDoes() throws Exception {
        JsonNode version = new ObjectMapper()
                .readTree(api.call("GET", "/version", Map.of(), "").body());
        int minor = Integer.parseInt(version.get("minor").asText().replaceAll("\\D.*", ""));
        return KubernetesContract.on(api, minor, Long.toString(System.nanoTime() % 1_000_000, 36));
    }
}
