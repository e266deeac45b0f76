package io.meshprovisioner.testkit.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.MeshRevisions;
import io.meshprovisioner.kubernetes.ExistingCluster;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.testkit.kube.control.OperatorImage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A control plane beside the one that runs, on a real API server: workloads and gateway go to it and come back, and it
 * goes. Injection is decided by the server, from the webhooks that Istio's charts and our tags make.
 */
@Tag("alone")
class RealUpgradeTest {
    private static final String OLD = "1.29.6";
    private static final String NEW = "1.30.3";
    private static final String REVISION = "1-30-3";

    @TempDir
    Path folder;

    @Test
    void canaryForthAndBack() throws Exception {
        Path assets = Assets.require(
                "KUBEBUILDER_ASSETS", "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok");
        ChartSource older = Assets.charts(OLD);
        ChartSource newer = Assets.charts(NEW);
        UnaryOperator<IstioSpec> beside = istio -> istio.charts(newer).revision(REVISION);
        try (ControlPlane plane = ControlPlane.start(assets, folder)) {
            plane.withNodes(assets, 3);
            Standing standing = new Standing(plane.api());
            Set<String> before = standing.settled();
            try (Actors actors = new Actors(plane.api(), OperatorImage.EMPTY)) {
                MeshProvisioner shop = MeshProvisioner.forCluster(ExistingCluster.kubeconfig(plane.kubeconfig()));
                MeshProvisioner old = shop.withIstio(OLD, istio -> istio.charts(older));
                try (Mesh mesh = old.install()) {
                    mesh.workloads().deploy(WorkloadSpec.kuard().replicas(3));
                    MeshRevisions revisions = mesh.revisions();
                    assertThat(revisions.report().counts()).isEqualTo(Map.of("default", 4L));

                    shop.withIstio(NEW, istio -> beside.apply(istio).noGateways())
                            .install()
                            .close();
                    revisions.tag("prod", REVISION);
                    assertThat(revisions.move("test-ns", "prod").proxiesIn("test-ns"))
                            .hasSize(3)
                            .allMatch(proxy -> proxy.revision().equals(REVISION)
                                    && proxy.version().equals(NEW));
                    shop.withIstio(NEW, beside).install().close();
                    assertThat(revisions.report().counts()).isEqualTo(Map.of(REVISION, 4L));
                    assertThat(standing.images()).isNotEmpty().noneMatch(Standing::unreleased);

                    revisions.move("test-ns", "default");
                    old.install().close();
                    assertThat(revisions.report().proxies())
                            .hasSize(4)
                            .allMatch(proxy -> proxy.revision().equals("default")
                                    && proxy.version().equals(OLD));
                    assertThat(revisions.untag("prod")).isNotEmpty();
                    assertThat(revisions.remove(REVISION)).isNotEmpty();
                    assertThat(standing.objects()).noneMatch(line -> line.contains(REVISION));
                    assertThat(mesh.status().healthy())
                            .as(mesh.status().toString())
                            .isTrue();
                    assertThat(old.plan().changesNothing())
                            .as(old.plan().toString())
                            .isTrue();

                    assertThat(mesh.uninstall(how -> how.removeCrds()).nothingLeft())
                            .isTrue();
                }
            }
            assertThat(standing.since(before)).isEmpty();
        }
    }
}
