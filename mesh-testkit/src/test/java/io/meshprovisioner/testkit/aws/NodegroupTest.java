package io.meshprovisioner.testkit.aws;

import static io.meshprovisioner.testkit.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.testkit.world.Era;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.model.Issue;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;

/** Managed node groups: what keeps machines from becoming nodes shows early; sizes and versions change. */
class NodegroupTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private Issue issue(Stack stack) {
        assertThat(stack.nodegroup().health().issues()).hasSize(1);
        return stack.nodegroup().health().issues().get(0);
    }

    @Test
    void withoutARouteToTheInternetNodesDoNotJoinAndThatShowsWithinAMinute() {
        Stack stack = new Stack(lab).network().cluster().addon("vpc-cni");
        stack.createNodegroup(stack.nodeRole(), stack.privateSubnets);
        lab.pass(59);
        assertThat(stack.nodegroup().health().issues()).isEmpty();
        lab.pass(1);
        assertThat(issue(stack).codeAsString()).isEqualTo("NodeCreationFailure");
        assertThat(issue(stack).message()).contains("no active route to the internet");
        assertThat(issue(stack).resourceIds()).hasSize(3);
        lab.pass(Duration.ofMinutes(13));
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.CREATING);
        lab.pass(Duration.ofMinutes(1));
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.CREATE_FAILED);
    }

    @Test
    void aRouteThatComesLateIsFoundByTheNextAttempt() {
        Stack stack = new Stack(lab).network().cluster().addon("vpc-cni");
        stack.createNodegroup(stack.nodeRole(), stack.privateSubnets);
        lab.pass(100);
        assertThat(issue(stack).codeAsString()).isEqualTo("NodeCreationFailure");
        stack.nat();
        lab.pass(15);
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.ACTIVE);
        assertThat(stack.nodegroup().health().issues()).isEmpty();
    }

    @Test
    void theVpcMustGiveOutNames() {
        Stack stack = new Stack(lab).network().nat().cluster().addon("vpc-cni");
        stack.ec2.modifyVpcAttribute(r -> r.vpcId(stack.vpcId).enableDnsHostnames(v -> v.value(false)));
        stack.createNodegroup(stack.nodeRole(), stack.privateSubnets);
        lab.pass(60);
        assertThat(issue(stack).message()).contains("DNS hostnames");
    }

    @Test
    void aPublicSubnetMustGiveAddresses() {
        Stack stack = new Stack(lab).network().cluster().addon("vpc-cni");
        stack.ec2.modifySubnetAttribute(
                r -> r.subnetId(stack.publicSubnets.get(0)).mapPublicIpOnLaunch(v -> v.value(false)));
        stack.createNodegroup(stack.nodeRole(), stack.publicSubnets);
        lab.pass(30);
        assertThat(issue(stack).codeAsString()).isEqualTo("Ec2SubnetInvalidConfiguration");
        assertThat(issue(stack).resourceIds()).containsExactly(stack.publicSubnets.get(0));
    }

    @Test
    void publicSubnetsThatGiveAddressesWork() {
        Stack stack = new Stack(lab).network().cluster().addon("vpc-cni");
        stack.createNodegroup(stack.nodeRole(), stack.publicSubnets);
        lab.pass(120);
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.ACTIVE);
        assertThat(stack.ec2.describeInstances().reservations()).hasSize(3).allSatisfy(reservation -> assertThat(
                        reservation.instances().get(0).publicIpAddress())
                .isNotNull());
    }

    @Test
    void withoutTheCniNodesNeverGetReady() {
        Stack stack = new Stack(lab).network().nat().cluster();
        stack.createNodegroup(stack.nodeRole(), stack.privateSubnets);
        lab.pass(Duration.ofMinutes(5));
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.CREATING);
        assertThat(lab.demo().nodes).hasSize(3);
        stack.addon("vpc-cni");
        lab.pass(10);
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.ACTIVE);
    }

    @Test
    void rolesAreHeldAgainstWhatNodesNeed() {
        Stack stack = new Stack(lab).network().nat().cluster().addon("vpc-cni");
        lab.pass(10);
        String bare = stack.role("bare", "ec2.amazonaws.com");
        refused("InvalidParameterException", () -> stack.createNodegroup(bare, stack.privateSubnets));
        String stranger = stack.role("stranger", "eks.amazonaws.com", "AmazonEKSWorkerNodePolicy");
        refused("InvalidParameterException", () -> stack.createNodegroup(stranger, stack.privateSubnets));
        String cniLess = stack.role(
                "cni-less", "ec2.amazonaws.com", "AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly");
        stack.createNodegroup(cniLess, stack.privateSubnets);
        lab.pass(75);
        assertThat(issue(stack).message()).contains("AmazonEKS_CNI_Policy");
        stack.iam.attachRolePolicy(
                r -> r.roleName("cni-less").policyArn("arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"));
        lab.pass(60);
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.ACTIVE);
    }

    @Test
    void ownSecurityGroupsMustReachThePrivateEndpoint() {
        Stack stack = new Stack(lab).network().nat().cluster().addon("vpc-cni");
        String group = stack.ec2
                .createSecurityGroup(
                        r -> r.vpcId(stack.vpcId).groupName("nodes").description("nodes"))
                .groupId();
        String template = stack.ec2
                .createLaunchTemplate(r -> r.launchTemplateName("demo")
                        .launchTemplateData(d -> d.securityGroupIds(group).instanceType("t3.medium")))
                .launchTemplate()
                .launchTemplateId();
        String role = stack.nodeRole();
        stack.eks.createNodegroup(r -> r.clusterName("demo")
                .nodegroupName("general")
                .nodeRole(role)
                .subnets(stack.privateSubnets)
                .launchTemplate(l -> l.id(template))
                .scalingConfig(s -> s.minSize(1).maxSize(1).desiredSize(1)));
        lab.pass(75);
        assertThat(issue(stack).message()).contains("do not let").contains(group);
        String plane = stack.eks
                .describeCluster(r -> r.name("demo"))
                .cluster()
                .resourcesVpcConfig()
                .clusterSecurityGroupId();
        stack.ec2.authorizeSecurityGroupIngress(r -> r.groupId(plane)
                .ipPermissions(
                        p -> p.ipProtocol("tcp").fromPort(443).toPort(443).userIdGroupPairs(g -> g.groupId(group))));
        lab.pass(60);
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.ACTIVE);
    }

    @Test
    void theQuotaOfVcpusShowsInHealth() throws Exception {
        AwsOptions options = AwsOptions.DEFAULT.withQuotas(Quotas.DEFAULT.withOnDemandVcpus(4));
        try (Lab small = new Lab(options, Era.TODAY, Duration.ZERO)) {
            Stack stack = new Stack(small).network().nat().cluster().addon("vpc-cni");
            stack.createNodegroup(stack.nodeRole(), stack.privateSubnets);
            small.pass(30);
            assertThat(issue(stack).codeAsString()).isEqualTo("AsgInstanceLaunchFailures");
            assertThat(issue(stack).message()).contains("VcpuLimitExceeded").contains("limit of 4");
            assertThat(stack.ec2.describeInstances().reservations()).hasSize(2);
        }
    }

    @Test
    void sizeLabelsAndVersionsChange() {
        Stack stack = new Stack(lab).network().nat().cluster().addon("vpc-cni");
        stack.createNodegroup(stack.nodeRole(), stack.privateSubnets);
        lab.pass(120);
        refused(
                "InvalidParameterException",
                () -> stack.eks.updateNodegroupConfig(
                        r -> r.clusterName("demo").nodegroupName("general").scalingConfig(s -> s.desiredSize(9))));
        stack.eks.updateNodegroupConfig(r -> r.clusterName("demo")
                .nodegroupName("general")
                .labels(l -> l.addOrUpdateLabels(Map.of("tier", "web")))
                .scalingConfig(s -> s.maxSize(4).desiredSize(4)));
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.UPDATING);
        refused(
                "ResourceInUseException",
                () -> stack.eks.deleteNodegroup(r -> r.clusterName("demo").nodegroupName("general")));
        lab.pass(60);
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.ACTIVE);
        assertThat(lab.demo().nodes).hasSize(4);
        List<String> before = List.copyOf(lab.demo().nodes.keySet());
        stack.eks.updateNodegroupVersion(r -> r.clusterName("demo").nodegroupName("general"));
        lab.pass(Duration.ofMinutes(5));
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.ACTIVE);
        assertThat(lab.demo().nodes).hasSize(4).doesNotContainKeys(before.toArray(String[]::new));
        assertThat(lab.demo().nodes.values())
                .allSatisfy(node -> assertThat(node.labels()).containsEntry("tier", "web"));
    }

    @Test
    void nodesComeInByAnAccessEntryThatEksMakesAndRemoves() {
        Stack stack = new Stack(lab).network().nat().cluster();
        String role = stack.nodeRole();
        stack.createNodegroup(role, stack.privateSubnets);
        assertThat(stack.eks
                        .describeAccessEntry(r -> r.clusterName("demo").principalArn(role))
                        .accessEntry()
                        .type())
                .isEqualTo("EC2_LINUX");
        stack.eks.deleteNodegroup(r -> r.clusterName("demo").nodegroupName("general"));
        lab.pass(138);
        refused(
                "ResourceNotFoundException",
                () -> stack.eks.describeAccessEntry(r -> r.clusterName("demo").principalArn(role)));
    }

    @Test
    void aMachineThatIsTerminatedIsReplaced() {
        Stack stack = new Stack(lab).network().nat().cluster().addon("vpc-cni");
        stack.createNodegroup(stack.nodeRole(), stack.privateSubnets);
        lab.pass(120);
        String gone = stack.ec2
                .describeInstances()
                .reservations()
                .get(0)
                .instances()
                .get(0)
                .instanceId();
        stack.ec2.terminateInstances(r -> r.instanceIds(gone));
        assertThat(lab.demo().nodes).hasSize(2);
        lab.pass(60);
        assertThat(lab.demo().nodes).hasSize(3);
        assertThat(stack.ec2
                        .describeInstances(r -> r.instanceIds(gone))
                        .reservations()
                        .get(0)
                        .instances()
                        .get(0)
                        .state()
                        .nameAsString())
                .isEqualTo("terminated");
    }

    @Test
    void podsFollowTheNodeConfigAndPrefixDelegation() {
        Stack stack = new Stack(lab).network().nat().cluster();
        stack.eks.createAddon(r -> r.clusterName("demo")
                .addonName("vpc-cni")
                .configurationValues("{\"env\":{\"ENABLE_PREFIX_DELEGATION\":\"true\"}}"));
        stack.createNodegroup(stack.nodeRole(), stack.privateSubnets);
        String config =
                "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: application/node.eks.aws\n\n"
                        + "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n    config:\n      maxPods: 58\n--b--\n";
        stack.ec2.createLaunchTemplate(
                r -> r.launchTemplateName("tuned").launchTemplateData(d -> d.instanceType("t3.large")
                        .userData(java.util.Base64.getEncoder()
                                .encodeToString(config.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
        String role = "arn:aws:iam::111122223333:role/demo-node";
        stack.eks.createNodegroup(r -> r.clusterName("demo")
                .nodegroupName("tuned")
                .nodeRole(role)
                .subnets(stack.privateSubnets)
                .launchTemplate(l -> l.name("tuned"))
                .scalingConfig(s -> s.minSize(1).maxSize(1).desiredSize(1)));
        lab.pass(120);
        assertThat(lab.demo().nodes.values())
                .extracting(node -> node.instanceType() + " " + node.podCapacity())
                .containsExactlyInAnyOrder("t3.medium 110", "t3.medium 110", "t3.medium 110", "t3.large 58");
    }

    @Test
    void launchTemplateRules() {
        Stack stack = new Stack(lab).network().nat().cluster();
        String role = stack.nodeRole();
        stack.ec2.createLaunchTemplate(
                r -> r.launchTemplateName("typed").launchTemplateData(d -> d.instanceType("m5.large")));
        refused(
                "InvalidParameterException",
                () -> stack.eks.createNodegroup(r -> r.clusterName("demo")
                        .nodegroupName("general")
                        .nodeRole(role)
                        .subnets(stack.privateSubnets)
                        .instanceTypes("t3.medium")
                        .launchTemplate(l -> l.name("typed"))));
        refused(
                "InvalidParameterException",
                () -> stack.eks.createNodegroup(r -> r.clusterName("demo")
                        .nodegroupName("general")
                        .nodeRole(role)
                        .subnets(stack.privateSubnets)
                        .diskSize(50)
                        .launchTemplate(l -> l.name("typed"))));
        refused(
                "InvalidParameterException",
                () -> stack.eks.createNodegroup(r -> r.clusterName("demo")
                        .nodegroupName("general")
                        .nodeRole(role)
                        .subnets(stack.privateSubnets)
                        .launchTemplate(l -> l.name("absent"))));
        refused(
                "InvalidParameterException",
                () -> stack.eks.createNodegroup(r -> r.clusterName("demo")
                        .nodegroupName("general")
                        .nodeRole(role)
                        .subnets(stack.privateSubnets)
                        .instanceTypes("t9.huge")));
        refused(
                "InvalidLaunchTemplateName.AlreadyExistsException",
                () -> stack.ec2.createLaunchTemplate(
                        r -> r.launchTemplateName("typed").launchTemplateData(d -> d.instanceType("m5.large"))));
    }
}
