package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.spec.NatGateways;
import io.meshprovisioner.testkit.aws.AwsAccount;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.Era;
import io.meshprovisioner.testkit.world.Hashes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.eks.EksClient;

/**
 * For six specs: the sandbox enforces exactly the generated policy, and install, update, drift and uninstall pass; with any
 * one action removed a call is denied that names it. A sample of the actions by default, each with {@code
 * -Dmesh.series=all}.
 */
class SixSpecsTest {
    private static final boolean ALL = "all".equals(System.getProperty("mesh.series"));
    private static final double SAMPLE = 0.02;
    private static final String ERROR = "error path: explains a failure, or throws away what came up failed";
    private static final String OLDER = "only where an older spec made it";
    private static final String BALANCERS = "only where Kubernetes could not be asked to take them away";

    enum Kind {
        PUBLIC,
        PRIVATE,
        CALICO,
        CUSTOM_NETWORKING,
        ADOPTED,
        FARGATE
    }

    /**
     * What such a life need not use, with the reason; {@code LeastPrivilegeTest}'s rich mesh uses all that are not of the
     * error path.
     */
    private static final Map<String, String> IDLE = Map.ofEntries(
            Map.entry("ec2:DescribeInstanceTypes", ERROR),
            Map.entry("eks:ListClusters", ERROR),
            Map.entry("eks:DeleteAddon", ERROR),
            Map.entry("iam:GetAccountSummary", ERROR),
            Map.entry("sts:DecodeAuthorizationMessage", ERROR),
            Map.entry("eks:DescribeAccessEntry", OLDER),
            Map.entry("eks:DeleteAccessEntry", OLDER),
            Map.entry("eks:DescribePodIdentityAssociation", OLDER),
            Map.entry("eks:DeletePodIdentityAssociation", OLDER),
            Map.entry("eks:DescribeFargateProfile", OLDER),
            Map.entry("eks:DeleteFargateProfile", OLDER),
            Map.entry("ec2:DeleteVpcEndpoints", OLDER),
            Map.entry("ec2:ModifyVpcEndpoint", "only where an endpoint lacks what it had, or a zone came later"),
            Map.entry("iam:ListRolePolicies", OLDER),
            Map.entry("iam:DeleteRolePolicy", OLDER),
            Map.entry("iam:GetOpenIDConnectProvider", OLDER),
            Map.entry("iam:DeleteOpenIDConnectProvider", OLDER),
            Map.entry("elasticloadbalancing:DescribeTags", BALANCERS),
            Map.entry("elasticloadbalancing:DeleteLoadBalancer", BALANCERS),
            Map.entry("elasticloadbalancing:DeleteTargetGroup", BALANCERS),
            Map.entry(
                    "ec2:DeleteNetworkInterface",
                    "only where nodes leave an interface: Calico's have none of their own"),
            Map.entry("ec2:ReplaceRoute", "only where a route leads elsewhere"),
            Map.entry("eks:DescribeAddonConfiguration", "only where an add-on is configured"));

    private Set<String> used = Set.of();

    @ParameterizedTest
    @EnumSource
    void exactlyThisPolicyIsEnoughAndAllOfItIsUsed(Kind kind) {
        IamPolicy policy = policy(kind);
        Set<String> idle = idle(kind, policy);
        System.out.println(kind + ": " + policy.actions().size() + " actions, " + idle.size() + " idle");
        assertThat(IDLE.keySet()).containsAll(idle);
    }

    /** An action that was used is denied without its name in the policy; this looks that the run says so. */
    @ParameterizedTest
    @EnumSource
    void withoutAnyOneActionSomethingIsDeniedThatNamesIt(Kind kind) {
        IamPolicy policy = policy(kind);
        Set<String> idle = idle(kind, policy);
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (String action : new TreeSet<>(policy.actions())) {
            if (ALL || Hashes.fraction(kind + action) < SAMPLE) {
                tried++;
                Optional<MeshException> failure = life(kind, policy.without(action));
                boolean named = failure.filter(AccessDeniedException.class::isInstance)
                        .map(MeshException::getMessage)
                        .filter(text -> text.contains(action))
                        .isPresent();
                if (named == idle.contains(action)) {
                    wrong.add(action + ": " + failure.map(Throwable::toString).orElse("nothing failed"));
                }
            }
        }
        System.out.println(kind + ": " + tried + " of " + policy.actions().size() + " actions taken away");
        assertThat(wrong).isEmpty();
    }

    private Set<String> idle(Kind kind, IamPolicy policy) {
        assertThat(life(kind, policy)).isEmpty();
        Set<String> idle = new TreeSet<>(policy.actions());
        idle.removeAll(used);
        return idle;
    }

    private static IamPolicy policy(Kind kind) {
        try (InMemorySandbox sandbox = new InMemorySandbox(Era.TODAY, 0)) {
            Landlord.build(kind, sandbox);
            return spec(kind, sandbox, sandbox.newRun()).plan().iamPolicy();
        }
    }

    /** What it fails with. */
    private Optional<MeshException> life(Kind kind, IamPolicy policy) {
        List<String> documents =
                policy.parts().stream().map(IamPolicy::toCompactJson).toList();
        try (InMemorySandbox sandbox = InMemorySandbox.limitedTo(documents)) {
            Landlord.build(kind, sandbox);
            try {
                live(kind, sandbox);
            } catch (MeshException failure) {
                return Optional.of(failure);
            }
            used = sandbox.kernel().read(world -> AwsAccount.of(world).usedActions());
            return Optional.empty();
        }
    }

