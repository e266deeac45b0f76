package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.PlannedStep;
import io.meshprovisioner.PlannedStep.Action;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import io.meshprovisioner.testkit.world.Era;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The spec's version raised, and install() again. */
class InPlaceUpgradeTest {
    private static final Map<String, Object> VALUES =
            Map.of("pilot", Map.of("env", Map.of("PILOT_TRACE_SAMPLING", "7")));

    @Test
    void kindsThenControlPlaneThenGatewaysAndValuesStay() {
        try (Sandbox sandbox = Sandbox.start()) {
            mesh(sandbox, "1.29.6").install();
            MeshProvisioner raised = mesh(sandbox, "1.30.3");

            Plan plan = raised.plan();
            assertThat(plan.steps())
                    .filteredOn(step -> step.action() == Action.UPDATE)
                    .extracting(PlannedStep::toString)
                    .as(plan.toString())
                    .anyMatch(step -> step.contains("base-1.29.6") && step.contains("base-1.30.3"))
                    .anyMatch(step -> step.contains("istiod-1.29.6") && step.contains("istiod-1.30.3"))
                    .anyMatch(step -> step.contains("proxy") && step.contains("1.29.6") && step.contains("1.30.3"));

            List<String> finished = new ArrayList<>();
            Mesh mesh = raised.withListener(event -> {
                        if (event instanceof MeshEvent.ResourceFinished end) {
                            finished.add(end.title());
                        }
                    })
                    .install();

            assertThat(finished)
                    .containsSubsequence(
                            "chart base of Istio 1.30.3",
                            "CRDs of Istio 1.30.3",
                            "chart istiod of Istio 1.30.3, profile default",
                            "istiod 1.30.3 ready",
                            "chart gateway of Istio 1.30.3 as istio-ingressgateway",
                            "gateway istio-system/istio-ingressgateway ready");
            assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();
            assertThat(mesh.status().mesh().orElseThrow().version()).isEqualTo("1.30.3");
            assertThat(images(mesh, "istio-system"))
                    .containsExactlyInAnyOrder("docker.io/istio/pilot:1.30.3", "docker.io/istio/proxyv2:1.30.3");
            assertThat(mesh.list("apps/v1", "Deployment"))
                    .filteredOn(deployment -> deployment.name().equals("istiod"))
                    .allMatch(istiod -> istiod.toMap().toString().contains("PILOT_TRACE_SAMPLING, value=7"));
            assertThat(mesh(sandbox, "1.30.3").plan().changesNothing()).isTrue();
        }
    }

    @Test
    void whatIstioDoesNotSupportIsRefusedWithTheWay() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().era(Era.EVERY_VERSION))) {
            mesh(sandbox, "1.27.9").install();
            List<String> before = inventory(sandbox);

            assertThatThrownBy(() -> mesh(sandbox, "1.30.3").install())
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("Istio 1.27.9 cannot become 1.30.3 in place")
                    .hasMessageContaining("Install 1.28.10, then 1.29.6, then 1.30.3");
            assertThatThrownBy(() -> mesh(sandbox, "1.26.8").plan())
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("only goes up");
            assertThat(inventory(sandbox)).isEqualTo(before);
        }
    }

    /** The control plane first, then the machines, a few at a time, and Istio runs on. */
    @Test
    void theClusterGoesUpWithItsNodes() {
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.provisioner()
                    .withCluster(cluster -> cluster.version("1.34"))
                    .withIstio("1.30.3")
                    .install();
            MeshProvisioner raised = sandbox.provisioner()
                    .withCluster(cluster -> cluster.version("1.35"))
                    .withIstio("1.30.3");

            assertThat(raised.plan().steps())
                    .filteredOn(step -> step.action() == Action.UPDATE)
                    .extracting(PlannedStep::kind)
                    .startsWith("eks:Cluster")
                    .contains("eks:Nodegroup")
                    .filteredOn(kind -> !kind.equals("eks:Addon"))
                    .hasSize(2);
            assertThat(raised.plan().toString()).contains("EKS's for Kubernetes 1.35");
            Mesh mesh = raised.install();

            assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();
            assertThat(mesh.list("v1", "Node"))
                    .hasSize(3)
                    .allMatch(node -> node.toMap().toString().contains("kubeletVersion=v1.35"));
            assertThat(mesh.list("apps/v1", "DaemonSet"))
                    .filteredOn(daemons -> daemons.name().equals("kube-proxy"))
                    .singleElement()
                    .satisfies(proxy -> assertThat(proxy.toMap().toString()).contains("/eks/kube-proxy:v1.35."));
            assertThat(raised.plan().changesNothing()).isTrue();
        }
    }

    private static MeshProvisioner mesh(Sandbox sandbox, String istio) {
        return sandbox.provisioner()
                .withCluster(cluster -> cluster.version("1.33"))
                .withIstio(istio, spec -> spec.values(VALUES));
    }

    private static List<String> images(Mesh mesh, String namespace) {
        return mesh.list("v1", "Pod").stream()
                .filter(pod -> pod.namespace().orElse("").equals(namespace))
                .map(pod -> pod.toMap().toString().replaceAll("(?s).*image=(docker.io[^,}]*).*", "$1"))
                .toList();
    }

    private static List<String> inventory(Sandbox sandbox) {
        return sandbox.inventory().stream()
                .filter(line -> !line.contains("/lease/"))
                .toList();
    }
}
