package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.PlannedStep;
import io.meshprovisioner.Uninstalling;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.CreateClusterRequest;
import software.amazon.awssdk.services.eks.model.InvalidParameterException;
import software.amazon.awssdk.services.iam.IamClient;

/** G1.4 with EKS Auto Mode: pods get nodes of EKS's, the gateway a load balancer of EKS's, and all of it goes. */
class AutoModeTest {
    private static final String RELEASE = "1.30.3";

    private static MeshProvisioner auto(MeshProvisioner base) {
        return base.withCluster(cluster -> cluster.autoMode()).withIstio(RELEASE);
    }

    private static MeshProvisioner run(GuideMesh guide) {
        return auto(guide.sandbox.newRun());
    }

    /** A cluster without a mesh, which is enough for what EKS does. */
    private static MeshProvisioner bare(MeshProvisioner base) {
        return base.withCluster(cluster -> cluster.autoMode());
    }

    private static List<ObjectNode> nodes(GuideMesh guide) {
        return guide.in(cluster -> cluster.list("v1", "Node"));
    }

    @Test
    void aMeshWithoutNodeGroupsComesUpIsReachedGrowsAndGoesWhole() {
        try (GuideMesh guide = new GuideMesh(RELEASE)) {
            Mesh mesh = run(guide).install();

            assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();
            Cluster cluster = cluster(guide);
            assertThat(cluster.computeConfig().nodePools()).containsExactlyInAnyOrder("general-purpose", "system");
            assertThat(cluster.computeConfig().nodeRoleArn()).endsWith(":role/mesh-us-west-2-auto-node");
            assertThat(cluster.kubernetesNetworkConfig().elasticLoadBalancing().enabled())
                    .isTrue();
            assertThat(cluster.storageConfig().blockStorage().enabled()).isTrue();
            assertThat(guide.inventory())
                    .as("no add-on of ours, no node group, and an entry that EKS made for its machines")
                    .noneMatch(line -> line.contains(" eks addon ") || line.contains(" eks nodegroup "))
                    .anyMatch(line -> line.contains("role/mesh-us-west-2-auto-node EC2 "))
                    .filteredOn(line -> line.contains(" eks cluster "))
                    .singleElement()
                    .asString()
                    .contains("subnets=[mesh/private-us-west-2a, mesh/private-us-west-2b]");
            assertThat(nodes(guide)).singleElement().satisfies(node -> assertThat(Trees.labels(node))
                    .containsEntry("eks.amazonaws.com/compute-type", "auto")
                    .containsEntry("karpenter.sh/nodepool", "general-purpose"));
            ObjectNode service = guide.object("v1", "Service", "istio-system", "istio-ingressgateway")
                    .orElseThrow();
            assertThat(Trees.text(service, "spec", "loadBalancerClass")).isEqualTo("eks.amazonaws.com/nlb");
            assertThat(Trees.annotations(service))
                    .as("EKS's own default is the VPC alone")
                    .containsEntry("service.beta.kubernetes.io/aws-load-balancer-scheme", "internet-facing");
            assertThat(run(guide).plan().changesNothing()).isTrue();

            mesh.apply(large());
            guide.pass(Duration.ofMinutes(3));
            assertThat(nodes(guide))
                    .as("one with room for three pods of 3 CPUs")
                    .hasSize(2);
            mesh.delete(large());
            guide.pass(Duration.ofMinutes(3));
            assertThat(nodes(guide)).as("none stays empty").hasSize(1);

            String volume = volume(guide);
            assertThat(guide.sandbox.newRun().uninstall().userData())
                    .as("the pods' volumes bear EKS's tag alone")
                    .singleElement()
                    .asString()
                    .contains(volume);
            assertThat(guide.inventory()).singleElement().asString().contains("ec2 volume 8 ");
            assertThat(guide.sandbox
                            .newRun()
                            .uninstall(Uninstalling::deleteVolumes)
                            .nothingLeft())
                    .isTrue();
            assertThat(guide.inventory()).isEmpty();
        }
    }

    @Test
    void offAndOtherPoolsAreNoUpdateOfAStandingCluster() {
        try (GuideMesh guide = new GuideMesh(RELEASE)) {
            bare(guide.sandbox.newRun()).install().close();
            MeshProvisioner off = guide.sandbox.newRun();
            assertThat(off.plan().steps())
                    .filteredOn(step -> step.action() == PlannedStep.Action.REPLACE)
                    .extracting(step -> step.differences().toString())
                    .singleElement()
                    .asString()
                    .contains("autoMode: on -> off (replacement)");
            assertThatThrownBy(off::install)
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("autoMode");
            assertThatThrownBy(() -> guide.sandbox
                            .newRun()
                            .withCluster(c -> c.autoMode(auto -> auto.nodePools("general-purpose")))
                            .install())
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("computeConfig.nodePools: [general-purpose, system] -> [general-purpose]");
            assertThat(nodes(guide)).as("no pod, no node").isEmpty();
            theThreeSwitchesGoTogether(guide);
        }
    }

