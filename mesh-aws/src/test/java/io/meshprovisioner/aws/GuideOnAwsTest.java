package io.meshprovisioner.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import io.meshprovisioner.spec.KeyPairSpec;
import io.meshprovisioner.spec.KubeletSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NatGateways;
import io.meshprovisioner.spec.NetworkingSpec;
import io.meshprovisioner.spec.VpcSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** G1.2 to G1.5 as a graph. */
class GuideOnAwsTest {
    private static final List<String> ZONES = List.of("us-west-2a", "us-west-2b", "us-west-2c");

    @Test
    void guidesMeshHasItsParts() {
        assertThat(kinds(graph(spec(NatGateways.ONE, 2))))
                .containsEntry("ec2:Vpc", 1L)
                .containsEntry("ec2:Subnet", 4L)
                .containsEntry("ec2:NatGateway", 1L)
                .containsEntry("ec2:RouteTable", 3L)
                .containsEntry("ec2:RouteTableAssociation", 4L)
                .containsEntry("iam:Role", 2L)
                .containsEntry("eks:Cluster", 1L)
                .containsEntry("eks:Addon", 3L)
                .containsEntry("eks:Nodegroup", 1L)
                .containsEntry("ec2:LaunchTemplate", 1L)
                .doesNotContainKey("ec2:KeyPair")
                .doesNotContainKey("ec2:SubnetPublicIps");
    }

    @Test
    void oneNatGatewayAZoneWhereAskedFor() {
        assertThat(kinds(graph(spec(NatGateways.ONE_PER_ZONE, 3))))
                .containsEntry("ec2:NatGateway", 3L)
                .containsEntry("ec2:Address", 3L);
    }

    @Test
    void withoutNatNodesHavePublicAddresses() {
        Graph graph = graph(spec(NatGateways.NONE, 2));

        assertThat(kinds(graph))
                .containsEntry("ec2:Subnet", 2L)
                .containsEntry("ec2:SubnetPublicIps", 2L)
                .doesNotContainKey("ec2:NatGateway");
        assertThat(waits(graph, "eks:Nodegroup")).contains("ec2:SubnetPublicIps mesh/public-us-west-2a-ips");
    }

    @Test
    void nodesWaitForTheirWayToTheInternetAndCorednsForNodes() {
        Graph graph = graph(spec(NatGateways.ONE, 2));

        assertThat(waits(graph, "eks:Nodegroup"))
                .contains(
                        "ec2:RouteTableAssociation mesh/private-us-west-2a-routes",
                        "ec2:RouteTableAssociation mesh/private-us-west-2b-routes")
                .doesNotContain("eks:Addon mesh/vpc-cni");
        assertThat(waits(graph, new ResourceId("eks:Addon", "mesh/coredns"))).contains("eks:Nodegroup mesh/default");
        assertThat(waits(graph, new ResourceId("eks:Addon", "mesh/vpc-cni")))
                .containsExactly("eks:Cluster mesh/cluster");
    }

    /** What needs the Internet takes a subnet that has it: the compiler keeps the order. */
    @Test
    void onlyCorednsWaitsForSomethingWhoseValueItDoesNotUse() {
        for (NatGateways nat : NatGateways.values()) {
            assertThat(graph(spec(nat, 2)).orderOnlyEdges())
                    .extracting(Graph.Edge::toString)
                    .containsExactly(new Graph.Edge(
                                    new ResourceId("eks:Addon", "mesh/coredns"),
                                    new ResourceId("eks:Nodegroup", "mesh/default"))
                            .toString());
        }
    }

    @Test
    void nodesWaitForACniWhoseSettingsTheyRead() {
        MeshSpec spec = spec(NatGateways.ONE, 2);
        MeshSpec prefixes = spec.cluster(spec.cluster()
                .addon(AddonSpec.of("vpc-cni")
                        .configurationValues("{\"env\":{\"ENABLE_PREFIX_DELEGATION\":\"true\"}}")));

        assertThat(waits(graph(prefixes), "eks:Nodegroup")).contains("eks:Addon mesh/vpc-cni");
    }

    @Test
    void nothingButSubnetsAndRoleIsBeforeTheControlPlane() {
        assertThat(waits(graph(spec(NatGateways.ONE, 2)), "eks:Cluster"))
                .containsExactlyInAnyOrder(
                        "ec2:Subnet mesh/public-us-west-2a",
                        "ec2:Subnet mesh/public-us-west-2b",
                        "ec2:Subnet mesh/private-us-west-2a",
                        "ec2:Subnet mesh/private-us-west-2b",
                        "iam:RolePolicies mesh/cluster-role-policies");
    }

