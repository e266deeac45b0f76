package io.meshprovisioner.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;
import software.amazon.awssdk.services.eks.model.ResourceInUseException;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/** G1.3, G1.4: from nothing to nodes and back, with the durations of public logs. */
class MainPathTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void clusterAndNodesComeUpAndGoAgainWithWhatAwsLeavesBehind() {
        Stack stack = new Stack(lab).network().nat();
        stack.createCluster(stack.clusterRole());
        assertThat(describe(stack).status()).isEqualTo(ClusterStatus.CREATING);
        assertThat(describe(stack).endpoint()).isNull();
        lab.pass(9 * 60 - 1);
        assertThat(describe(stack).status()).isEqualTo(ClusterStatus.CREATING);
        lab.pass(1);
        Cluster active = describe(stack);
        assertThat(active.status()).isEqualTo(ClusterStatus.ACTIVE);
        assertThat(active.endpoint()).startsWith("https://");
        assertThat(active.certificateAuthority().data()).isNotEmpty();
        assertThat(active.identity().oidc().issuer()).startsWith("https://oidc.eks.us-west-2.amazonaws.com/id/");
        assertThat(active.resourcesVpcConfig().clusterSecurityGroupId()).startsWith("sg-");

        stack.addon("vpc-cni").addon("kube-proxy");
        stack.createNodegroup(stack.nodeRole(), stack.privateSubnets);
        lab.pass(15);
        assertThat(stack.addonStatus("vpc-cni")).isEqualTo("ACTIVE");
        assertThat(lab.demo().objects).containsKey("DaemonSet/kube-system/aws-node");
        lab.pass(104);
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.CREATING);
        lab.pass(1);
        assertThat(stack.nodegroup().status()).isEqualTo(NodegroupStatus.ACTIVE);
        assertThat(lab.demo().nodes.values()).hasSize(3).allSatisfy(node -> {
            assertThat(node.podCapacity()).isEqualTo(17);
            assertThat(node.labels()).containsEntry("eks.amazonaws.com/nodegroup", "general");
            assertThat(node.name()).endsWith(".us-west-2.compute.internal");
        });
        stack.addon("coredns");
        lab.pass(15);
        assertThat(stack.addonStatus("coredns")).isEqualTo("ACTIVE");

        teardown(stack);
    }

    private static Cluster describe(Stack stack) {
        return stack.eks.describeCluster(r -> r.name("demo")).cluster();
    }

    private void teardown(Stack stack) {
        assertThatThrownBy(() -> stack.eks.deleteCluster(r -> r.name("demo")))
                .isInstanceOf(ResourceInUseException.class);
        stack.eks.deleteNodegroup(r -> r.clusterName("demo").nodegroupName("general"));
        lab.pass(138);
        assertThatThrownBy(stack::nodegroup).isInstanceOf(ResourceNotFoundException.class);
        stack.eks.deleteCluster(r -> r.name("demo"));
        assertThat(describe(stack).status()).isEqualTo(ClusterStatus.DELETING);
        lab.pass(198);
        assertThatThrownBy(() -> describe(stack)).isInstanceOf(ResourceNotFoundException.class);

        var left = stack.ec2
                .describeNetworkInterfaces(r -> r.filters(
                        f -> f.name("tag:cluster.k8s.amazonaws.com/name").values("demo")))
                .networkInterfaces();
        assertThat(left).isNotEmpty().allSatisfy(eni -> assertThat(eni.statusAsString())
                .isEqualTo("available"));
        assertThatThrownBy(
                        () -> stack.ec2.deleteSubnet(r -> r.subnetId(left.get(0).subnetId())))
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("DependencyViolation"));
        left.forEach(eni -> stack.ec2.deleteNetworkInterface(r -> r.networkInterfaceId(eni.networkInterfaceId())));
        stack.ec2
                .describeSecurityGroups(r ->
                        r.filters(f -> f.name("tag:kubernetes.io/cluster/demo").values("owned")))
                .securityGroups()
                .forEach(group -> stack.ec2.deleteSecurityGroup(r -> r.groupId(group.groupId())));

        stack.ec2.deleteNatGateway(r -> r.natGatewayId(stack.natId));
        assertCode("InvalidIPAddress.InUse", () -> stack.ec2.releaseAddress(r -> r.allocationId(stack.allocationId)));
        assertCode(
                "DependencyViolation",
                () -> stack.ec2.detachInternetGateway(r -> r.vpcId(stack.vpcId).internetGatewayId(stack.gatewayId)));
        lab.pass(60);
        stack.ec2.releaseAddress(r -> r.allocationId(stack.allocationId));
        stack.ec2.detachInternetGateway(r -> r.vpcId(stack.vpcId).internetGatewayId(stack.gatewayId));
        stack.ec2.deleteInternetGateway(r -> r.internetGatewayId(stack.gatewayId));
        assertCode("DependencyViolation", () -> stack.ec2.deleteVpc(r -> r.vpcId(stack.vpcId)));
        stack.publicSubnets.forEach(id -> stack.ec2.deleteSubnet(r -> r.subnetId(id)));
        stack.privateSubnets.forEach(id -> stack.ec2.deleteSubnet(r -> r.subnetId(id)));
        for (String table : List.of(stack.publicTable, stack.privateTable)) {
            stack.ec2.deleteRouteTable(r -> r.routeTableId(table));
        }
        stack.ec2.deleteVpc(r -> r.vpcId(stack.vpcId));
        for (String role : List.of("demo-cluster", "demo-node")) {
            stack.iam
                    .listAttachedRolePolicies(r -> r.roleName(role))
                    .attachedPolicies()
                    .forEach(policy ->
                            stack.iam.detachRolePolicy(r -> r.roleName(role).policyArn(policy.policyArn())));
            stack.iam.deleteRole(r -> r.roleName(role));
        }
        assertThat(lab.inventory()).isEmpty();
    }

    private static void assertCode(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Ec2Exception.class, e -> assertThat(
                        e.awsErrorDetails().errorCode())
                .isEqualTo(code));
    }
}
