package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.PlannedStep;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.spec.AccessPolicy;
import io.meshprovisioner.spec.AdoptedCluster;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.aws.AwsOptions;
import io.meshprovisioner.testkit.kernel.CallObserver;
import io.meshprovisioner.testkit.kernel.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clusters of eksctl, Terraform and the console are used as they stand, and stay as they were. */
class AdoptedClusterTest {

    private static MeshProvisioner shop(Sandbox sandbox, String cluster, UnaryOperator<AdoptedCluster> how) {
        return sandbox.provisioner()
                .withName("shop")
                .withCluster(c -> c.adopt(cluster, how))
                .withIstio("1.30.3");
    }

    /** What uninstalling leaves: nothing of AWS, and in the cluster no more than Istio's kinds, which stay by default. */
    private static void staysAsItWas(Sandbox sandbox, List<String> before) {
        List<String> left = sandbox.inventory();
        assertThat(left.stream().filter(line -> !before.contains(line)))
                .allMatch(line -> line.contains("CustomResourceDefinition") || line.contains("istio.io"));
        assertThat(before.stream().filter(line -> !left.contains(line))).isEmpty();
    }

    @Test
    void oneOfEksctlTakesIstioOnItsOwnNodesAndIsLeftAsItWas() {
        try (Sandbox sandbox = Theirs.account()) {
            Theirs.byEksctl(sandbox, "platform");
            List<String> before = sandbox.inventory();

            Plan plan = shop(sandbox, "platform", how -> how).plan();
            assertThat(sandbox.inventory()).as("a plan changes nothing").isEqualTo(before);
            assertThat(plan.steps())
                    .noneMatch(step -> step.kind().matches("(ec2|iam):.*|eks:(Cluster|Nodegroup|Addon)"));
            assertThat(plan.spec().cluster().version()).contains("1.35");

            Mesh mesh = shop(sandbox, "platform", how -> how).install();
            assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();
            assertThat(sandbox.inventory()).noneMatch(line -> line.contains("mesh-provisioner/mesh"));
            assertThat(shop(sandbox, "platform", how -> how)
                            .install()
                            .timeline()
                            .orElseThrow()
                            .changedNothing())
                    .isTrue();
            assertThat(sandbox.provisioner()
                            .withName("shop")
                            .find()
                            .orElseThrow()
                            .status()
                            .cluster())
                    .hasValueSatisfying(cluster -> assertThat(cluster.name()).isEqualTo("platform"));

            UninstallReport gone = sandbox.provisioner().withName("shop").uninstall();
            assertThat(gone.nothingLeft()).as(gone.toString()).isTrue();
            assertThat(sandbox.provisioner().withName("shop").find()).isEmpty();
            staysAsItWas(sandbox, before);
        }
    }

    @Test
    void nodesAddOnsAndEntriesOfOursStandBesideTheirsAndGoAlone() {
        try (Sandbox sandbox = Theirs.account()) {
            Theirs theirs = Theirs.byEksctl(sandbox, "platform");
            List<String> before = sandbox.inventory();
            MeshProvisioner more = again(sandbox);
            MeshSpec resolved = more.plan().spec();
            assertThat(resolved.cluster().adopted().orElseThrow().nodeSubnets()).hasSize(2);
            assertThat(MeshSpec.read(resolved.toYaml())).isEqualTo(resolved);

            more.install();
            assertThat(sandbox.inventory())
                    .anyMatch(line -> line.contains("nodegroup platform/mesh") && line.contains("ACTIVE"))
                    .anyMatch(line -> line.contains("platform/eks-pod-identity-agent"))
                    .filteredOn(line -> line.contains("mesh-provisioner/mesh=shop"))
                    .noneMatch(line -> line.contains("eks cluster"));

            Neighbour user = theirs.user;
            user.eks().untagResource(r -> r.resourceArn(user.eks()
                            .describeNodegroup(n -> n.clusterName("platform").nodegroupName("mesh"))
                            .nodegroup()
                            .nodegroupArn())
                    .tagKeys("team"));
            assertThat(again(sandbox).plan().steps())
                    .filteredOn(step -> step.kind().equals("eks:Nodegroup"))
                    .singleElement()
                    .satisfies(step -> {
                        assertThat(step.action()).isEqualTo(PlannedStep.Action.UPDATE);
                        assertThat(step.differences()).singleElement().satisfies(one -> assertThat(one.field())
                                .isEqualTo("tags.team"));
                    });

            shop(sandbox, "platform", how -> how)
                    .withCluster(c -> c.addon("eks-pod-identity-agent"))
                    .install();
            assertThat(sandbox.inventory())
                    .as("a group that the spec does not name any more, and theirs")
                    .noneMatch(
                            line -> line.contains("nodegroup platform/mesh") || line.contains("launch-template shop"))
                    .anyMatch(line -> line.contains("nodegroup platform/"));

            assertThat(sandbox.provisioner().withName("shop").uninstall().nothingLeft())
                    .isTrue();
            assertThat(sandbox.inventory())
                    .noneMatch(line -> line.contains("shop"))
                    .containsAll(before.stream()
                            .filter(line -> !line.contains("kube"))
                            .toList());
        }
    }

