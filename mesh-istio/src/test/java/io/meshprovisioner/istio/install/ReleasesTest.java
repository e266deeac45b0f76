package io.meshprovisioner.istio.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.spi.KubernetesSupport;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ReleasesTest {
    private final IstioInstaller installer = new IstioInstaller();

    @Test
    void everyMinorReleaseHasItsKubernetesVersions() {
        KubernetesSupport guide = installer.kubernetesSupport("1.9.3").orElseThrow();
        assertThat(guide)
                .usingRecursiveComparison()
                .ignoringFields("others")
                .isEqualTo(new KubernetesSupport("1.9.3", 17, 20, 21));
        assertThat(guide.othersFor(35)).containsExactly("1.30.3", "1.29.6");
        assertThat(installer.kubernetesSupport("1.13.0").orElseThrow().worksTo())
                .isEqualTo(24);
        assertThat(installer.kubernetesSupport("1.14.0").orElseThrow().worksTo())
                .isGreaterThan(36);
        KubernetesSupport newest = installer.kubernetesSupport("1.30.3").orElseThrow();
        assertThat(newest.testedFrom()).isEqualTo(32);
        assertThat(newest.testedTo()).isEqualTo(36);
        for (int minor = 9; minor <= 30; minor++) {
            KubernetesSupport support =
                    installer.kubernetesSupport("1." + minor + ".0").orElseThrow();
            assertThat(support.testedFrom()).isLessThan(support.testedTo());
            assertThat(support.worksTo()).isGreaterThanOrEqualTo(support.testedTo());
        }
    }

    @Test
    void unknownReleasesHaveNone() {
        assertThat(installer.kubernetesSupport("1.8.6")).isEmpty();
        assertThat(installer.kubernetesSupport("1.31.0")).isEmpty();
        assertThat(installer.kubernetesSupport("latest")).isEmpty();
    }

    @Test
    void releasesForAKubernetesVersionAreNewestFirst() {
        assertThat(installer.releasesFor(35)).containsExactly("1.30.3", "1.29.6");
        assertThat(installer.releasesFor(20)).contains("1.9.9", "1.13.9").doesNotContain("1.14.6");
        assertThat(installer.releasesFor(16)).isEmpty();
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(io.meshprovisioner.spi.MeshInstaller.class))
                .hasExactlyElementsOfTypes(IstioInstaller.class);
    }
}
