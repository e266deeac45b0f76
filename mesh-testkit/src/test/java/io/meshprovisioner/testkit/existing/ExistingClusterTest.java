package io.meshprovisioner.testkit.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.kubernetes.ExistingCluster;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that somebody else made, known by its kubeconfig alone. */
class ExistingClusterTest {
    @TempDir
    Path folder;

    private Path platform(Sandbox sandbox) throws IOException {
        sandbox.provisioner().withName("platform").install();
        Path kubeconfig = folder.resolve("config");
        sandbox.writeKubeconfig(new ClusterKey("us-west-2", "platform"), kubeconfig);
        return kubeconfig;
    }

    @Test
    void istioGoesInAndOutAndTheClusterStays() throws IOException {
        try (Sandbox sandbox = Sandbox.start()) {
            Path kubeconfig = platform(sandbox);
            List<String> before = sandbox.inventory();
            int calls = awsCalls(sandbox);

            MeshProvisioner shop = on(sandbox, kubeconfig).withIstio("1.30.3");
            Plan plan = shop.plan();
            assertThat(plan.steps()).noneMatch(step -> step.kind().matches("(ec2|eks|iam):.*"));
            assertThat(plan.iamPolicy().statements()).isEmpty();

            Mesh mesh = shop.install();
            assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();
            assertThat(on(sandbox, kubeconfig).find()).isPresent();
            assertThat(on(sandbox, kubeconfig).withName("other").find()).isEmpty();
            assertThat(on(sandbox, kubeconfig)
                            .withIstio("1.30.3")
                            .install()
                            .timeline()
                            .orElseThrow()
                            .changedNothing())
                    .isTrue();

            UninstallReport gone = on(sandbox, kubeconfig).uninstall();
            assertThat(gone.nothingLeft()).as(gone.toString()).isTrue();
            assertThat(awsCalls(sandbox)).as("calls to AWS by us").isEqualTo(calls);
            assertThat(on(sandbox, kubeconfig).meshes()).isEmpty();
            List<String> left = sandbox.inventory();
            assertThat(left.stream().filter(line -> !before.contains(line)))
                    .allMatch(line -> line.contains("CustomResourceDefinition") || line.contains("istio.io"));
            assertThat(before.stream().filter(line -> !left.contains(line))).isEmpty();
        }
    }

    @Test
    void theClusterItselfCannotBeAskedFor() throws IOException {
        try (Sandbox sandbox = Sandbox.start()) {
            Path kubeconfig = folder.resolve("config");
            sandbox.addStandaloneCluster(kubeconfig);
            assertThatThrownBy(() -> on(sandbox, kubeconfig)
                            .withVpc("10.1.0.0/16")
                            .withTag("team", "shop")
                            .withIstio("1.30.3")
                            .plan())
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("vpc: A cluster that stands is taken as it is.")
                    .hasMessageContaining("tags: ");
            assertThat(on(sandbox, kubeconfig).withIstio("1.30.3").plan().steps())
                    .isNotEmpty();
        }
    }

    @Test
    void anIstioThatTheClusterIsTooNewForIsRefused() throws IOException {
        try (Sandbox sandbox = Sandbox.start()) {
            Path kubeconfig = folder.resolve("config");
            sandbox.addStandaloneCluster(kubeconfig);
            assertThatThrownBy(() -> on(sandbox, kubeconfig).withIstio("1.9.3").plan())
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("cannot work on the cluster's Kubernetes 1.35");
        }
    }

    private static MeshProvisioner on(Sandbox sandbox, Path kubeconfig) {
        return sandbox.provisioner(ExistingCluster.kubeconfig(kubeconfig));
    }

    private static int awsCalls(Sandbox sandbox) {
        return (int) sandbox.calls().stream()
                .filter(call -> !call.operation().startsWith("kubernetes"))
                .count();
    }
}
