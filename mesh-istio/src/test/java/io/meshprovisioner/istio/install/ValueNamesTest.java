package io.meshprovisioner.istio.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.istio.SharedData;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spec.IstioSpec;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real charts: a misspelt name is told, and what people set passes. */
class ValueNamesTest {
    private static final Map<String, Object> COMMON = Map.of(
            "pilot",
            Map.of(
                    "replicaCount",
                    2,
                    "autoscaleMin",
                    2,
                    "traceSampling",
                    1,
                    "env",
                    Map.of("PILOT_ANYTHING", "1"),
                    "resources",
                    Map.of("limits", Map.of("ephemeral-storage", "1Gi"))),
            "global",
            Map.of("proxy", Map.of("logLevel", "debug"), "logging", Map.of("level", "default:debug")),
            "meshConfig",
            Map.of("outboundTrafficPolicy", Map.of("mode", "REGISTRY_ONLY"), "whateverComes", true));

    @ParameterizedTest
    @ValueSource(strings = {"1.9.3", "1.23.6", "1.29.6", "1.30.3"})
    void misspeltNamesAreTold(String release) throws Exception {
        ValueNames names =
                new ValueNames(List.of(charts(IstioSpec.version(release)).istiod()));

        assertThat(names.unknown(COMMON, "istiod")).isEmpty();
        assertThat(names.unknown(
                        Map.of(
                                "pilot",
                                Map.of("replicaCuont", 2),
                                "golbal",
                                Map.of("hub", "x"),
                                "global",
                                Map.of("q7", 1)),
                        "istiod"))
                .extracting(SpecProblem::path)
                .containsExactlyInAnyOrder(
                        "istio.values.pilot.replicaCuont", "istio.values.golbal", "istio.values.global.q7");
        assertThat(names.unknown(Map.of("pilot", Map.of("replicaCuont", 2)), "istiod"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.advice()).contains("\"replicaCount\""));
        assertThat(names.unknown(Map.of("pilot", List.of("no map")), "istiod")).isEmpty();
    }

    /** An operator hands the values to every chart of its release. */
    @ParameterizedTest
    @ValueSource(strings = {"1.9.3", "1.23.6"})
    void theOperatorReadsTheNamesOfAllItsCharts(String release) throws Exception {
        List<Chart> operated = charts(IstioSpec.version(release).operator(operator -> operator))
                .operated();
        assertThat(operated).extracting(Chart::name).contains("base", "istio-ingress", "istio-egress");
        ValueNames names = new ValueNames(operated);

        assertThat(names.unknown(COMMON, "The operator")).isEmpty();
        assertThat(names.unknown(
                        Map.of(
                                "gateways",
                                Map.of(
                                        "istio-ingressgateway",
                                        Map.of("autoscaleMax", 7, "autoscaleMox", 7),
                                        "istio-egressgateway",
                                        Map.of("autoscaleEnabled", false))),
                        "The operator"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("istio.values.gateways.istio-ingressgateway.autoscaleMox");
                    assertThat(problem.advice()).contains("\"autoscaleMax\"");
                });
    }

    private static ChartSet charts(IstioSpec asked) throws Exception {
        String release = asked.version();
        Path archive = SharedData.file("istio-releases/istio-" + release + ".tar.gz");
        String sum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive)));
        IstioSpec spec = asked.charts(ChartSource.archive(archive, sum));
        return new ChartLibrary(
                        spec,
                        IstioVersion.parse(release).orElseThrow(),
                        address -> {
                            if (!address.getScheme().equals("file")) {
                                throw new FileNotFoundException(address.toString());
                            }
                            InputStream in = Files.newInputStream(Path.of(address));
                            return in;
                        },
                        false)
                .load();
    }
}
