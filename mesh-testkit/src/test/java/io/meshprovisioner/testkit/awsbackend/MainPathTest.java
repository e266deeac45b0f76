package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.spec.NatGateways;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** G1.1 to G1.5: from an account to nodes that take pods, and back. */
class MainPathTest {
    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void installTakesAsLongAsItsCriticalPath() {
        Timeline timeline = bench.install();

        assertThat(timeline.ratio()).isLessThan(1.05);
        assertThat(timeline.makespan()).isLessThan(Duration.ofMinutes(13));
        assertThat(timeline.criticalPath().stream().map(id -> id.kind()).toList())
                .containsSubsequence("eks:Cluster", "eks:Nodegroup");
        assertThat(bench.inventory())
                .anyMatch(line -> line.contains("eks cluster mesh 1.36 ACTIVE mode=API_AND_CONFIG_MAP"))
                .anyMatch(line -> line.contains("eks nodegroup mesh/default 1.36 ACTIVE"))
                .anyMatch(line -> line.contains("addon mesh/coredns") && line.contains("ACTIVE"))
                .filteredOn(line -> line.contains("ec2 instance t3.medium"))
                .hasSize(3);
    }

    @Test
    void everythingThatWeMakeCarriesOurTagsAndTheUsers() {
        bench.provisioner().withTag("team", "payments").install();

        assertThat(bench.inventory())
                .filteredOn(line -> line.contains("mesh-provisioner/mesh=mesh"))
                .hasSizeGreaterThan(15)
                .allMatch(line -> line.contains("team=payments"));
    }

    @Test
    void secondInstallChangesNothingWithinFortyCalls() {
        bench.install();
        List<String> before = bench.inventory();
        int calls = bench.kernel.calls().size();

        Timeline again = bench.install();

        assertThat(again.changedNothing()).isTrue();
        assertThat(bench.kernel.calls().size() - calls).isLessThanOrEqualTo(40);
        assertThat(bench.worldWithoutLease()).isEqualTo(AwsBench.withoutLease(before));
    }

    @Test
    void firstInstallAsksLessThanHalfOfADescribeAResourceEveryTenSeconds() {
        Timeline timeline = bench.install();

        long naive = timeline.entries().size() * timeline.makespan().toSeconds() / 10;
        assertThat((long) bench.kernel.calls().size()).isLessThan(naive / 2);
    }

    @Test
    void uninstallLeavesNothing() {
        bench.install();
        UninstallReport report = bench.provisioner().uninstall();

        assertThat(report.nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
        assertThat(bench.provisioner().meshes()).isEmpty();
    }

    @Test
    void installUninstallInstallWithinTheHour() {
        bench.install();
        bench.provisioner().uninstall();
        bench.install();

        assertThat(bench.inventory()).anyMatch(line -> line.contains("nodegroup mesh/default 1.36 ACTIVE"));
        assertThat(Duration.between(AwsBench.START, bench.clock.now())).isLessThan(Duration.ofHours(1));
    }

    @Test
    void natGatewayInEachZone() {
        bench.provisioner()
                .withVpc(vpc -> vpc.availabilityZones(3).natGateways(NatGateways.ONE_PER_ZONE))
                .install();

        assertThat(bench.inventory())
                .filteredOn(line -> line.contains("natgateway available"))
                .hasSize(3);
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void withoutNatNodesRunInPublicSubnets() {
        bench.provisioner().withVpc(vpc -> vpc.natGateways(NatGateways.NONE)).install();

        assertThat(bench.inventory())
                .noneMatch(line -> line.contains("natgateway"))
                .noneMatch(line -> line.contains("mesh/private-"))
                .anyMatch(line -> line.contains("nodegroup mesh/default 1.36 ACTIVE"));
        assertThat(bench.provisioner().uninstall().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void twoMeshesSideBySide() {
        bench.provisioner().withName("one").install();
        bench.provisioner().withName("two").install();

        assertThat(bench.provisioner().meshes()).extracting("name").containsExactly("one", "two");
        bench.provisioner().withName("one").uninstall();
        assertThat(bench.provisioner().meshes()).extracting("name").containsExactly("two");
        assertThat(bench.inventory()).anyMatch(line -> line.contains("nodegroup two/default 1.36 ACTIVE"));
    }
}