    /** What EKS may do for the cluster hangs on the cluster's role: without one policy no node comes, and the pods say so. */
    @Test
    void theClustersRoleDecidesWhetherNodesCome() {
        try (GuideMesh guide = new GuideMesh(RELEASE);
                IamClient iam = guide.sandbox.client(IamClient.builder())) {
            Mesh mesh = bare(guide.sandbox.newRun()).install();
            String compute = "arn:aws:iam::aws:policy/AmazonEKSComputePolicy";
            iam.detachRolePolicy(r -> r.roleName("mesh-us-west-2-cluster").policyArn(compute));
            mesh.apply(large());
            guide.pass(Duration.ofMinutes(3));
            assertThat(nodes(guide)).isEmpty();
            assertThat(guide.<List<ObjectNode>>in(cluster -> cluster.list("v1", "Event")))
                    .extracting(event -> Trees.text(event, "message"))
                    .anyMatch(message -> message.contains("lacks AmazonEKSComputePolicy"));

            bare(guide.sandbox.newRun()).install().close();
            guide.pass(Duration.ofMinutes(3));
            assertThat(nodes(guide)).as("the install has put the policy back").hasSize(1);
        }
    }

    /** A role that an older spec left has a trust policy that does not do for EKS Auto Mode. */
    @Test
    void exactlyItsPolicyIsEnoughAlsoWhereTheRoleHasToLearnToTag() {
        List<String> policy;
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            IamPolicy written = bare(sandbox.newRun()).plan().iamPolicy();
            policy = written.parts().stream().map(IamPolicy::toCompactJson).toList();
        }
        try (InMemorySandbox sandbox = InMemorySandbox.limitedTo(policy);
                IamClient iam = sandbox.client(IamClient.builder())) {
            bare(sandbox.newRun()).install().close();
            iam.updateAssumeRolePolicy(r -> r.roleName("mesh-us-west-2-cluster").policyDocument("""
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                    "Principal": {"Service": "eks.amazonaws.com"}}]}"""));
            assertThat(bare(sandbox.newRun()).plan().steps())
                    .filteredOn(step -> step.action() == PlannedStep.Action.UPDATE)
                    .singleElement()
                    .satisfies(step -> assertThat(step.differences().toString()).contains("with sts:TagSession"));
            bare(sandbox.newRun()).install().close();
            assertThat(bare(sandbox.newRun()).plan().changesNothing()).isTrue();
            assertThat(sandbox.newRun().uninstall().nothingLeft()).isTrue();
        }
    }

    /** The sandbox refuses as EKS does: the three go on together, and the access mode must know entries. */
    private static void theThreeSwitchesGoTogether(GuideMesh guide) {
        Cluster like = cluster(guide);
        try (EksClient eks = guide.sandbox.eks()) {
            assertThatThrownBy(() ->
                            eks.createCluster(r -> other(r, like).computeConfig(compute -> compute.enabled(true))))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("all either fully enabled or fully disabled");
            assertThatThrownBy(() -> eks.createCluster(r -> other(r, like)
                            .computeConfig(compute -> compute.enabled(true))
                            .storageConfig(storage -> storage.blockStorage(block -> block.enabled(true)))
                            .kubernetesNetworkConfig(
                                    net -> net.elasticLoadBalancing(balancing -> balancing.enabled(true)))))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("authenticationMode");
        }
    }

    private static CreateClusterRequest.Builder other(CreateClusterRequest.Builder request, Cluster like) {
        return request.name("other")
                .roleArn(like.roleArn())
                .bootstrapSelfManagedAddons(false)
                .resourcesVpcConfig(
                        vpc -> vpc.subnetIds(like.resourcesVpcConfig().subnetIds()));
    }

    private static Cluster cluster(GuideMesh guide) {
        try (EksClient eks = guide.sandbox.eks()) {
            return eks.describeCluster(r -> r.name("mesh")).cluster();
        }
    }

    /** What EKS's storage makes for a claim, its pod gone. */
    private static String volume(GuideMesh guide) {
        try (Ec2Client ec2 = guide.sandbox.client(Ec2Client.builder())) {
            return ec2.createVolume(
                            r -> r.availabilityZone("us-west-2a").size(8).tagSpecifications(t -> t.resourceType(
                                            ResourceType.VOLUME)
                                    .tags(tag -> tag.key("eks:eks-cluster-name").value("mesh"))))
                    .volumeId();
        }
    }

    private static Manifest large() {
        Map<String, Object> labels = Map.of("app", "large");
        return Manifest.of(Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of("name", "large", "namespace", "default"),
                "spec",
                Map.of(
                        "replicas",
                        3,
                        "selector",
                        Map.of("matchLabels", labels),
                        "template",
                        Map.of(
                                "metadata",
                                Map.of("labels", labels),
                                "spec",
                                Map.of(
                                        "containers",
                                        List.of(Map.of(
                                                "name",
                                                "main",
                                                "image",
                                                "docker.io/library/busybox:1.36",
                                                "resources",
                                                Map.of("requests", Map.of("cpu", "3")))))))));
    }
}
