package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.PlannedStep;
import io.meshprovisioner.cost.PriceTable;
import io.meshprovisioner.error.DeletionBlockedException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.spec.AccessPolicy;
import io.meshprovisioner.spec.AccessSpec;
import io.meshprovisioner.spec.AmiFamily;
import io.meshprovisioner.spec.CapacityType;
import io.meshprovisioner.spec.MaxUnavailable;
import io.meshprovisioner.spec.SupportType;
import io.meshprovisioner.spec.Taint;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.Nodegroup;

/** What a cluster and node groups can be besides the defaults: made so, changed in place where EKS can, else refused. */
class OptionsTest {
    private static final String KEY = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"AWS": "arn:aws:iam::111122223333:root"}}]}""";

    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static MeshProvisioner two(MeshProvisioner base) {
        return base.withNodes("general", nodes -> nodes.minSize(2).maxSize(2))
                .withNodes("batch", nodes -> nodes.instanceTypes("t3.large", "t3.xlarge")
                        .minSize(1)
                        .maxSize(1)
                        .capacityType(CapacityType.SPOT)
                        .amiFamily(AmiFamily.BOTTLEROCKET)
                        .taint("example.com/batch", "yes", Taint.Effect.NO_SCHEDULE)
                        .maxUnavailable(MaxUnavailable.percent(50)));
    }

    private Nodegroup group(String name) {
        return bench.neighbour()
                .eks()
                .describeNodegroup(r -> r.clusterName("mesh").nodegroupName(name))
                .nodegroup();
    }

    private Cluster cluster() {
        return bench.neighbour().eks().describeCluster(r -> r.name("mesh")).cluster();
    }

    @Test
    void nodeGroupsOfDifferentKinds() {
        two(bench.provisioner()).install();

        assertThat(group("general").capacityTypeAsString()).isEqualTo("ON_DEMAND");
        assertThat(group("general").amiTypeAsString()).isEqualTo("AL2023_x86_64_STANDARD");
        assertThat(group("general").taints()).isEmpty();
        assertThat(group("batch").capacityTypeAsString()).isEqualTo("SPOT");
        assertThat(group("batch").amiTypeAsString()).isEqualTo("BOTTLEROCKET_x86_64");
        assertThat(group("batch").updateConfig().maxUnavailablePercentage()).isEqualTo(50);
        assertThat(group("batch").taints()).singleElement().satisfies(taint -> {
            assertThat(taint.key()).isEqualTo("example.com/batch");
            assertThat(taint.effectAsString()).isEqualTo("NO_SCHEDULE");
        });
        assertThat(two(bench.provisioner()).plan().changesNothing()).isTrue();
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void taintsAndTheUpdatesPaceChangeInPlaceAndTheRestIsRefused() {
        two(bench.provisioner()).install();

        MeshProvisioner changed = two(bench.provisioner())
                .withNodes("general", nodes -> nodes.minSize(2).maxSize(2).maxUnavailable(MaxUnavailable.nodes(2)))
                .withNodes("batch", nodes -> nodes.instanceTypes("t3.large", "t3.xlarge")
                        .minSize(1)
                        .maxSize(1)
                        .capacityType(CapacityType.SPOT)
                        .amiFamily(AmiFamily.BOTTLEROCKET)
                        .taint("example.com/batch", "", Taint.Effect.PREFER_NO_SCHEDULE)
                        .maxUnavailable(MaxUnavailable.percent(50)));
        changed.install();

        assertThat(group("general").updateConfig().maxUnavailable()).isEqualTo(2);
        assertThat(group("batch").taints()).singleElement().satisfies(taint -> assertThat(taint.effectAsString())
                .isEqualTo("PREFER_NO_SCHEDULE"));
        assertThatThrownBy(() -> two(bench.provisioner())
                        .withNodes(
                                "general", nodes -> nodes.minSize(2).maxSize(2).capacityType(CapacityType.SPOT))
                        .install())
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("capacityType: ON_DEMAND -> SPOT");
        assertThatThrownBy(() -> two(bench.provisioner())
                        .withNodes(
                                "general", nodes -> nodes.minSize(2).maxSize(2).amiFamily(AmiFamily.BOTTLEROCKET))
                        .install())
                .hasMessageContaining("amiType: AMAZON_LINUX -> BOTTLEROCKET");
    }

    @Test
    void aPlanSaysWhatTheMeshCostsAndWhetherItsPodsHaveRoom() {
        Plan plan = bench.provisioner().plan();
        assertThat(plan.cost().monthly()).isEqualByComparingTo("205.40");
        assertThat(plan.cost(PriceTable.read("regions us-west-2\ncontrol-plane 1 hour"))
                        .monthly())
                .isEqualByComparingTo("730.00");
        assertThat(plan.capacity().left()).isEqualTo(43);
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void secretsAreEncryptedByAKeyThatStaysAndZonesCanBeLeft() {
        bench.provisioner()
                .withCluster(cluster -> cluster.kmsKeyArn(KEY).zonalShift(true))
                .install();
        assertThat(cluster().encryptionConfig()).singleElement().satisfies(config -> {
            assertThat(config.provider().keyArn()).isEqualTo(KEY);
            assertThat(config.resources()).containsExactly("secrets");
        });
        assertThat(cluster().zonalShiftConfig().enabled()).isTrue();
        assertThat(bench.provisioner().plan().changesNothing())
                .as("saying nothing changes nothing")
                .isTrue();
        bench.provisioner().withCluster(cluster -> cluster.zonalShift(false)).install();
        assertThat(cluster().zonalShiftConfig().enabled()).isFalse();
        assertThatThrownBy(() -> bench.provisioner()
                        .withCluster(cluster -> cluster.kmsKeyArn(KEY + "0"))
                        .install())
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("encryptionConfig.provider.keyArn: " + KEY + " -> " + KEY + "0");
    }

    @Test
    void aClusterThatStandsGetsAKeyInPlaceWithTheRightsThatTakes() {
        bench.install();
        assertThat(bench.provisioner().plan().requiredActions()).noneMatch(action -> action.startsWith("kms:"));
        Plan plan = bench.provisioner()
                .withCluster(cluster -> cluster.kmsKeyArn(KEY))
                .plan();
        assertThat(plan.iamPolicy().statements())
                .filteredOn(statement -> statement.actions().contains("kms:CreateGrant"))
                .singleElement()
                .satisfies(statement -> assertThat(statement.resources()).containsExactly(KEY));
        bench.provisioner().withCluster(cluster -> cluster.kmsKeyArn(KEY)).install();
        assertThat(cluster().encryptionConfig()).hasSize(1);
    }

    @Test
    void aProtectedClusterGoesOnlyAtTheUsersWord() {
        bench.provisioner()
                .withCluster(cluster -> cluster.deletionProtection(true).supportType(SupportType.STANDARD))
                .install();
        assertThat(cluster().deletionProtection()).isTrue();
        assertThat(cluster().upgradePolicy().supportTypeAsString()).isEqualTo("STANDARD");

        bench.provisioner().install();
        assertThat(cluster().deletionProtection())
                .as("saying nothing lifts nothing")
                .isTrue();
        int calls = bench.kernel.calls().size();
        assertThatThrownBy(() -> bench.provisioner().uninstall()).isInstanceOf(DeletionBlockedException.class);
        assertThat(bench.counts(calls).keySet())
                .as("refused before the first deletion")
                .noneMatch(operation -> operation.matches("(ec2|eks|iam|elasticloadbalancing.*):Delete.*"));

        bench.provisioner()
                .withCluster(cluster -> cluster.deletionProtection(false).supportType(SupportType.EXTENDED))
                .install();
        assertThat(cluster().upgradePolicy().supportTypeAsString()).isEqualTo("EXTENDED");
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void othersGetInByEntriesOfTheirOwn() {
        String team = teamRole();
        UnaryOperator<AccessSpec> narrow =
                who -> who.policy(AccessPolicy.EDIT, "shop", "pay").groups("team");
        bench.provisioner().withCluster(c -> c.access(team, narrow)).install();

        assertThat(policies(team)).containsExactly("AmazonEKSEditPolicy in [shop, pay]");
        assertThat(entry(team).kubernetesGroups()).containsExactly("team");
        assertThat(bench.provisioner()
                        .withCluster(c -> c.access(team, narrow))
                        .plan()
                        .changesNothing())
                .isTrue();

        MeshProvisioner wide = bench.provisioner()
                .withCluster(c -> c.access(team, who -> who.policy(AccessPolicy.EDIT, "shop")
                        .policy(AccessPolicy.VIEW)
                        .groups("team", "guests")));
        assertThat(wide.plan().toString()).contains("accessPolicies").contains("kubernetesGroups");
        wide.install();
        assertThat(policies(team))
                .containsExactlyInAnyOrder("AmazonEKSEditPolicy in [shop]", "AmazonEKSViewPolicy in []");
        assertThat(entry(team).kubernetesGroups()).containsExactly("team", "guests");

        bench.provisioner()
                .withCluster(c -> c.access(team, who -> who.groups("guests")))
                .install();
        assertThat(policies(team)).isEmpty();
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
    }

    @Test
    void whoIsNotNamedAnyMoreIsShutOutAndAPlanSaysSo() {
        String team = teamRole();
        bench.provisioner()
                .withCluster(c -> c.access(team, who -> who.policy(AccessPolicy.EDIT)))
                .install();
        String theirs = bench.neighbour()
                .iam()
                .createRole(r -> r.roleName("theirs").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
        bench.neighbour().eks().createAccessEntry(r -> r.clusterName("mesh").principalArn(theirs));
        assertThat(bench.provisioner()
                        .withCluster(c -> c.access(team, who -> who.policy(AccessPolicy.EDIT)))
                        .plan()
                        .changesNothing())
                .isTrue();

        Plan plan = bench.provisioner().plan();
        assertThat(plan.steps())
                .filteredOn(step -> step.action() == PlannedStep.Action.DELETE)
                .singleElement()
                .satisfies(step -> assertThat(step.title()).isEqualTo("access of " + team + " to the cluster"));
        assertThat(plan.toString()).contains("0 to create, 0 to update, 1 to delete");
        assertThat(Plan.fromJson(plan.toJson())).isEqualTo(plan);

        bench.provisioner().install(plan);
        assertThat(bench.inventory())
                .noneMatch(line -> line.contains("access-entry mesh/" + team))
                .anyMatch(line -> line.contains("access-entry mesh/" + theirs));
        assertThat(bench.provisioner().plan().changesNothing()).isTrue();
    }

    @Test
    void anEntryThatSomebodyElseMadeIsNotTouched() {
        bench.install();
        String team = teamRole();
        bench.neighbour()
                .eks()
                .createAccessEntry(r -> r.clusterName("mesh").principalArn(team).kubernetesGroups("theirs"));

        MeshProvisioner ours = bench.provisioner().withCluster(c -> c.access(team, who -> who.groups("ours")));
        assertThatThrownBy(ours::install)
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("Somebody else has made an access entry for " + team);
        assertThat(entry(team).kubernetesGroups()).containsExactly("theirs");
    }

    private String teamRole() {
        return bench.neighbour()
                .iam()
                .createRole(r -> r.roleName("team").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
    }

    private AccessEntry entry(String arn) {
        return bench.neighbour()
                .eks()
                .describeAccessEntry(r -> r.clusterName("mesh").principalArn(arn))
                .accessEntry();
    }

    private List<String> policies(String arn) {
        return bench
                .neighbour()
                .eks()
                .listAssociatedAccessPolicies(r -> r.clusterName("mesh").principalArn(arn))
                .associatedAccessPolicies()
                .stream()
                .map(policy -> policy.policyArn().replaceFirst(".*/", "") + " in "
                        + policy.accessScope().namespaces())
                .toList();
    }
}
