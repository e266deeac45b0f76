package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.PlannedStep;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.spec.KubeProxyMode;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import io.meshprovisioner.testkit.aws.AwsOptions;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.Era;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** G5.1 and G5.2 under the VPC CNI: a block of pods' own, prefixes, kube-proxy's mode, kubelets. */
class PodNetworkTest {
    private final Sandbox sandbox = Sandbox.start();

    @AfterEach
    void close() {
        sandbox.close();
    }

    private Neighbour neighbour() {
        return new Neighbour(
                sandbox.awsEndpoint(), AwsOptions.DEFAULT.defaultKey(), Clock.fixed(sandbox.now(), ZoneOffset.UTC));
    }

    private <T> T inside(Function<ClusterState, T> look) {
        return sandbox.kernel()
                .read(world -> look.apply(
                        world.cluster(new ClusterKey("us-west-2", "mesh")).orElseThrow()));
    }

    private List<Integer> podsPerNode() {
        return inside(cluster -> cluster.list("v1", "Node")).stream()
                .map(node -> node.at("/status/capacity/pods").asInt())
                .toList();
    }

    private MeshProvisioner withPodBlock() {
        return sandbox.provisioner()
                .withNetworking(
                        net -> net.vpcCni(cni -> cni.podCidr("100.64.0.0/16").prefixDelegation(true)));
    }

