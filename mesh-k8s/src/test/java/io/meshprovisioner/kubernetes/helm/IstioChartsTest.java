package io.meshprovisioner.kubernetes.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.kubernetes.SharedData;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real charts through the real Helm, in its worker. */
@EnabledOnOs(OS.LINUX)
class IstioChartsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1.9.3, 1.20", "1.23.6, 1.29", "1.29.6, 1.34", "1.30.3, 1.35"})
    void render(String istio, String kubernetes) throws IOException {
        Path charts = SharedData.istioCharts(istio, folder);
        String gateway = istio.equals("1.9.3") ? "gateways/istio-ingress" : "gateway";
        Map<String, Object> values = Map.of("global", Map.of("hub", "docker.io/istio", "tag", istio));
        Map<String, String> rendered = new LinkedHashMap<>();
        ApiAccess none = new ApiAccess(
                "none", URI.create("https://127.0.0.1:1"), "", kubernetes, () -> new ApiAccess.Token("t", Instant.MAX));
        try (Time time = Time.system();
                HelmRunner helm = HelmRunner.inChildJvm().open(none, time)) {
            for (String chart : List.of("base", "istio-control/istio-discovery", gateway)) {
                rendered.put(
                        chart,
                        helm.run(new HelmOperation.Template(
                                "istio-system",
                                "it",
                                charts.resolve(chart),
                                chart.equals("gateway") ? Map.of() : values,
                                kubernetes)));
            }
        }
        assertThat(rendered.get("istio-control/istio-discovery"))
                .contains("kind: Deployment", "istiod", "docker.io/istio/pilot:" + istio)
                .doesNotContain("istio-testing", "istio.io/testing", ":latest");
        assertThat(rendered.get(gateway)).contains("kind: Service", "kind: Deployment");
        assertThat(rendered.get("base")).contains("kind: ValidatingWebhookConfiguration");
    }
}