    /** That its owner gives the cluster another subnet moves no node of ours; that the spec names others would. */
    @Test
    void aGroupStaysWhereItIsWhileTheClustersSubnetsGrowInNumber() {
        try (Sandbox sandbox = Theirs.account()) {
            Theirs.byEksctl(sandbox, "platform");
            List<String> both = in(sandbox, List.of())
                    .plan()
                    .spec()
                    .cluster()
                    .adopted()
                    .orElseThrow()
                    .nodeSubnets();
            in(sandbox, both.subList(0, 1)).install();

            assertThat(in(sandbox, both).plan().changesNothing()).isTrue();
            assertThat(in(sandbox, both.subList(1, 2)).plan().steps())
                    .filteredOn(step -> step.action() == PlannedStep.Action.REPLACE)
                    .singleElement()
                    .satisfies(step -> assertThat(step.differences())
                            .singleElement()
                            .satisfies(one -> assertThat(one.toString())
                                    .isEqualTo(
                                            "subnets: [" + both.get(0) + "] -> [" + both.get(1) + "] (replacement)")));
        }
    }

    private static MeshProvisioner in(Sandbox sandbox, List<String> subnets) {
        return shop(sandbox, "platform", how -> how.nodeSubnets(subnets.toArray(String[]::new)))
                .withNodes("mesh", nodes -> nodes.maxSize(1));
    }

    private static MeshProvisioner again(Sandbox sandbox) {
        return shop(sandbox, "platform", how -> how)
                .withCluster(c -> c.addon("eks-pod-identity-agent"))
                .withNodes("mesh", nodes -> nodes.instanceTypes("t3.large").maxSize(1))
                .withTag("team", "shop");
    }

    @Test
    void oneOfTerraformSaysWhichRuleIsMissingAndWhoIsNotLetIn() {
        try (Sandbox sandbox = Theirs.account()) {
            Theirs theirs = Theirs.byTerraform(sandbox, "staging");
            String nodes = theirs.nodesGroup();
            String plane = theirs.controlPlaneGroup();
            assertThatThrownBy(() -> shop(sandbox, "staging", how -> how).install())
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("2 of the cluster's nodes (security groups " + nodes + ")")
                    .hasMessageContaining("aws ec2 authorize-security-group-ingress --group-id " + nodes
                            + " --protocol tcp --port 15017 --source-group " + plane);

            theirs.allow(nodes, plane, 15017);
            List<String> before = sandbox.inventory();
            assertThatThrownBy(() -> shop(sandbox, "staging", how -> how).install())
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining(
                            "EKS cluster staging does not let arn:aws:iam::111122223333:user/sandbox-admin work in it")
                    .hasMessageContaining("letCallerIn()");
            assertThat(AwsBench.withoutLease(sandbox.inventory()))
                    .as("nothing was made")
                    .isEqualTo(before);

            Mesh mesh = shop(sandbox, "staging", AdoptedCluster::letCallerIn).install();
            assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();
            assertThat(sandbox.provisioner().withName("shop").uninstall().nothingLeft())
                    .isTrue();
            staysAsItWas(sandbox, before);
        }
    }

    @Test
    void oneOfTheConsoleTakesItsMakerAndNoEntries() {
        try (Sandbox sandbox = Theirs.account()) {
            Theirs.byConsole(sandbox, "old", true);
            List<String> before = sandbox.inventory();
            assertThatThrownBy(() -> shop(sandbox, "old", AdoptedCluster::letCallerIn)
                            .withCluster(c -> c.version("1.34"))
                            .plan())
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("takes no access entries (authenticationMode CONFIG_MAP)")
                    .hasMessageContaining("cluster.version: EKS cluster old runs Kubernetes 1.35, not 1.34");
            assertThatThrownBy(() -> shop(sandbox, "old", how -> how)
                            .withNodes("workers", nodes -> nodes)
                            .plan())
                    .hasMessageContaining("has a node group of this name, which is not ours");
            assertThat(shop(sandbox, "old", how -> how).install().status().healthy())
                    .isTrue();
            assertThat(sandbox.provisioner().withName("shop").uninstall().nothingLeft())
                    .isTrue();
            staysAsItWas(sandbox, before);
        }
    }

