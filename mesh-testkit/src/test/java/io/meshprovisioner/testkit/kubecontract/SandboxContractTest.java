package io.meshprovisioner.testkit.kubecontract;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import io.meshprovisioner.testkit.realcluster.ApiClient;
import io.meshprovisioner.testkit.world.Era;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The suite on the sandbox, in the Kubernetes of today and in the one that Istio 1.9.3 needs. */
class SandboxContractTest {
    @TempDir
    static Path folder;

    private static final List<Sandbox> SANDBOXES = new ArrayList<>();

    @AfterAll
    static void close() {
        SANDBOXES.forEach(Sandbox::close);
    }

    @TestFactory
    Stream<DynamicTest> answersAsKubernetesDoes() throws Exception {
        return on(Era.TODAY, 35);
    }

    @TestFactory
    Stream<DynamicTest> answersAsKubernetesDidInTheGuidesTime() throws Exception {
        return on(Era.GUIDE, 20);
    }

    private static Stream<DynamicTest> on(Era era, int minor) throws Exception {
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().era(era).realTime(1));
        SANDBOXES.add(sandbox);
        Path kubeconfig = folder.resolve("kubeconfig-" + minor);
        sandbox.addStandaloneCluster(kubeconfig);
        ApiClient api = ApiClient.of(kubeconfig);
        assertThat(new String(api.call("GET", "/version", Map.of(), "").body(), StandardCharsets.UTF_8))
                .contains("\"minor\":\"" + minor);
        return KubernetesContract.on(api, minor, "s" + minor);
    }
}
