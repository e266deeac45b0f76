package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.PlannedStep;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.spec.KeyPairSpec;
import io.meshprovisioner.testkit.aws.AwsOptions;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What somebody else made is used as it stands, and stays as it was. */
class AdoptionTest {
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                    + "{\"Service\":\"%s.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    /** Another mesh's network serves as somebody else's. */
    private record Landlord(String vpc, String[] publics, String[] privates) {
        static Landlord in(AwsBench bench) {
            bench.provisioner().withName("landlord").install();
            Neighbour user = bench.neighbour();
            return new Landlord(
                    user.vpc("landlord"),
                    new String[] {user.subnet("landlord/public-us-west-2a"), user.subnet("landlord/public-us-west-2b")},
                    new String[] {user.subnet("landlord/private-us-west-2a"), user.subnet("landlord/private-us-west-2b")
                    });
        }

        MeshProvisioner tenant(MeshProvisioner base) {
            return base.withName("tenant")
                    .withVpc(vpc ->
                            vpc.adopt(this.vpc, in -> in.publicSubnets(publics).privateSubnets(privates)));
        }
    }

    @Test
    void aNetworkIsAdoptedAndStays() {
        try (AwsBench bench = new AwsBench()) {
            Landlord landlord = Landlord.in(bench);
            List<String> before = AwsBench.withoutLease(bench.inventory());

            landlord.tenant(bench.provisioner()).install();
            assertThat(bench.inventory())
                    .anyMatch(line -> line.contains("nodegroup tenant/default") && line.contains("ACTIVE"))
                    .filteredOn(line -> line.contains("mesh-provisioner/mesh=tenant"))
                    .noneMatch(line -> line.contains("ec2 vpc") || line.contains("ec2 subnet"));
            assertThat(landlord.tenant(bench.provisioner())
                            .install()
                            .timeline()
                            .orElseThrow()
                            .changedNothing())
                    .isTrue();
            Plan plan = landlord.tenant(bench.provisioner()).plan();
            assertThat(plan.steps())
                    .filteredOn(step -> step.kind().equals("ec2:Vpc"))
                    .singleElement()
                    .satisfies(step -> {
                        assertThat(step.action()).isEqualTo(PlannedStep.Action.NONE);
                        assertThat(step.title()).contains("stays");
                    });
            balancer(bench);

            assertThat(bench.provisioner().withName("tenant").uninstall().nothingLeft())
                    .isTrue();
            assertThat(AwsBench.withoutLease(bench.inventory())).isEqualTo(before);
        }
    }

    private static void balancer(AwsBench bench) {
        LoadBalancerRequest request = new LoadBalancerRequest(
                new ClusterKey(AwsBench.REGION, "tenant"),
                "istio-system",
                "gateway",
                "uid-of-gateway",
                Map.of(),
                List.of(new LoadBalancerRequest.Port("TCP", 80, 30080)),
                List.of());
        bench.kernel.read(world -> world.cloud().ensureLoadBalancer(world, request));
    }

    @Test
    void rolesAndAKeyPairAreAdoptedAndStay() {
        try (AwsBench bench = new AwsBench()) {
            Neighbour user = bench.neighbour();
            String control = role(user, "control", "eks", "AmazonEKSClusterPolicy");
            String nodes = role(
                    user,
                    "nodes",
                    "ec2",
                    "AmazonEKSWorkerNodePolicy",
                    "AmazonEKS_CNI_Policy",
                    "AmazonEC2ContainerRegistryReadOnly");
            user.ec2().createKeyPair(r -> r.keyName("ops"));
            List<String> before = bench.inventory();

            MeshProvisioner spec = withTheirs(bench.provisioner(), control, nodes);
            spec.install();
            assertThat(bench.inventory())
                    .noneMatch(line -> line.contains("iam role mesh-"))
                    .anyMatch(line -> line.contains("nodegroup mesh/default") && line.contains("ACTIVE"));
            assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
            assertThat(bench.inventory()).isEqualTo(before);

            assertThatThrownBy(() -> withTheirs(bench.provisioner(), control, nodes + "-of-nobody")
                            .install())
                    .hasMessageContaining("role nodes-of-nobody, which stands and stays, is not there.");
        }
    }

