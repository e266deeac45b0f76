package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.MeshStatus;
import io.meshprovisioner.UpgradePlan;
import io.meshprovisioner.UpgradePlan.IstioStep;
import io.meshprovisioner.UpgradePlan.KubernetesStep;
import io.meshprovisioner.UpgradePlan.Step;
import io.meshprovisioner.UpgradePlan.Way;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import io.meshprovisioner.testkit.charts.ChartContent;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** From the guide's release to today's: as a plan, and rehearsed step by step. */
class UpgradePlanTest {
    @Test
    void theWayIsComputedAndWhatTodaysEksRefusesIsMarked() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            UpgradePlan plan = sandbox.newRun().upgradePlan("1.9.3", "1.20", "1.30.3", Way.IN_PLACE);
            System.out.println(plan);

            assertThat(plan.hops()).isEqualTo(21);
            assertThat(plan.steps())
                    .filteredOn(KubernetesStep.class::isInstance)
                    .extracting(Step::to)
                    .containsExactly(
                            "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27", "1.28", "1.29", "1.30", "1.31",
                            "1.32");
            assertThat(plan.steps()).allMatch(step -> step.remark().isEmpty());
            assertThat(plan.steps())
                    .filteredOn(step -> step.refused().isEmpty())
                    .as("what can be done on today's EKS")
                    .extracting(step -> step.from() + " -> " + step.to())
                    .containsExactly("1.30 -> 1.31", "1.28.10 -> 1.29.6", "1.31 -> 1.32", "1.29.6 -> 1.30.3");

            UpgradePlan beside = sandbox.newRun().upgradePlan("1.9.3", "1.20", "1.30.3", Way.BY_REVISION);
            assertThat(beside.hops()).isEqualTo(11);
            assertThat(sandbox.newRun()
                            .upgradePlan("1.30.3", "1.35", "1.30.3", Way.IN_PLACE)
                            .steps())
                    .isEmpty();
            assertThatThrownBy(() -> sandbox.newRun().upgradePlan("1.30.3", "1.35", "1.9.3", Way.IN_PLACE))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("only goes up");
            assertThatThrownBy(() -> sandbox.newRun().upgradePlan("1.9.3", "1.25", "1.30.3", Way.IN_PLACE))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("cannot work on Kubernetes 1.25");
        }
    }

    /** The end of the way with the sandbox's own charts, each step by one install. */
    @Test
    void theLastHopsAreRehearsed() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.EVERY_VERSION, 0)) {
            assertThat(rehearse(sandbox::newRun, "1.28.10", "1.30", release -> "own charts"))
                    .containsExactly("1.31", "1.29.6", "1.32", "1.30.3");
        }
    }

    /** Where the kinds become the base chart's: the official 1.23.6, then a chart that has them among its templates. */
    @Test
    void kindsAreHandedOverToHelm() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().era(Era.EVERY_VERSION))) {
            MeshProvisioner mesh = sandbox.provisioner().withCluster(cluster -> cluster.version("1.28"));
            mesh.withIstio("1.23.6").install();
            assertThat(mesh.withIstio("1.24.6").install().status().healthy()).isTrue();
        }
    }

    /** The whole way, with the official charts of the releases at hand; some minutes: with {@code -Dmesh.series=all}. */
    @Test
    @EnabledIfSystemProperty(named = "mesh.series", matches = "all")
    void everyHopIsRehearsedWithRealChartsWhereTheyAreAtHand() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().era(Era.EVERY_VERSION))) {
            ChartContent charts = ChartContent.fromEnvironment();
            assertThat(rehearse(
                            sandbox::provisioner,
                            "1.9.3",
                            "1.20",
                            release -> charts.isReal(release) ? "official charts" : "own charts"))
                    .hasSize(33);
        }
    }

    private interface Charts {
        String of(String release);
    }

    private static List<String> rehearse(
            Supplier<MeshProvisioner> runs, String istioNow, String kubernetes, Charts charts) {
        Supplier<MeshProvisioner> start = () ->
                runs.get().withCluster(cluster -> cluster.version(kubernetes)).withIstio(istioNow);
        Mesh mesh = start.get().install();
        UpgradePlan plan = mesh.upgradePlan("1.30.3");
        assertThat(plan.steps()).allMatch(step -> step.refused().isEmpty());

        List<Step> done = new ArrayList<>();
        for (Step step : plan.steps()) {
            done.add(step);
            MeshProvisioner next = start.get();
            for (Step one : done) {
                next = next.withStep(one);
            }
            Mesh now = next.install();
            MeshStatus status = now.status();
            assertThat(status.healthy()).as(step + "\n" + status).isTrue();
            assertThat(now.list("apps/v1", "DaemonSet"))
                    .filteredOn(daemons -> daemons.name().equals("kube-proxy"))
                    .singleElement()
                    .satisfies(proxy -> assertThat(proxy.toMap().toString())
                            .as("the add-ons of Kubernetes go up with it")
                            .contains("kube-proxy:v"
                                    + status.cluster().orElseThrow().kubernetesVersion() + "."));
            boolean istio = step instanceof IstioStep;
            System.out.println((istio ? "Istio " : "Kubernetes ") + step.to()
                    + (istio ? ", " + charts.of(step.to()) : "") + ": healthy, simulated");
            assertThat(
                            istio
                                    ? status.mesh().orElseThrow().version()
                                    : status.cluster().orElseThrow().kubernetesVersion())
                    .isEqualTo(step.to());
        }
        return done.stream().map(Step::to).toList();
    }
}
