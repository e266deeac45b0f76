package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.spec.AccessPolicy;
import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import io.meshprovisioner.spec.NatGateways;
import io.meshprovisioner.testkit.aws.AwsAccount;
import io.meshprovisioner.testkit.aws.AwsOptions;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/** The generated policy is enough and no more: the sandbox enforces exactly it, by action, resource and condition. */
class LeastPrivilegeTest {
    /** Actions of the policy whose absence the whole life of a mesh need not notice, each with the reason. */
    private static final Map<String, String> UNNOTICED = Map.of(
            "ec2:DescribeInstanceTypes", "error path: counts vCPUs where their quota is used up",
            "sts:DecodeAuthorizationMessage", "error path: what was denied is said anyway, undecoded",
            "eks:ListClusters", "error path: counts what is in use where a quota is used up",
            "iam:GetAccountSummary", "error path: the same of IAM",
            "eks:DeleteAddon", "error path: an add-on that came up failed is thrown away and made anew");

    private static final String OTHER = "arn:aws:iam::111122223333:user/limited";

    private static final String READ = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                    + "{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    @TempDir
    Path folder;

    private Set<String> used = Set.of();

    @Test
    void theDocumentNamesEachActionAndNarrowsEachThatAwsCanNarrow() {
        try (AwsBench bench = new AwsBench()) {
            IamPolicy policy = rich(bench.provisioner()).plan().iamPolicy();
            System.out.println(policy + ", " + policy.toCompactJson().length() + " characters");

            assertThat(policy.actions())
                    .noneMatch(action -> action.contains("*"))
                    .hasSizeGreaterThan(80);
            assertThat(policy.parts())
                    .allSatisfy(
                            part -> assertThat(part.toCompactJson().length()).isLessThanOrEqualTo(6144));
            assertThat(policy.statements())
                    .filteredOn(statement -> statement.resources().equals(List.of("*"))
                            && statement.conditions().isEmpty())
                    .allSatisfy(statement -> assertThat(statement.actions())
                            .allMatch(action -> action.matches("\\w+:(Describe|List|Decode|Get)\\w+")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"private", "public", "hidden"})
    void exactlyThisPolicyIsEnough(String kind) {
        assertThat(life(kind, policy(kind))).isEmpty();
    }

    /** An action that was asked for is denied without its name in the policy: no statement has a wildcard for it. */
    @Test
    void exactlyThisPolicyIsNoMoreThanTheWholeLifeOfAMeshUses() {
        IamPolicy policy = policy("rich");
        assertThat(life("rich", policy)).isEmpty();

        Set<String> idle = new TreeSet<>(policy.actions());
        idle.removeAll(used);
        assertThat(idle).isEqualTo(new TreeSet<>(UNNOTICED.keySet()));
    }

    @Test
    void aHeartbeatThatIsDeniedEndsTheRunAtOnce() {
        assertThat(life("private", policy("private").without("ssm:GetParameter")))
                .hasValueSatisfying(failure -> assertThat(failure)
                        .isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining("ssm:GetParameter"));
    }

    @Test
    void thePolicyReachesNothingOfOthers() {
        try (AwsBench bench = new AwsBench(as(policy("private")), Duration.ZERO)) {
            Neighbour other = bench.neighbour();
            String theirs =
                    other.ec2().createVpc(r -> r.cidrBlock("10.7.0.0/16")).vpc().vpcId();
            Neighbour user = bench.asRun(0);
            assertThatThrownBy(() -> user.ec2().deleteVpc(r -> r.vpcId(theirs)))
                    .as("no tag of ours")
                    .hasMessageContaining(
                            "ec2:DeleteVpc on resource: arn:aws:ec2:us-west-2:111122223333:vpc/" + theirs);
            assertThatThrownBy(() -> user.ec2().createTags(r -> r.resources(theirs)
                            .tags(t -> t.key("mesh-provisioner/mesh").value("mesh"))))
                    .as("our tag on what is not ours")
                    .hasMessageContaining("ec2:CreateTags");
            assertThatThrownBy(() -> user.ec2().createVpc(r -> r.cidrBlock("10.8.0.0/16")))
                    .as("made without our tag")
                    .hasMessageContaining("ec2:CreateVpc");
            assertThatThrownBy(
                            () -> user.iam().createRole(r -> r.roleName("admin").assumeRolePolicyDocument("{}")))
                    .as("another role")
                    .hasMessageContaining("iam:CreateRole");
            other.iam().createRole(r -> r.roleName("mesh-us-west-2-node").assumeRolePolicyDocument(TRUST));
            assertThatThrownBy(() -> user.iam().attachRolePolicy(r -> r.roleName("mesh-us-west-2-node")
                            .policyArn("arn:aws:iam::aws:policy/AdministratorAccess")))
                    .as("another policy")
                    .hasMessageContaining("iam:AttachRolePolicy");
            assertThatThrownBy(() -> user.ssm().deleteParameter(r -> r.name("/mesh-provisioner/shop/lease/1")))
                    .as("another mesh's lease")
                    .hasMessageContaining("ssm:DeleteParameter");
        }
    }

    /** The same by trying each, for the long series. */
    @Test
    @EnabledIfSystemProperty(named = "mesh.series", matches = "all")
    void withoutAnyOneActionSomethingIsDeniedThatNamesIt() {
        IamPolicy policy = policy("rich");
        List<String> wrong = new ArrayList<>();
        for (String action : new TreeSet<>(policy.actions())) {
            Optional<MeshException> failure = life("rich", policy.without(action));
            boolean named = failure.filter(AccessDeniedException.class::isInstance)
                    .map(MeshException::getMessage)
                    .filter(text -> text.contains(action))
                    .isPresent();
            if (named == UNNOTICED.containsKey(action)) {
                wrong.add(action + ": " + failure.map(Throwable::toString).orElse("nothing failed"));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private IamPolicy policy(String kind) {
        try (AwsBench bench = new AwsBench()) {
            return spec(kind, bench.provisioner()).plan().iamPolicy();
        }
    }

    /** Installs, installs again, changes, repairs and uninstalls as a user with this policy; what it failed with. */
    private Optional<MeshException> life(String kind, IamPolicy policy) {
        try (AwsBench bench = new AwsBench(as(policy), Duration.ZERO)) {
            spec(kind, bench.provisioner()).install();
            assertThat(spec(kind, bench.provisioner())
                            .install()
                            .timeline()
                            .orElseThrow()
                            .changedNothing())
                    .isTrue();
            if (kind.equals("rich")) {
                drift(bench);
                rich(bench.provisioner()).install();
                changed(bench.provisioner()).install();
                unnamed(bench.provisioner()).install();
                leaveTraces(bench);
            }
            assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
            used = bench.kernel.read(world -> AwsAccount.of(world).usedActions());
            return Optional.empty();
        } catch (MeshException failure) {
            return Optional.of(failure);
        }
    }

    private static AwsOptions as(IamPolicy policy) {
        return AwsOptions.DEFAULT.withUser(
                "tester", policy.parts().stream().map(IamPolicy::toCompactJson).toList());
    }

    private MeshProvisioner spec(String kind, MeshProvisioner base) {
        return switch (kind) {
            case "private" -> base;
            case "hidden" ->
                base.withVpc(vpc -> vpc.natGateways(NatGateways.NONE).endpoints());
            case "public" -> base.withVpc(vpc -> vpc.natGateways(NatGateways.NONE));
            default -> rich(base);
        };
    }

    private MeshProvisioner rich(MeshProvisioner base) {
        return base.withCluster(cluster -> cluster.version("1.35")
                        .logTypes("api")
                        .access(OTHER, who -> who.policy(AccessPolicy.VIEW))
                        .podIdentity("shop", "orders", who -> who.managedPolicies(READ))
                        .loadBalancerController("3.6.0")
                        .oidcProvider())
                .withFargate("batch", f -> f.selector("batch"))
                .withVpc(vpc -> vpc.endpointServices("s3", "sqs"))
                .withKeyPair(folder.resolve("mesh.key"));
    }

    /** Each of these asks for an update of its own. */
    private MeshProvisioner changed(MeshProvisioner base) {
        return rich(base)
                .withCluster(cluster -> cluster.version("1.36")
                        .logTypes("audit")
                        .access(OTHER, who -> who.policy(AccessPolicy.EDIT, "shop")
                                .groups("team"))
                        .addon(AddonSpec.of("coredns").configurationValues("{\"replicaCount\":3}")))
                .withNodes(
                        "default",
                        nodes -> nodes.maxSize(5).label("tier", "web").diskSizeGiB(40))
                .withTag("team", "payments");
    }

    /** Who was let in is not any more. */
    private MeshProvisioner unnamed(MeshProvisioner base) {
        return base.withCluster(cluster -> cluster.version("1.36").logTypes("audit"))
                .withKeyPair(folder.resolve("mesh.key"));
    }

    /** Somebody takes away what an install has to put back. */
    private static void drift(AwsBench bench) {
        Neighbour user = bench.neighbour();
        String table = user
                .ec2()
                .describeRouteTables(
                        r -> r.filters(Neighbour.tag("mesh-provisioner/resource", "mesh/private-us-west-2a-table")))
                .routeTables()
                .get(0)
                .routes()
                .stream()
                .map(route -> route.natGatewayId())
                .filter(id -> id != null)
                .findFirst()
                .orElseThrow();
        user.ec2().deleteNatGateway(r -> r.natGatewayId(table));
        VpcEndpoint s3 = user.ec2()
                .describeVpcEndpoints(r -> r.filters(Neighbour.tag("mesh-provisioner/resource", "mesh/endpoint-s3")))
                .vpcEndpoints()
                .get(0);
        user.ec2().modifyVpcEndpoint(r -> r.vpcEndpointId(s3.vpcEndpointId())
                .removeRouteTableIds(s3.routeTableIds().get(0)));
        String other = user.iam()
                .createRole(r -> r.roleName("other")
                        .assumeRolePolicyDocument(TRUST.replace("ec2.amazonaws.com", "pods.eks.amazonaws.com")))
                .role()
                .arn();
        String orders = user.eks()
                .listPodIdentityAssociations(
                        r -> r.clusterName("mesh").namespace("shop").serviceAccount("orders"))
                .associations()
                .get(0)
                .associationId();
        user.eks()
                .updatePodIdentityAssociation(
                        r -> r.clusterName("mesh").associationId(orders).roleArn(other));
        // As an older spec would have made it.
        user.eks().createPodIdentityAssociation(r -> r.clusterName("mesh")
                .namespace("shop")
                .serviceAccount("former")
                .roleArn(other)
                .tags(Map.of("mesh-provisioner/mesh", "mesh")));
        bench.pass(Duration.ofMinutes(3));
    }

    /** What an uninstall has to find by the cluster's tags alone. */
    private static void leaveTraces(AwsBench bench) {
        balancer(bench, "classic", Map.of());
        balancer(bench, "network", Map.of("service.beta.kubernetes.io/aws-load-balancer-type", "nlb"));
        bench.kernel.read(world -> world.cloud()
                .ensureLoadBalancer(
                        world,
                        request(
                                "pods",
                                Map.of("service.beta.kubernetes.io/aws-load-balancer-nlb-target-type", "ip"),
                                Optional.of(new LoadBalancerRequest.Pods(List.of("10.0.64.9"), world.now())))));
        Neighbour user = bench.neighbour();
        user.ec2().createNetworkInterface(r -> r.subnetId(user.subnet("mesh/private-us-west-2a"))
                .description("aws-K8S-i-0123456789abcdef0")
                .tagSpecifications(t -> t.resourceType("network-interface")
                        .tags(tag -> tag.key("cluster.k8s.amazonaws.com/name").value("mesh"), tag -> tag.key(
                                        "node.k8s.amazonaws.com/instance_id")
                                .value("i-0123456789"))));
    }

    private static void balancer(AwsBench bench, String name, Map<String, String> annotations) {
        bench.kernel.read(
                world -> world.cloud().ensureLoadBalancer(world, request(name, annotations, Optional.empty())));
    }

    private static LoadBalancerRequest request(
            String name, Map<String, String> annotations, Optional<LoadBalancerRequest.Pods> pods) {
        return new LoadBalancerRequest(
                new ClusterKey(AwsBench.REGION, "mesh"),
                "istio-system",
                name,
                "uid-of-" + name,
                new LinkedHashMap<>(annotations),
                List.of(new LoadBalancerRequest.Port("TCP", 80, 30080)),
                List.of(),
                pods);
    }
}