    private static MeshProvisioner withTheirs(MeshProvisioner base, String control, String nodes) {
        return base.withKeyPair(KeyPairSpec.existing("ops"))
                .withCluster(cluster -> cluster.roleArn(control))
                .withNodes("default", group -> group.roleArn(nodes));
    }

    private static String role(Neighbour user, String name, String service, String... policies) {
        String arn = user.iam()
                .createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST.formatted(service)))
                .role()
                .arn();
        for (String policy : policies) {
            user.iam().attachRolePolicy(r -> r.roleName(name).policyArn("arn:aws:iam::aws:policy/" + policy));
        }
        return arn;
    }

    @Test
    void aNetworkThatCannotCarryAMeshIsRefusedBeforeAnyChange() {
        try (AwsBench bench = new AwsBench()) {
            Landlord landlord = Landlord.in(bench);
            Neighbour user = bench.neighbour();
            String mute =
                    user.ec2().createVpc(r -> r.cidrBlock("10.9.0.0/16")).vpc().vpcId();
            String one = subnet(user, mute, "10.9.0.0/24", "us-west-2a");
            String two = subnet(user, mute, "10.9.1.0/28", "us-west-2a");
            List<String> before = bench.inventory();

            assertThatThrownBy(() -> bench.provisioner()
                            .withName("tenant")
                            .withVpc(vpc -> vpc.adopt(mute, in -> in.privateSubnets(one, two)))
                            .plan())
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("All subnets are in [us-west-2a].")
                    .hasMessageContaining("has no DNS host names")
                    .hasMessageContaining(one + " has no route to the Internet");
            assertThatThrownBy(() -> bench.provisioner()
                            .withName("tenant")
                            .withVpc(vpc -> vpc.adopt(landlord.vpc, in -> in.privateSubnets(one, two)))
                            .plan())
                    .hasMessageContaining(one + " is not in VPC " + landlord.vpc);
            assertThatThrownBy(() -> bench.provisioner()
                            .withName("tenant")
                            .withVpc(vpc -> vpc.adopt(landlord.vpc, in -> in.publicSubnets(landlord.publics)))
                            .plan())
                    .hasMessageContaining("gives nodes no public address");
            assertThatThrownBy(() -> bench.provisioner()
                            .withName("tenant")
                            .withVpc(vpc -> vpc.adopt("vpc-0123456789abcdef0", in -> in.privateSubnets(one, two)))
                            .plan())
                    .hasMessageContaining("There is no VPC vpc-0123456789abcdef0");
            assertThat(bench.inventory()).isEqualTo(before);
        }
    }

    private static String subnet(Neighbour user, String vpc, String cidr, String zone) {
        return user.ec2()
                .createSubnet(r -> r.vpcId(vpc).cidrBlock(cidr).availabilityZone(zone))
                .subnet()
                .subnetId();
    }

    @Test
    void thePolicyReachesTheAdoptedNetworkAndNoOther() {
        IamPolicy policy;
        try (AwsBench bench = new AwsBench()) {
            policy = Landlord.in(bench).tenant(bench.provisioner()).plan().iamPolicy();
        }
        assertThat(policy.actions()).doesNotContain("ec2:CreateVpc", "ec2:CreateSubnet", "ec2:DeleteVpc");
        // The same account again, so that the landlord's ids are the same.
        try (AwsBench bench = new AwsBench(
                AwsOptions.DEFAULT.withUser(
                        "limited",
                        policy.parts().stream().map(IamPolicy::toCompactJson).toList()),
                Duration.ZERO)) {
            Landlord landlord = Landlord.in(bench);
            MeshProvisioner limited = bench.limited();
            landlord.tenant(limited).install();
            assertThat(bench.limited().withName("tenant").uninstall().nothingLeft())
                    .isTrue();
        }
    }
}
