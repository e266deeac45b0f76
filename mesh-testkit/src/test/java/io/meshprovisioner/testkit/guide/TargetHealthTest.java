package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.MeshStatus;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.spec.NetworkBalancer.TargetType;
import io.meshprovisioner.spi.TargetHealth;
import io.meshprovisioner.spi.TargetHealth.Target;
import io.meshprovisioner.spi.TargetHealth.Verdict;
import io.meshprovisioner.testkit.kernel.ApiFault;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** What a gateway's load balancer says of the machines or pods behind it. */
class TargetHealthTest {
    private static final String GATEWAY = "istio-ingressgateway";

    @Test
    void aClassicBalancerChecksEachMachineOnce() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            MeshStatus status = mesh.status();
            assertThat(status.healthy()).isTrue();
            assertThat(only(status).targets())
                    .hasSize(instances(guide).size())
                    .allSatisfy(target -> {
                        assertThat(target.verdict()).isEqualTo(Verdict.HEALTHY);
                        assertThat(target.state()).isEqualTo("InService");
                    })
                    .extracting(Target::id)
                    .containsExactlyInAnyOrderElementsOf(instances(guide));
            assertThat(status.toString()).contains("3 of 3 targets healthy");

            scaleToNothing(guide);
            MeshStatus none = mesh.status();
            assertThat(none.healthy()).isFalse();
            assertThat(none.mesh().orElseThrow().ready())
                    .as("a gateway that is wanted to have no pod lacks none: the load balancer alone tells")
                    .isTrue();
            assertThat(none.toString())
                    .contains("0 of 3 targets healthy: i-", "UnhealthyThreshold")
                    .contains("most likely no pod of the gateway is ready");
        }
    }

    /** With the policy Local, who has no pod of the gateway says so to the load balancer: normal, and only shown. */
    @Test
    void machinesWithoutAPodOfTheGatewayAreOnlyShown() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            ObjectNode service =
                    guide.object("v1", "Service", "istio-system", GATEWAY).orElseThrow();
            ((ObjectNode) service.path("spec")).put("externalTrafficPolicy", "Local");
            guide.put(service);
            guide.pass(Duration.ofMinutes(1));
            MeshStatus status = mesh.status();
            assertThat(only(status).targets())
                    .extracting(Target::verdict)
                    .containsExactlyInAnyOrder(Verdict.HEALTHY, Verdict.FAILING, Verdict.FAILING);
            assertThat(status.toString()).contains("1 of 3 targets healthy: i-", "externalTrafficPolicy Local");
            assertThat(status.healthy()).isTrue();
        }
    }

    @Test
    void aNetworkBalancerShowsAMachineThatIsGone() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio.ingressGateway(gateway -> gateway.networkLoadBalancer()));
            List<Target> targets = only(mesh.status()).targets();
            assertThat(mesh.status().healthy()).isTrue();
            assertThat(targets).extracting(Target::id).containsOnlyElementsOf(instances(guide));
            assertThat(targets).extracting(Target::verdict).containsOnly(Verdict.HEALTHY);
            assertThat(Set.copyOf(targets)).as("each port is checked").hasSize(3 * 3);

            guide.sandbox
                    .kernel()
                    .inject(
                            "elasticloadbalancingv2:DescribeTargetGroups",
                            ApiFault.error(400, "LoadBalancerNotFound", "One or more load balancers not found"));
            assertThat(only(mesh.status()).targets())
                    .as("it goes while it is asked about")
                    .isEmpty();

            String lost = instances(guide).get(0);
            try (Ec2Client ec2 = guide.sandbox.client(Ec2Client.builder())) {
                ec2.terminateInstances(r -> r.instanceIds(lost));
            }
            guide.pass(Duration.ofSeconds(30));
            MeshStatus status = mesh.status();
            assertThat(only(status).targets())
                    .filteredOn(target -> target.id().equals(lost))
                    .hasSize(3)
                    .allSatisfy(target -> {
                        assertThat(target.verdict()).isEqualTo(Verdict.OUT);
                        assertThat(target.reason()).isEqualTo("Target.DeregistrationInProgress");
                    });
            assertThat(status.toString())
                    .contains(lost + " Target.DeregistrationInProgress", "most likely a machine was stopped");

            guide.pass(Duration.ofMinutes(6));
            assertThat(only(mesh.status()).targets())
                    .as("drained, and its successor is there")
                    .hasSize(3 * 3)
                    .allSatisfy(target -> assertThat(target.id()).isNotEqualTo(lost));
        }
    }

    @Test
    void podsAsTargetsAreKnownByTheirAddresses() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio ->
                    istio.ingressGateway(gateway -> gateway.networkLoadBalancer(nlb -> nlb.targets(TargetType.IP))));
            assertThat(only(mesh.status()).targets()).isNotEmpty().allSatisfy(target -> {
                assertThat(target.id()).matches("\\d+(\\.\\d+){3}");
                assertThat(target.verdict()).isEqualTo(Verdict.HEALTHY);
            });
            scaleToNothing(guide);
            guide.pass(Duration.ofMinutes(6));
            MeshStatus status = mesh.status();
            assertThat(only(status).targets()).isEmpty();
            assertThat(status.healthy()).isFalse();
            assertThat(status.toString()).contains("no target is registered");
        }
    }

    /** The policy of the plan lets status ask; who lacks one of its actions sees the rest of the status. */
    @Test
    void whoMayNotAskSeesNoTargetsAndNoError() {
        IamPolicy policy;
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            policy = withMesh(sandbox).plan().iamPolicy();
        }
        assertThat(statusWith(policy).targets()).hasSize(1);
        MeshStatus without = statusWith(policy.without("elasticloadbalancing:DescribeInstanceHealth"));
        assertThat(without.targets()).isEmpty();
        assertThat(without.healthy()).isTrue();
        assertThat(without.mesh().orElseThrow().gateways()).isNotEmpty();
    }

    private static MeshStatus statusWith(IamPolicy policy) {
        List<String> documents =
                policy.parts().stream().map(IamPolicy::toCompactJson).toList();
        try (InMemorySandbox sandbox = InMemorySandbox.limitedTo(documents)) {
            return withMesh(sandbox).install().status();
        }
    }

    private static MeshProvisioner withMesh(InMemorySandbox sandbox) {
        return sandbox.newRun().withIstio("1.30.3", istio -> istio);
    }

    private static TargetHealth only(MeshStatus status) {
        assertThat(status.targets()).hasSize(1);
        return status.targets().get(0);
    }

    private static List<String> instances(GuideMesh guide) {
        try (Ec2Client ec2 = guide.sandbox.client(Ec2Client.builder())) {
            return ec2
                    .describeInstances(
                            r -> r.filters(f -> f.name("instance-state-name").values("running")))
                    .reservations()
                    .stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .map(instance -> instance.instanceId())
                    .toList();
        }
    }

    private static void scaleToNothing(GuideMesh guide) {
        guide.object("autoscaling/v2", "HorizontalPodAutoscaler", "istio-system", GATEWAY)
                .ifPresent(scaler -> guide.sandbox.kernel().read(world -> {
                    guide.remove(world, scaler);
                    return world.changes();
                }));
        ObjectNode gateway =
                guide.object("apps/v1", "Deployment", "istio-system", GATEWAY).orElseThrow();
        gateway.remove("status");
        ((ObjectNode) gateway.path("spec")).put("replicas", 0);
        guide.put(gateway);
        guide.pass(Duration.ofMinutes(1));
    }
}