    @Test
    void podsInABlockOfTheirOwn() {
        try (Mesh mesh = withPodBlock().withIstio("1.30.3").install()) {
            assertThat(mesh.status().healthy()).isTrue();
        }

        Neighbour neighbour = neighbour();
        assertThat(neighbour.ec2().describeVpcs().vpcs().get(0).cidrBlockAssociationSet())
                .extracting(block -> block.cidrBlock())
                .containsExactly("10.0.0.0/16", "100.64.0.0/16");
        String pods = neighbour.subnet("mesh/pods-us-west-2a");
        ObjectNode config = inside(
                        cluster -> cluster.get("crd.k8s.amazonaws.com/v1alpha1", "ENIConfig", "", "us-west-2a"))
                .orElseThrow();
        assertThat(config.at("/spec/subnet").asText()).isEqualTo(pods);
        assertThat(config.at("/spec/securityGroups/0").asText())
                .isEqualTo(neighbour
                        .eks()
                        .describeCluster(r -> r.name("mesh"))
                        .cluster()
                        .resourcesVpcConfig()
                        .clusterSecurityGroupId());
        assertThat(neighbour.ec2().describeNetworkInterfaces().networkInterfaces())
                .filteredOn(eni -> eni.subnetId().equals(pods))
                .as("pods of that zone live there")
                .isNotEmpty()
                .extracting(NetworkInterface::description)
                .allMatch(text -> text.startsWith("aws-K8S-i-"));
        assertThat(podsPerNode()).hasSize(3).containsOnly(110);

        assertThat(withPodBlock().withIstio("1.30.3").plan().changesNothing()).isTrue();
        assertThat(sandbox.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(sandbox.leftovers()).isEmpty();
    }

    @Test
    void withoutPrefixesThePodBlockCostsAnInterface() {
        sandbox.provisioner()
                .withNetworking(net -> net.vpcCni(cni -> cni.podCidr("100.64.0.0/16")))
                .withNodes("big", nodes -> nodes.instanceTypes("m5.large"))
                .install()
                .close();
        assertThat(podsPerNode()).containsOnly(20);
    }

    @Test
    void anotherPodBlockIsRefusedWithWhatStands() {
        withPodBlock().install().close();
        assertThatThrownBy(() -> withPodBlock()
                        .withNetworking(net -> net.vpcCni(cni -> cni.podCidr("100.70.0.0/16")))
                        .install())
                .hasMessageContaining("cidrBlock: 100.64.0.0/17 -> 100.70.0.0/17");
    }

    @Test
    void kubeProxysModeAndTheCnisOwnPolicies() {
        UnaryOperator<MeshProvisioner> spec = base -> base.withNetworking(
                net -> net.vpcCni(cni -> cni.networkPolicy()).kubeProxyMode(KubeProxyMode.IPVS));
        spec.apply(sandbox.provisioner()).install().close();
        ObjectNode config = inside(cluster -> cluster.get("v1", "ConfigMap", "kube-system", "kube-proxy-config"))
                .orElseThrow();
        assertThat(config.at("/data/config").asText()).contains("mode: \"ipvs\"", "scheduler: \"rr\"");
        assertThat(neighbour()
                        .eks()
                        .describeAddon(r -> r.clusterName("mesh").addonName("vpc-cni"))
                        .addon()
                        .configurationValues())
                .isEqualTo("{\"enableNetworkPolicy\":\"true\"}");

        Plan back = sandbox.provisioner().plan();
        assertThat(back.steps())
                .filteredOn(step -> step.action() == PlannedStep.Action.UPDATE)
                .extracting(PlannedStep::title)
                .containsExactlyInAnyOrder("EKS add-on vpc-cni", "EKS add-on kube-proxy");
        sandbox.provisioner().install().close();
        assertThat(inside(cluster -> cluster.get("v1", "ConfigMap", "kube-system", "kube-proxy-config"))
                        .orElseThrow()
                        .at("/data/config")
                        .asText())
                .contains("mode: \"iptables\"");
    }

    @Test
    void whatAnAddonsSchemaDoesNotTakeIsRefusedBeforeTheFirstChange() {
        assertThatThrownBy(() -> sandbox.provisioner()
                        .withCluster(
                                cluster -> cluster.addon(io.meshprovisioner.spec.ClusterSpec.AddonSpec.of("coredns")
                                        .configurationValues("{\"replicas\": 3}")))
                        .install())
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("cluster.addons[coredns].configurationValues.replicas")
                .hasMessageContaining("replicaCount");
        assertThat(sandbox.leftovers()).isEmpty();
    }

    private MeshProvisioner withKubelet(int pods, String replacement) {
        return sandbox.provisioner().withNodes("default", nodes -> nodes.kubelet(
                        kubelet -> kubelet.maxPods(pods).eventRecordQPS(5).failSwapOn(false))
                .replacement(replacement));
    }

    private List<String> machines() {
        return neighbour().ec2().describeInstances().reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .filter(instance -> instance.state().nameAsString().equals("running"))
                .map(Instance::instanceId)
                .sorted()
                .toList();
    }

    @Test
    void kubeletSettingsReachNodesAndAChangeRollsOut() {
        withKubelet(14, "").install().close();
        assertThat(podsPerNode()).containsOnly(14);
        List<String> first = machines();

        Plan plan = withKubelet(15, "").plan();
        assertThat(plan.steps())
                .flatExtracting(PlannedStep::differences)
                .extracting(Difference::toString)
                .contains("userData.kubelet: eventRecordQPS: 5; failSwapOn: false; maxPods: 14 -> eventRecordQPS: 5; "
                        + "failSwapOn: false; maxPods: 15");
        withKubelet(15, "").install().close();
        assertThat(podsPerNode()).hasSize(3).containsOnly(15);
        assertThat(machines()).hasSize(3).doesNotContainAnyElementsOf(first);
        assertThat(withKubelet(15, "").plan().changesNothing()).isTrue();
    }

    @Test
    void aRestartOfTheKubeletIsTheReplacementOfItsNode() {
        withKubelet(14, "").install().close();
        List<String> first = machines();
        withKubelet(14, "").install().close();
        assertThat(machines()).isEqualTo(first);

        withKubelet(14, "2026-08-15").install().close();
        List<String> second = machines();
        assertThat(second).hasSize(3).doesNotContainAnyElementsOf(first);
        withKubelet(14, "2026-08-15").install().close();
        assertThat(machines()).as("once for each word").isEqualTo(second);
    }

    @Test
    void anImageThatReadsNoNodeConfigIsRefusedBeforeTheFirstChange() {
        try (Sandbox guide = Sandbox.start(SandboxOptions.defaults().era(Era.GUIDE))) {
            assertThatThrownBy(() -> guide.provisioner()
                            .withNodes("default", nodes -> nodes.kubelet(kubelet -> kubelet.maxPods(14)))
                            .install())
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("nodeGroups[default].kubelet")
                    .hasMessageContaining("Amazon Linux 2");
            assertThat(guide.leftovers()).isEmpty();
        }
    }
}
