package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.PlannedStep;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.testkit.kernel.CallObserver;
import io.meshprovisioner.testkit.kernel.Exchange;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.InvalidParameterException;

/** G1.4: a cluster that stands with node groups gets EKS Auto Mode in place, and its pods move to nodes of EKS's. */
class AutoModeSwitchTest {
    private static final String RELEASE = "1.30.3";

    private static MeshProvisioner auto(MeshProvisioner base) {
        return base.withCluster(cluster -> cluster.autoMode());
    }

    private static Cluster cluster(InMemorySandbox sandbox) {
        try (EksClient eks = sandbox.eks()) {
            return eks.describeCluster(r -> r.name("mesh")).cluster();
        }
    }

    private static boolean allOn(Cluster cluster) {
        return cluster.computeConfig().enabled()
                && cluster.kubernetesNetworkConfig().elasticLoadBalancing().enabled()
                && cluster.storageConfig().blockStorage().enabled();
    }

    @Test
    void aStandingMeshMovesToNodesOfEks() {
        try (GuideMesh guide = new GuideMesh(RELEASE)) {
            guide.install(istio -> istio).close();
            String made = cluster(guide.sandbox).arn();

            Plan plan = auto(guide.sandbox.newRun()).withIstio(RELEASE).plan();
            assertThat(plan.steps()).noneMatch(step -> step.action() == PlannedStep.Action.REPLACE);
            assertThat(plan.steps())
                    .filteredOn(step -> step.action() == PlannedStep.Action.UPDATE)
                    .extracting(step -> step.differences().toString())
                    .anyMatch(text -> text.contains("autoMode: off -> on"))
                    .anyMatch(text -> text.contains("with sts:TagSession"));

            auto(guide.sandbox.newRun()).withIstio(RELEASE).install().close();
            Cluster cluster = cluster(guide.sandbox);
            assertThat(cluster.arn()).isEqualTo(made);
            assertThat(allOn(cluster)).isTrue();
            assertThat(cluster.computeConfig().nodePools()).containsExactlyInAnyOrder("general-purpose", "system");
            assertThat(guide.inventory())
                    .filteredOn(line -> line.contains(" eks cluster "))
                    .singleElement()
                    .asString()
                    .as("in a public subnet beside NAT a machine would have no address")
                    .contains("subnets=[mesh/private-us-west-2a, mesh/private-us-west-2b]");
            assertThat(auto(guide.sandbox.newRun()).withIstio(RELEASE).plan().changesNothing())
                    .isTrue();

            try (EksClient eks = guide.sandbox.eks()) {
                assertThat(eks.listNodegroups(r -> r.clusterName("mesh")).nodegroups())
                        .isEmpty();
            }
            assertThat(guide.<List<ObjectNode>>in(all -> all.list("v1", "Node")))
                    .isNotEmpty()
                    .allSatisfy(node ->
                            assertThat(Trees.labels(node)).containsEntry("eks.amazonaws.com/compute-type", "auto"));
            Mesh mesh = guide.sandbox.newRun().find().orElseThrow();
            assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();

            assertThat(guide.sandbox.newRun().uninstall().nothingLeft()).isTrue();
            assertThat(guide.inventory()).isEmpty();
        }
    }

    /** First the subnets, then the three switches: whichever was the last call of the killed run. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void killedInTheMiddleItEndsTheSame(int last) {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            sandbox.newRun().install().close();
            sandbox.kernel().observe(new CallObserver() {
                private int seen;

                @Override
                public boolean afterEffect(int index, Exchange exchange) {
                    return !exchange.operation().equals("eks:UpdateClusterConfig") || ++seen != last;
                }
            });
            assertThatThrownBy(() -> auto(sandbox.newRun()).install()).hasStackTraceContaining("RunKilledException");
            sandbox.kernel().observe(CallObserver.NONE);

            auto(sandbox.newRun()).install().close();
            assertThat(allOn(cluster(sandbox))).isTrue();
            assertThat(auto(sandbox.newRun()).plan().changesNothing()).isTrue();
            try (EksClient eks = sandbox.eks()) {
                assertThat(eks.listUpdates(r -> r.name("mesh")).updateIds())
                        .as("neither is asked for twice")
                        .hasSize(2)
                        .extracting(id -> eks.describeUpdate(r -> r.name("mesh").updateId(id))
                                .update()
                                .typeAsString())
                        .containsExactlyInAnyOrder("VpcConfigUpdate", "AutoModeUpdate");
            }
            assertThat(sandbox.newRun().uninstall().nothingLeft()).isTrue();
        }
    }

    /** Beside it is what only the older spec needed: add-ons, node groups and what they are launched from. */
    private static final String OF_THE_OLDER_SPEC = """
            {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Resource": "*", "Action": ["eks:*Addon", "eks:*Nodegroup", "eks:TagResource", "ec2:*"]},
            {"Effect": "Allow", "Resource": "*:role/mesh-us-west-2-node", "Action": "iam:AttachRolePolicy"}]}""";

    @Test
    void itsOwnPolicyIsEnough() {
        List<String> all = new ArrayList<>(List.of(OF_THE_OLDER_SPEC));
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            IamPolicy written = auto(sandbox.newRun()).plan().iamPolicy();
            written.parts().stream().map(IamPolicy::toCompactJson).forEach(all::add);
        }
        try (InMemorySandbox sandbox = InMemorySandbox.limitedTo(all)) {
            sandbox.newRun().install().close();
            auto(sandbox.newRun()).install().close();
            assertThat(allOn(cluster(sandbox))).isTrue();
        }
    }

    /** A Service keeps the class it was made with, and would lose the annotation that says what it is. */
    @Test
    void aNetworkLoadBalancerOfBeforeKeepsTheClusterAsItIsAndEksTakesNoHalfSwitch() {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            sandbox.newRun().install().close();
            assertThatThrownBy(() -> auto(sandbox.newRun())
                            .withIstio(RELEASE, istio -> istio.ingressGateway(gateway -> gateway.networkLoadBalancer()))
                            .install())
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("autoMode: off -> on");
            try (EksClient eks = sandbox.eks()) {
                assertThatThrownBy(() -> eks.updateClusterConfig(
                                r -> r.name("mesh").computeConfig(compute -> compute.enabled(true))))
                        .isInstanceOf(InvalidParameterException.class)
                        .hasMessageContaining("all either fully enabled or fully disabled");
                assertThatThrownBy(() -> eks.updateClusterConfig(r -> r.name("mesh")
                                .computeConfig(compute -> compute.enabled(true).nodePools("general-purpose"))
                                .storageConfig(storage -> storage.blockStorage(block -> block.enabled(true)))
                                .kubernetesNetworkConfig(
                                        net -> net.elasticLoadBalancing(balancing -> balancing.enabled(true)))))
                        .isInstanceOf(InvalidParameterException.class)
                        .hasMessageContaining("nodeRoleArn");
            }
        }
    }
}
