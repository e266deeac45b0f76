package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.MeshRevisions;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.istio.model.VirtualService;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.RevisionReport;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import io.meshprovisioner.testkit.world.Era;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A control plane beside the one that runs, workloads moved to it, back, and forth; then the old one goes. */
class CanaryUpgradeTest {
    private static final WorkloadSpec DEMO = WorkloadSpec.kuard().replicas(3);

    /** Real charts, then the sandbox's own of two releases before CRDs were templates. */
    @ParameterizedTest
    @CsvSource({"TODAY, 1.33, 1.29.6, 1.30.3, 1-30-3", "EVERY_VERSION, 1.23, 1.14.6, 1.16.7, canary"})
    void forthBackAndForthAgain(Era era, String kubernetes, String old, String raised, String revision) {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().era(era))) {
            MeshProvisioner shop = sandbox.provisioner().withCluster(cluster -> cluster.version(kubernetes));
            shop.withIstio(old).install().workloads().deploy(DEMO);
            UnaryOperator<IstioSpec> beside = istio -> istio.revision(revision);

            Mesh mesh = shop.withIstio(raised, istio -> beside.apply(istio).noGateways())
                    .install();
            MeshRevisions revisions = mesh.revisions();
            assertThat(revisions.report().controlPlanes())
                    .extracting(one -> one.revision() + " " + one.version() + " " + one.ready())
                    .containsExactlyInAnyOrder("default " + old + " true", revision + " " + raised + " true");
            assertThat(revisions.report().counts()).isEqualTo(Map.of("default", 4L));

            List<String> counted = new ArrayList<>();
            revisions.tag("prod", revision);
            RevisionReport moved = counting(shop, counted).revisions().move("test-ns", "prod");
            assertThat(moved.proxiesIn("test-ns"))
                    .hasSize(3)
                    .allMatch(proxy ->
                            proxy.revision().equals(revision) && proxy.version().equals(raised));
            assertThat(counted).anyMatch(line -> line.contains("2 of 4 proxies with " + revision));
            assertThat(mesh.workloads().smokeTest(DEMO).ways())
                    .allMatch(way -> way.problem().isEmpty() && way.mutualTls().orElse(false));

            assertThat(revisions.move("test-ns", "default").proxiesIn("test-ns"))
                    .hasSize(3)
                    .allMatch(proxy -> proxy.revision().equals("default")
                            && proxy.version().equals(old));
            revisions.move("test-ns", "prod");

            assertThatThrownBy(() -> revisions.remove("default"))
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("the proxy of pod istio-system/istio-ingressgateway");
            assertThatThrownBy(() -> revisions.remove(revision))
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("tag prod");
            shop.withIstio(raised, beside).install();
            shop.withIstio(old).install();
            assertThat(revisions.report().counts()).isEqualTo(Map.of("default", 1L, revision, 3L));
            shop.withIstio(raised, beside).install();
            assertThat(revisions.remove("default")).singleElement().asString().contains("Helm release istiod (");
            assertThat(revisions.remove("default")).isEmpty();

            assertThat(revisions.report().counts()).isEqualTo(Map.of(revision, 4L));
            Mesh done = shop.withIstio(raised, beside).install();
            assertThat(done.status().healthy()).as(done.status().toString()).isTrue();
            assertThat(shop.withIstio(raised, beside).plan().changesNothing()).isTrue();
            done.apply(VirtualService.named("v")
                    .namespace("test-ns")
                    .hosts("demo")
                    .http(rule -> rule.route(to -> to.host("demo")))
                    .forRelease(raised));
            assertThat(mesh.workloads().smokeTest(DEMO).ways())
                    .allMatch(way -> way.problem().isEmpty() && way.mutualTls().orElse(false));
            assertThatThrownBy(() -> shop.withIstio(raised).install())
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("Say revision(\"" + revision + "\")");
            assertThatThrownBy(() -> revisions.move("test-ns", "elsewhere"))
                    .isInstanceOf(ResourceFailedException.class)
                    .hasMessageContaining("No control plane answers to \"elsewhere\"");

            assertThat(done.uninstall().nothingLeft()).isTrue();
            assertThat(sandbox.leftovers()).isEmpty();
        }
    }

    private static Mesh counting(MeshProvisioner shop, List<String> phases) {
        return shop.withListener(event -> {
                    if (event instanceof MeshEvent.ResourceWaiting waiting) {
                        phases.add(waiting.phase());
                    }
                })
                .find()
                .orElseThrow();
    }
}