    private static void live(Kind kind, InMemorySandbox sandbox) {
        spec(kind, sandbox, sandbox.newRun()).install().close();
        changed(spec(kind, sandbox, sandbox.newRun())).install().close();
        drift(sandbox);
        changed(spec(kind, sandbox, sandbox.newRun())).install().close();
        assertThat(sandbox.newRun().uninstall().nothingLeft()).isTrue();
    }

    private static MeshProvisioner spec(Kind kind, InMemorySandbox sandbox, MeshProvisioner base) {
        MeshProvisioner old = base.withCluster(cluster -> cluster.version("1.35"));
        return switch (kind) {
            case PUBLIC -> old.withVpc(vpc -> vpc.natGateways(NatGateways.NONE));
            case PRIVATE -> old;
            case CALICO -> old.withNetworking(net -> net.calico());
            case CUSTOM_NETWORKING -> old.withNetworking(net -> net.vpcCni(cni -> cni.podCidr("100.64.0.0/16")));
            case ADOPTED -> Landlord.lets(sandbox, old);
            case FARGATE -> old.withFargate("batch", f -> f.selector("batch"));
        };
    }

    /** Each of these asks for an update of its own. */
    private static MeshProvisioner changed(MeshProvisioner spec) {
        return spec.withCluster(cluster -> cluster.version("1.36").logTypes("audit"))
                .withNodes(
                        "default",
                        nodes -> nodes.maxSize(5).label("tier", "web").kubelet(k -> k.maxPods(16)))
                .withTag("team", "payments");
    }

    /** Somebody takes away what an install has to put back. */
    private static void drift(InMemorySandbox sandbox) {
        try (EksClient eks = sandbox.eks();
                Ec2Client ec2 = sandbox.client(Ec2Client.builder())) {
            eks.deleteNodegroup(r -> r.clusterName("mesh").nodegroupName("default"));
            ec2
                    .describeNatGateways(r ->
                            r.filter(f -> f.name("tag:mesh-provisioner/mesh").values("mesh")))
                    .natGateways()
                    .stream()
                    .limit(1)
                    .forEach(nat -> ec2.deleteNatGateway(r -> r.natGatewayId(nat.natGatewayId())));
        }
        sandbox.pass(Duration.ofMinutes(5));
    }

    /** Somebody's network: a VPC with public and private subnets in two zones, and a NAT gateway. */
    private static final class Landlord {
        private static final List<String> ZONES = List.of("us-west-2a", "us-west-2b");

        static void build(Kind kind, InMemorySandbox sandbox) {
            if (kind != Kind.ADOPTED) {
                return;
            }
            try (Ec2Client ec2 = sandbox.client(Ec2Client.builder())) {
                String vpc =
                        ec2.createVpc(r -> r.cidrBlock("10.7.0.0/16")).vpc().vpcId();
                ec2.modifyVpcAttribute(r -> r.vpcId(vpc).enableDnsHostnames(on -> on.value(true)));
                String gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
                ec2.attachInternetGateway(r -> r.vpcId(vpc).internetGatewayId(gateway));
                String open = table(ec2, vpc);
                ec2.createRoute(r ->
                        r.routeTableId(open).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway));
                List<String> publics = subnets(ec2, vpc, 0, "public", open);
                String address = ec2.allocateAddress(r -> r.domain("vpc")).allocationId();
                String nat = ec2.createNatGateway(
                                r -> r.subnetId(publics.get(0)).allocationId(address))
                        .natGateway()
                        .natGatewayId();
                String closed = table(ec2, vpc);
                ec2.createRoute(r ->
                        r.routeTableId(closed).destinationCidrBlock("0.0.0.0/0").natGatewayId(nat));
                subnets(ec2, vpc, 10, "private", closed);
            }
            sandbox.pass(Duration.ofMinutes(5));
        }

        private static String table(Ec2Client ec2, String vpc) {
            return ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
        }

        private static List<String> subnets(Ec2Client ec2, String vpc, int from, String what, String table) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < ZONES.size(); i++) {
                String zone = ZONES.get(i);
                String cidr = "10.7." + (from + i) + ".0/24";
                String id = ec2.createSubnet(r -> r.vpcId(vpc)
                                .availabilityZone(zone)
                                .cidrBlock(cidr)
                                .tagSpecifications(t -> t.resourceType("subnet")
                                        .tags(tag -> tag.key("let").value(what))))
                        .subnet()
                        .subnetId();
                ec2.associateRouteTable(r -> r.routeTableId(table).subnetId(id));
                ids.add(id);
            }
            return ids;
        }

        static MeshProvisioner lets(InMemorySandbox sandbox, MeshProvisioner base) {
            try (Ec2Client ec2 = sandbox.client(Ec2Client.builder())) {
                String vpc = ec2.describeVpcs(r -> r.filters(f -> f.name("cidr").values("10.7.0.0/16")))
                        .vpcs()
                        .get(0)
                        .vpcId();
                return base.withVpc(own -> own.adopt(
                        vpc, in -> in.publicSubnets(let(ec2, "public")).privateSubnets(let(ec2, "private"))));
            }
        }

        private static String[] let(Ec2Client ec2, String what) {
            return ec2.describeSubnets(r -> r.filters(f -> f.name("tag:let").values(what))).subnets().stream()
                    .map(Subnet::subnetId)
                    .sorted()
                    .toArray(String[]::new);
        }
    }
}