    @Test
    void whatCannotBeAdoptedIsRefusedBeforeAnyChange() {
        try (Sandbox sandbox = Theirs.account()) {
            Theirs theirs = Theirs.byConsole(sandbox, "theirs", false);
            sandbox.provisioner().withName("ours").install();
            List<String> before = sandbox.inventory();
            assertThatThrownBy(() -> shop(sandbox, "platform", how -> how).plan())
                    .hasMessageContaining("There is no EKS cluster platform in us-west-2.")
                    .hasMessageContaining("there are: ours, theirs.");
            assertThatThrownBy(() -> sandbox.provisioner("eu-central-1")
                            .withCluster(c -> c.adopt("theirs"))
                            .withIstio("1.30.3")
                            .plan())
                    .hasMessageContaining("There is no EKS cluster theirs in eu-central-1.");
            assertThatThrownBy(() -> shop(sandbox, "ours", how -> how).plan())
                    .hasMessageContaining("was made by us, for mesh \"ours\"");
            assertThatThrownBy(() -> sandbox.provisioner()
                            .withName("ours")
                            .withCluster(c -> c.adopt("theirs"))
                            .withIstio("1.30.3")
                            .plan())
                    .hasMessageContaining("Mesh \"ours\" has a cluster of its own.");
            assertThatThrownBy(() -> sandbox.provisioner()
                            .withName("shop")
                            .withCluster(c -> c.adopt("theirs"))
                            .withIstio("1.9.3")
                            .plan())
                    .hasMessageContaining("Istio 1.9.3 does not go with Kubernetes 1.35")
                    .hasMessageContaining("1.21 at most");
            assertThat(sandbox.inventory()).isEqualTo(before);
            theirs.user.eks().deleteCluster(r -> r.name("theirs"));
            assertThatThrownBy(() -> shop(sandbox, "theirs", how -> how).plan())
                    .hasMessageContaining("EKS cluster theirs is DELETING, not ACTIVE.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "eks:CreateAccessEntry,false",
        "eks:CreateNodegroup,false",
        "eks:DeleteAccessEntry,true",
        "iam:DeleteRole,true"
    })
    void whatAKilledRunLeftIsFoundWithoutTheSpec(String operation, boolean leaving) {
        try (Sandbox sandbox = Theirs.account()) {
            Theirs theirs = Theirs.byTerraform(sandbox, "staging");
            theirs.allow(theirs.nodesGroup(), theirs.controlPlaneGroup(), 15017);
            List<String> before = sandbox.inventory();
            if (leaving) {
                withNodes(sandbox.provisioner()).install();
            }
            sandbox.kernel().observe(new CallObserver() {
                @Override
                public boolean afterEffect(int index, Exchange exchange) {
                    return !exchange.operation().equals(operation);
                }
            });
            assertThatThrownBy(() -> {
                        if (leaving) {
                            sandbox.provisioner().withName("shop").uninstall();
                        } else {
                            withNodes(sandbox.provisioner()).install();
                        }
                    })
                    .hasStackTraceContaining("RunKilledException");
            sandbox.kernel().observe(CallObserver.NONE);

            assertThat(sandbox.provisioner().meshes()).extracting("name").containsExactly("shop");
            UninstallReport gone = sandbox.provisioner().withName("shop").uninstall();
            assertThat(gone.nothingLeft()).as(gone.toString()).isTrue();
            List<String> left = sandbox.inventory();
            assertThat(left.stream().filter(line -> line.startsWith("us-west-2") || line.startsWith("iam")))
                    .isEqualTo(before.stream()
                            .filter(line -> line.startsWith("us-west-2") || line.startsWith("iam"))
                            .toList());
        }
    }

    private static MeshProvisioner withNodes(MeshProvisioner base) {
        return base.withName("shop")
                .withCluster(c -> c.adopt("staging", AdoptedCluster::letCallerIn))
                .withIstio("1.30.3")
                .withNodes("mesh", nodes -> nodes.maxSize(1));
    }

    @Test
    void thePolicyReachesWhatIsOursInTheirClusterAndNothingElseOfIt() {
        IamPolicy policy;
        try (AwsBench bench = new AwsBench()) {
            Theirs.byEksctl(bench, "platform");
            policy = beside(bench.provisioner()).plan().iamPolicy();
        }
        assertThat(policy.actions())
                .doesNotContain("eks:CreateCluster", "eks:DeleteCluster", "eks:UpdateClusterConfig", "ec2:CreateVpc")
                .contains("eks:DeleteNodegroup");
        assertThat(policy.statements())
                .filteredOn(statement -> statement.actions().contains("eks:TagResource"))
                .allSatisfy(statement ->
                        assertThat(statement.resources()).noneMatch(resource -> resource.endsWith("cluster/platform")));
        try (AwsBench bench = new AwsBench(
                AwsOptions.DEFAULT.withUser(
                        "limited",
                        policy.parts().stream().map(IamPolicy::toCompactJson).toList()),
                Duration.ZERO)) {
            Theirs.byEksctl(bench, "platform");
            List<String> before = bench.inventory();
            beside(bench.limited()).install();
            assertThat(bench.inventory()).anyMatch(line -> line.contains("nodegroup platform/mesh"));
            assertThat(bench.limited().withName("shop").uninstall().nothingLeft())
                    .isTrue();
            assertThat(bench.inventory()).isEqualTo(before);
        }
    }

    private static MeshProvisioner beside(MeshProvisioner base) {
        return base.withName("shop")
                .withCluster(c -> c.adopt("platform")
                        .addon("eks-pod-identity-agent")
                        .access(
                                "arn:aws:iam::111122223333:role/platform-cluster-ServiceRole",
                                who -> who.policy(AccessPolicy.VIEW)))
                .withNodes("mesh", nodes -> nodes.maxSize(1));
    }
}
