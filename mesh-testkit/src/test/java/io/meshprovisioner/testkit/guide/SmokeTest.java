package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.MutualTls;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.SmokeReport;
import io.meshprovisioner.testkit.Sandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G6.2: a request to the guide's workload from inside the mesh and through the ingress gateway, and what came of it. */
class SmokeTest {

    @ParameterizedTest
    @ValueSource(strings = {"1.9.3", "1.30.3"})
    void bothWaysAnswerAndTheMeshsOwnUsesMutualTls(String release) {
        try (GuideMesh guide = new GuideMesh(release)) {
            Mesh mesh = guide.install(istio -> istio.mutualTls(MutualTls.STRICT));
            SmokeReport report = mesh.workloads().smokeTest();

            assertThat(report.passed()).as(report.toString()).isTrue();
            assertThat(report.workload().inMesh()).isTrue();
            assertThat(report.ways()).hasSize(2).allSatisfy(way -> {
                assertThat(way.statuses()).isEqualTo(List.of(200, 200, 200, 200, 200));
                assertThat(way.latencies()).hasSize(5);
                assertThat(way.medianLatency()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
                assertThat(way.mutualTls()).contains(true);
                assertThat(way.problem()).isEmpty();
            });
            assertThat(report.ways().get(0).url()).isEqualTo("http://demo.test-ns.svc.cluster.local:8080/");
            assertThat(guide.objects())
                    .as("what sent the requests is gone, the workload stays")
                    .contains("Deployment test-ns/demo")
                    .noneMatch(line -> line.contains("smoke"));
        }
    }

    /** The client is real client-java here, and the log comes over HTTP. */
    @Test
    void overHttpToo() {
        try (Sandbox sandbox = Sandbox.start();
                Mesh mesh = sandbox.provisioner().withIstio("1.30.3").install()) {
            assertThat(mesh.workloads().smokeTest().passed()).isTrue();
        }
    }

    @Test
    void withoutMutualTlsItIsSaidSo() throws IOException {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio.profile(IstioProfile.MINIMAL));
            mesh.workloads().deploy(kuard -> kuard);
            guide.put((ObjectNode) new YAMLMapper().readTree("""
                    apiVersion: networking.istio.io/v1
                    kind: DestinationRule
                    metadata: {name: d, namespace: test-ns}
                    spec: {host: demo.test-ns.svc.cluster.local, trafficPolicy: {tls: {mode: DISABLE}}}
                    """));
            SmokeReport report = mesh.workloads().smokeTest();
            assertThat(report.ways()).as("there is no gateway").hasSize(1);
            assertThat(report.passed()).isTrue();
            assertThat(report.ways().get(0).mutualTls()).isEqualTo(Optional.of(false));
        }
    }

    @Test
    void whatStandsBesideTheMeshRefusesNobodyAndTellsNothingOfTls() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            SmokeReport report = mesh.workloads().smokeTest(WorkloadSpec.kuard().outsideTheMesh());
            assertThat(report.passed()).as(report.toString()).isTrue();
            assertThat(report.ways().get(0).mutualTls()).isEmpty();
        }
    }

    @Test
    void aWorkloadThatDoesNotComeUpEndsTheTestWithItsReason() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            assertThatThrownBy(() ->
                            mesh.workloads().smokeTest(WorkloadSpec.kuard().image("registry.invalid/kuard:blue")))
                    .isInstanceOf(ResourceFailedException.class)
                    .hasMessageContaining("registry.invalid/kuard:blue");
        }
    }
}
