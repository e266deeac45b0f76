package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same charts from elsewhere. */
class ChartSourcesTest {
    @TempDir
    Path cache;

    @Test
    void fromARegistryAndOnceMoreFromTheCache() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            MeshProvisioner shop = sandbox.newRun()
                    .withChartCache(cache)
                    .withIstio("1.30.3", istio -> istio.charts(ChartSource.oci("oci://gcr.io/istio-release/charts")));
            assertThat(shop.install().status().healthy()).isTrue();
            assertThat(cache.toFile().list()).hasSize(3);
            assertThat(sandbox.newRun().withIstio("1.30.3").plan().changesNothing())
                    .as("the published repository has the same charts")
                    .isTrue();
        }
    }
}
