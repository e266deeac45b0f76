package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import io.meshprovisioner.testkit.SharedData;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.Era;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** G3.1: the telemetry add-ons by name, in the release's version. */
class AddonsTest {

    @ParameterizedTest
    @EnumSource(IstioAddon.class)
    void anAddonRunsAndGoesWithTheMesh(IstioAddon addon) {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            List<String> before = guide.inventory();
            Mesh mesh = guide.install(istio -> istio.addons(addon));
            String name = addon.name().toLowerCase(Locale.ROOT);
            String kind = addon == IstioAddon.LOKI ? "StatefulSet" : "Deployment";
            ObjectNode workload =
                    guide.object("apps/v1", kind, "istio-system", name).orElseThrow();
            assertThat(workload.at("/status/readyReplicas").asInt()).isEqualTo(1);
            assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();
            Mesh again = guide.install(istio -> istio.addons(addon));
            assertThat(again.timeline().orElseThrow().changedNothing()).isTrue();

            guide.sandbox.newRun().uninstall();
            assertThat(guide.inventory()).isEqualTo(before);
        }
    }

    /** Kiali of 1.9 brings a kind of its own and objects of it in one file: what kubectl applies only the second time. */
    @Test
    void aKindAndItsObjectsInOneFileComeInTwoPasses() {
        try (GuideMesh guide = new GuideMesh("1.9.3")) {
            guide.install(istio -> istio.addons(IstioAddon.KIALI));
            assertThat(guide.objects())
                    .contains(
                            "CustomResourceDefinition monitoringdashboards.monitoring.kiali.io",
                            "MonitoringDashboard istio-system/go");
        }
    }

    @Test
    void theReleasesOwnFilesInstallInTheirVersions() {
        SharedData.file("istio-releases");
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().era(Era.GUIDE));
                Mesh mesh = sandbox.provisioner()
                        .withIstio(
                                "1.9.3",
                                istio -> istio.addons(
                                        IstioAddon.PROMETHEUS, IstioAddon.GRAFANA, IstioAddon.JAEGER, IstioAddon.KIALI))
                        .install()) {
            assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();
            assertThat(images(sandbox))
                    .contains(
                            "prom/prometheus:v2.21.0",
                            "grafana/grafana:7.2.1",
                            "docker.io/jaegertracing/all-in-one:1.20",
                            "quay.io/kiali/kiali:v1.29");
            int dashboards = sandbox.kernel().read(world -> cluster(world)
                    .list("monitoring.kiali.io/v1alpha1", "MonitoringDashboard")
                    .size());
            assertThat(dashboards).isEqualTo(20);
        }
    }

    @Test
    void whatTheReleaseDoesNotBringIsRefusedByName() {
        try (GuideMesh guide = new GuideMesh("1.9.3")) {
            assertThatThrownBy(() -> guide.install(istio -> istio.addons(IstioAddon.LOKI)))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("loki")
                    .hasMessageContaining("1.23");
        }
    }

    private static ClusterState cluster(io.meshprovisioner.testkit.world.World world) {
        return world.cluster(new ClusterKey("us-west-2", "mesh")).orElseThrow();
    }

    private static List<String> images(Sandbox sandbox) {
        return sandbox.kernel().read(world -> cluster(world).list("apps/v1", "Deployment").stream()
                .flatMap(deployment -> StreamSupport.stream(
                        deployment.at("/spec/template/spec/containers").spliterator(), false))
                .map(container -> container.path("image").asText())
                .toList());
    }
}
