package io.meshprovisioner.testkit.kubebackend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.spi.Charts;
import io.meshprovisioner.spi.Charts.ChartRelease;
import io.meshprovisioner.spi.Charts.Release;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official Istio charts by the real Helm into the simulated API, and out again. */
@EnabledOnOs(OS.LINUX)
class RealChartsTest {
    private static final Permit PERMIT = new Permit(0, Instant.EPOCH);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1.9.3, 1.20", "1.23.6, 1.30", "1.29.6, 1.35", "1.30.3, 1.35"})
    void install(String istio, String kubernetes) throws IOException {
        Path source = RealCharts.unpack(istio, folder);
        boolean guide = istio.equals("1.9.3");
        Map<String, Object> values = Map.of("global", Map.of("hub", "docker.io/istio", "tag", istio));
        try (SimulatedCluster cluster = new SimulatedCluster(kubernetes);
                KubernetesSession session = cluster.session()) {
            Charts charts = session.charts();
            apply(charts, "istio-base", source.resolve("base"), values);
            cluster.advance(java.time.Duration.ofSeconds(30));
            apply(charts, "istiod", source.resolve("istio-control/istio-discovery"), values);
            apply(
                    charts,
                    "istio-ingressgateway",
                    source.resolve(guide ? "gateways/istio-ingress" : "gateway"),
                    guide ? values : Map.of());
            assertThat(charts.list())
                    .extracting(Release::name)
                    .containsExactly("istio-base", "istio-ingressgateway", "istiod");
            assertThat(session.get(ObjectKey.of("apps/v1", "Deployment", "istio-system", "istiod")))
                    .isPresent();
            assertThat(session.list("networking.istio.io/v1beta1", "VirtualService", Optional.empty(), ""))
                    .isEmpty();
            charts.uninstall("istio-system", "istio-ingressgateway", PERMIT);
            charts.uninstall("istio-system", "istiod", PERMIT);
            charts.uninstall("istio-system", "istio-base", PERMIT);
            assertThat(charts.list()).isEmpty();
            assertThat(session.get(ObjectKey.of("apps/v1", "Deployment", "istio-system", "istiod")))
                    .isEmpty();
        }
    }

    private static void apply(Charts charts, String name, Path chart, Map<String, Object> values) {
        ChartRelease release = new ChartRelease("istio-system", name, chart, values, true);
        assertThat(charts.apply(release, PERMIT))
                .satisfies(applied -> assertThat(applied.status()).isEqualTo("deployed"))
                .satisfies(applied -> assertThat(applied.fingerprint()).isEqualTo(release.fingerprint()));
    }
}