    @Test
    void launchTemplateWaitsForTheClusterOnlyWhereItNamesItsGroup() {
        MeshSpec spec = spec(NatGateways.ONE, 2);
        assertThat(waits(graph(spec), "ec2:LaunchTemplate")).isEmpty();
        assertThat(waits(graph(spec.keyPair(KeyPairSpec.writtenTo(Path.of("id")))), "ec2:LaunchTemplate"))
                .contains("eks:Cluster mesh/cluster", "ec2:SecurityGroupRule mesh/node-ssh-rule");
    }

    @Test
    void everyResourceNamesItsActionsAndItsRowOfTheGuide() {
        for (Resource<?> resource : graph(spec(NatGateways.ONE, 2).keyPair(KeyPairSpec.writtenTo(Path.of("id"))))
                .resources()) {
            assertThat(resource.actions())
                    .as(resource.id().toString())
                    .isNotEmpty()
                    .allMatch(a -> a.matches("\\w+:\\w+"));
            assertThat(resource.guideRow()).as(resource.id().toString()).isPresent();
            assertThat(resource.title()).isNotBlank();
        }
    }

    private static MeshSpec spec(NatGateways nat, int zones) {
        VpcSpec vpc = VpcSpec.defaults().natGateways(nat);
        return MeshSpec.forRegion("us-west-2").vpc(Layout.complete(vpc, ZONES.subList(0, zones)));
    }

    private static Graph graph(MeshSpec spec) {
        try (Rig rig = new Rig(new RecordingHttp())) {
            Graph.Builder builder = Graph.builder();
            new GuideOnAws(
                            rig.scope("mesh"),
                            spec,
                            builder,
                            new ClusterTokens(Rig.CREDENTIALS, rig.clients.region(), rig.time),
                            access -> {
                                throw new IllegalStateException("A graph is written without looking into a cluster.");
                            })
                    .write();
            return builder.build();
        }
    }

    @Test
    void podsInABlockOfTheirOwnComeBeforeNodes() {
        MeshSpec spec = spec(NatGateways.ONE, 2)
                .networking(NetworkingSpec.defaults().vpcCni(cni -> cni.podCidr("100.64.0.0/16")));
        Graph graph = graph(spec);
        assertThat(kinds(graph)).containsEntry("ec2:Subnet", 6L).containsEntry("kubernetes:ENIConfig", 2L);
        assertThat(waits(graph, "eks:Cluster")).contains("ec2:VpcCidrBlock mesh/pod-block");
        assertThat(waits(graph, "kubernetes:ENIConfig"))
                .contains("eks:Addon mesh/vpc-cni", "ec2:Subnet mesh/pods-us-west-2a", "eks:AccessEntry mesh/access");
        assertThat(waits(graph, "eks:Nodegroup"))
                .contains(
                        "kubernetes:ENIConfig mesh/eniconfig-us-west-2a",
                        "kubernetes:ENIConfig mesh/eniconfig-us-west-2b");
        assertThat(graph.resources())
                .filteredOn(resource -> resource.id().kind().equals("kubernetes:ENIConfig"))
                .extracting(Resource::guideRow)
                .containsOnly(java.util.Optional.of("G5.2"));
    }

    @Test
    void calicosNetworkHasNoVpcCniAndItsNodesAreToldHowManyPodsTheyTake() {
        MeshSpec spec =
                spec(NatGateways.ONE, 2).networking(NetworkingSpec.defaults().calico());
        assertThat(graph(spec).resources())
                .extracting(resource -> resource.id().name())
                .contains("mesh/kube-proxy", "mesh/coredns")
                .doesNotContain("mesh/vpc-cni");
        assertThat(NodeConfig.settings(
                        NodeConfig.userData(spec.kubelet(spec.nodeGroups().get(0)))))
                .isEqualTo("maxPods: 110");
        assertThat(NodeConfig.userData(KubeletSpec.defaults())).isEmpty();
        assertThat(NodeConfig.settings("")).isEqualTo("nothing");
    }

    private static java.util.Map<String, Long> kinds(Graph graph) {
        return graph.resources().stream()
                .collect(Collectors.groupingBy(resource -> resource.id().kind(), Collectors.counting()));
    }

    private static Set<String> waits(Graph graph, String kind) {
        return graph.resources().stream()
                .filter(resource -> resource.id().kind().equals(kind))
                .flatMap(resource -> waits(graph, resource.id()).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> waits(Graph graph, ResourceId id) {
        return graph.prerequisites(id).stream().map(ResourceId::toString).collect(Collectors.toSet());
    }
}
