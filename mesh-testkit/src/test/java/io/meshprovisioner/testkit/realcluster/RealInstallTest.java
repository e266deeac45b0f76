package io.meshprovisioner.testkit.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.kubernetes.ExistingCluster;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.testkit.charts.ChartContent;
import io.meshprovisioner.testkit.charts.OperatorCharts;
import io.meshprovisioner.testkit.kube.control.OperatorImage;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real charts into a real control plane, by the code that also installs into the sandbox. What runs in its pods is
 * simulated: KWOK plays nodes, the sandbox's actors play load balancers and istiod.
 */
@Tag("alone")
class RealInstallTest {
    @TempDir
    Path folder;

    private ControlPlane plane;

    @AfterEach
    void close() {
        if (plane != null) {
            plane.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.30.3", "1.29.6"})
    void chartsOfToday(String release) throws Exception {
        goesInAndOut("KUBEBUILDER_ASSETS", release, istio -> istio, OperatorImage.EMPTY);
    }

    @Test
    void chartsOfTheGuidesRelease() throws Exception {
        goesInAndOut("KUBEBUILDER_ASSETS_1_21", "1.9.3", istio -> istio, OperatorImage.EMPTY);
    }

    @Test
    void theGuidesOperator() throws Exception {
        goesInAndOut(
                "KUBEBUILDER_ASSETS_1_21",
                "1.9.3",
                istio -> istio.operator(operator -> operator),
                new OperatorCharts(ChartContent.own()));
    }

    private void goesInAndOut(String variable, String release, UnaryOperator<IstioSpec> how, OperatorImage image)
            throws Exception {
        Path assets =
                Assets.require(variable, "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok");
        ChartSource charts = Assets.charts(release);
        plane = ControlPlane.start(assets, folder);
        plane.withNodes(assets, 3);
        Standing standing = new Standing(plane.api());
        Set<String> before = standing.settled();
        try (Actors actors = new Actors(plane.api(), image)) {
            MeshProvisioner shop = MeshProvisioner.forCluster(ExistingCluster.kubeconfig(plane.kubeconfig()))
                    .withIstio(release, istio -> how.apply(istio.charts(charts)));
            try (Mesh mesh = shop.install()) {
                assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();
                assertThat(mesh.status().mesh().orElseThrow().version()).isEqualTo(release);
                assertThat(shop.install().timeline().orElseThrow().changedNothing())
                        .isTrue();
                assertThat(standing.images()).isNotEmpty().noneMatch(Standing::unreleased);
                UninstallReport gone = mesh.uninstall();
                assertThat(gone.nothingLeft()).as(gone.toString()).isTrue();
            }
        }
        assertThat(standing.since(before))
                .isNotEmpty()
                .allMatch(line -> line.contains("customresourcedefinitions") && line.contains("istio.io"));
    }
}
