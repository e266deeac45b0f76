package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.PlannedStep;
import io.meshprovisioner.error.DeletionBlockedException;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.spec.NatGateways;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.model.FargateProfile;
import software.amazon.awssdk.services.eks.model.FargateProfileStatus;

/** G1.4: Fargate profiles are made one at a time, kept, never changed, and found without a spec. */
class FargateTest {
    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static MeshProvisioner two(MeshProvisioner base) {
        return base.withFargate("batch", f -> f.selector("batch-*").selector("shop", Map.of("compute", "fargate")))
                .withFargate("reports", f -> f.selector("reports"));
    }

    private FargateProfile profile(String name) {
        return bench.neighbour()
                .eks()
                .describeFargateProfile(r -> r.clusterName("mesh").fargateProfileName(name))
                .fargateProfile();
    }

    @Test
    void profilesAreMadeOneAfterTheOtherInPrivateSubnetsWithARoleOfTheirOwn() {
        two(bench.provisioner()).install();

        FargateProfile batch = profile("batch");
        assertThat(batch.status()).isEqualTo(FargateProfileStatus.ACTIVE);
        assertThat(batch.selectors())
                .extracting(selector -> selector.namespace() + selector.labels())
                .containsExactly("batch-*{}", "shop{compute=fargate}");
        assertThat(batch.podExecutionRoleArn()).endsWith(":role/mesh-us-west-2-fargate");
        assertThat(batch.subnets()).hasSize(2).contains(bench.neighbour().subnet("mesh/private-us-west-2a"));
        assertThat(profile("reports").createdAt())
                .as("EKS makes one at a time")
                .isAfterOrEqualTo(batch.createdAt().plusSeconds(75));
        assertThat(bench.inventory())
                .filteredOn(line -> line.contains("FARGATE_LINUX"))
                .as("EKS lets the machines in itself")
                .singleElement()
                .asString()
                .contains("role/mesh-us-west-2-fargate");
        assertThat(bench.counts(0)).containsEntry("eks:CreateFargateProfile", 2L);
        assertThat(two(bench.provisioner()).plan().changesNothing()).isTrue();

        assertThat(bench.provisioner().uninstall().removed())
                .as("without the spec")
                .contains("Fargate profile batch", "Fargate profile reports", "iam:Role mesh-us-west-2-fargate");
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void tagsChangeInPlaceAndEverythingElseIsAnotherProfile() {
        two(bench.provisioner()).install();
        two(bench.provisioner()).withTag("team", "data").install();
        assertThat(profile("batch").tags()).containsEntry("team", "data");

        MeshProvisioner other =
                two(bench.provisioner()).withTag("team", "data").withFargate("batch", f -> f.selector("jobs"));
        Plan plan = other.plan();
        assertThat(plan.steps())
                .filteredOn(step -> step.action() == PlannedStep.Action.REPLACE)
                .singleElement()
                .satisfies(step -> assertThat(step.differences().toString())
                        .contains("selectors: [batch-*, shop {compute=fargate}] -> [jobs] (replacement)"));
        assertThatThrownBy(other::install)
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("selectors");
        assertThat(profile("batch").selectors()).hasSize(2);
    }

    @Test
    void whereThereAreOnlyPublicSubnetsNothingIsMade() {
        assertThatThrownBy(() -> two(bench.provisioner())
                        .withVpc(vpc -> vpc.natGateways(NatGateways.NONE))
                        .install())
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("fargate")
                .hasMessageContaining("natGateways ONE");
        assertThat(bench.kernel.calls()).isEmpty();
    }

    @Test
    void aProfileOfOthersIsNotTouchedAndHoldsTheCluster() {
        two(bench.provisioner()).install();
        Neighbour user = bench.neighbour();
        String arn = profile("reports").fargateProfileArn();
        user.eks().untagResource(r -> r.resourceArn(arn).tagKeys("mesh-provisioner/mesh"));

        assertThatThrownBy(() -> two(bench.provisioner()).install())
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("Somebody else has made a Fargate profile named reports");
        assertThatThrownBy(() -> bench.provisioner().uninstall())
                .isInstanceOf(DeletionBlockedException.class)
                .hasMessageContaining("Fargate profile reports, which is not ours");
        assertThat(bench.inventory()).anyMatch(line -> line.contains("eks fargate-profile mesh/batch ACTIVE"));
    }

    /** Two meshes may have the same addresses, each in a VPC of its own. */
    @Test
    void whereAPodOfOneClusterEndsTheOtherClustersMachineStays() {
        two(bench.provisioner()).install();
        two(bench.provisioner().withName("other")).install();
        String machine = start("mesh");
        assertThat(start("other")).isEqualTo(machine);

        bench.kernel.read(world -> {
            world.cloud().stopPodMachine(world, new ClusterKey(AwsBench.REGION, "other"), machine);
            return true;
        });
        assertThat(bench.inventory())
                .filteredOn(line -> line.contains("by=amazon-eks-fargate"))
                .hasSize(1);
    }

    private String start(String cluster) {
        return bench.kernel
                .read(world -> world.cloud()
                        .startPodMachine(world, new ClusterKey(AwsBench.REGION, cluster), "batch", "uid-" + cluster))
                .orElseThrow()
                .name();
    }

    @Test
    void oneThatSomebodyDeletesMeanwhileIsWaitedFor() {
        two(bench.provisioner()).install();
        bench.neighbour().eks().deleteFargateProfile(r -> r.clusterName("mesh").fargateProfileName("batch"));
        two(bench.provisioner()).install();
        assertThat(List.of(profile("batch").status(), profile("reports").status()))
                .containsOnly(FargateProfileStatus.ACTIVE);
        bench.pass(Duration.ofMinutes(1));
        assertThat(two(bench.provisioner()).plan().changesNothing()).isTrue();
    }
}
