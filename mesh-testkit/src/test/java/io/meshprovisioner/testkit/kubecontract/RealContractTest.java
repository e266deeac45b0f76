package io.meshprovisioner.testkit.kubecontract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.testkit.realcluster.ApiClient;
import io.meshprovisioner.testkit.realcluster.Assets;
import io.meshprovisioner.testkit.realcluster.ControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The suite on real control planes: those of {@code KUBEBUILDER_ASSETS} and {@code KUBEBUILDER_ASSETS_1_21} (folders with
 * etcd, kube-apiserver and kube-controller-manager), and the cluster of {@code MESH_CONTRACT_KUBECONFIG}, which gets
 * namespaces and definitions of this suite for a while.
 */
@Tag("alone")
class RealContractTest {
    private static final String[] PROGRAMS = {"etcd", "kube-apiserver", "kube-controller-manager"};

    @TempDir
    static Path folder;

    private static final List<ControlPlane> PLANES = new ArrayList<>();

    @AfterAll
    static void close() {
        PLANES.forEach(ControlPlane::close);
    }

    @TestFactory
    Stream<DynamicTest> todaysKubernetesAnswersAsTheSandboxDoes() throws Exception {
        return on(plane("KUBEBUILDER_ASSETS"));
    }

    @TestFactory
    Stream<DynamicTest> theKubernetesOfTheGuideAnswersAsTheSandboxDoes() throws Exception {
        return on(plane("KUBEBUILDER_ASSETS_1_21"));
    }

    @TestFactory
    @EnabledIfEnvironmentVariable(named = "MESH_CONTRACT_KUBECONFIG", matches = ".+")
    Stream<DynamicTest> theCallersClusterAnswersAsTheSandboxDoes() throws Exception {
        return on(ApiClient.of(Path.of(System.getenv("MESH_CONTRACT_KUBECONFIG"))));
    }

    private static ApiClient plane(String variable) throws Exception {
        Path assets = Assets.require(variable, PROGRAMS);
        ControlPlane plane = ControlPlane.start(assets, Files.createDirectory(folder.resolve(variable)));
        PLANES.add(plane);
        return plane.api();
    }

    private static Stream<DynamicTest> on(ApiClient api) throws Exception {
        JsonNode version = new ObjectMapper()
                .readTree(api.call("GET", "/version", Map.of(), "").body());
        int minor = Integer.parseInt(version.get("minor").asText().replaceAll("\\D.*", ""));
        return KubernetesContract.on(api, minor, Long.toString(System.nanoTime() % 1_000_000, 36));
    }
}
