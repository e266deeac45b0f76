package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.testkit.Sandbox;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster of somebody else's that two meshes ask for is the first one's: it has one Istio. */
class TwoMeshesTest {
    private static MeshProvisioner mesh(Sandbox sandbox, String name) {
        return sandbox.provisioner()
                .withName(name)
                .withCluster(c -> c.adopt("platform", how -> how))
                .withIstio("1.30.3");
    }

    @Test
    void theSecondIsRefusedAndItsUninstallLeavesTheFirstAsItIs() {
        try (Sandbox sandbox = Theirs.account()) {
            Theirs.byEksctl(sandbox, "platform");
            List<String> before = sandbox.inventory();
            mesh(sandbox, "shop").install();
            List<String> standing = sandbox.inventory();

            assertThatThrownBy(() -> mesh(sandbox, "bank").plan())
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("The Istio of this cluster is mesh shop's.")
                    .hasMessageContaining("withName(\"shop\")");
            assertThatThrownBy(() -> mesh(sandbox, "bank").install()).isInstanceOf(ResourceConflictException.class);
            assertThat(sandbox.provisioner().withName("bank").uninstall().nothingLeft())
                    .isTrue();
            assertThat(sandbox.inventory()).isEqualTo(standing);
            assertThat(sandbox.provisioner()
                            .withName("shop")
                            .find()
                            .orElseThrow()
                            .status()
                            .healthy())
                    .isTrue();

            assertThat(sandbox.provisioner().withName("shop").uninstall().nothingLeft())
                    .isTrue();
            mesh(sandbox, "bank").install();
            assertThat(sandbox.provisioner().withName("bank").uninstall().nothingLeft())
                    .isTrue();
            assertThat(sandbox.inventory())
                    .filteredOn(line -> !line.contains("istio.io"))
                    .isEqualTo(before);
        }
    }
}
