package io.meshprovisioner.testkit.kubecontract;

import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import io.meshprovisioner.testkit.realcluster.ApiClient;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The suite on the sandbox. */
class SandboxContractTest {
    private static final int MINOR = 35;

    @TempDir
    static Path folder;

    private static Sandbox sandbox;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.defaults().realTime(1));
        sandbox.addStandaloneCluster(folder.resolve("kubeconfig"));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @TestFactory
    Stream<DynamicTest> answersAsKubernetesDoes() throws Exception {
        return KubernetesContract.on(ApiClient.of(folder.resolve("kubeconfig")), MINOR, "s");
    }
}
