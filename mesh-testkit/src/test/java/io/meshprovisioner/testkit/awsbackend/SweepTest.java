package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Operation;
import io.meshprovisioner.SweepReport;
import io.meshprovisioner.SweepReport.Removed;
import io.meshprovisioner.SweepReport.StillThere;
import io.meshprovisioner.error.MeshBusyException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.spi.CloudSession.MeshSummary;
import io.meshprovisioner.testkit.kernel.CallObserver;
import io.meshprovisioner.testkit.kernel.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Meshes whose time is over go, and no other. Of the instants at which a run is killed the first by default, all with
 * {@code -Dmesh.series=all}.
 */
class SweepTest {
    private static final Duration SHORT = Duration.ofHours(2);
    private static final Duration LONG = Duration.ofHours(20);

    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void onlyWhatHasExpiredGoes() {
        small("brief").withTimeToLive(SHORT).install();
        small("lasting").install();
        small("long").withTimeToLive(LONG).install();
        assertThat(names(bench.provisioner().sweep())).isEmpty();
        // What is refused extends nothing.
        assertThatThrownBy(() -> small("brief")
                        .withTimeToLive(LONG)
                        .withVpc(vpc -> vpc.cidr("10.9.0.0/16"))
                        .install())
                .isInstanceOf(ResourceConflictException.class);

        bench.pass(SHORT);
        SweepReport report = bench.provisioner().sweep();

        assertThat(report.meshes()).singleElement().isInstanceOfSatisfying(Removed.class, gone -> {
            assertThat(gone.mesh()).isEqualTo("brief");
            assertThat(gone.expired()).isBefore(bench.clock.now());
            assertThat(gone.report().removed()).anyMatch(title -> title.contains("EKS cluster"));
        });
        assertThat(report.nothingLeft()).isTrue();
        assertThat(bench.inventory())
                .noneMatch(line -> line.contains("brief"))
                .anyMatch(line -> line.contains("lasting"))
                .anyMatch(line -> line.contains("long"));
        assertThat(bench.provisioner().meshes()).extracting(MeshSummary::name).containsExactly("lasting", "long");
        assertThat(bench.provisioner().meshes().get(0).expires()).isEmpty();
        assertThat(bench.provisioner().meshes().get(1).expires()).hasValueSatisfying(at -> assertThat(at)
                .isAfter(bench.clock.now())
                .isBefore(AwsBench.START.plus(LONG).plus(Duration.ofHours(1))));
    }

    @Test
    void aSecondInstallExtendsItAndOneWithoutATimeTakesTheMarkAway() {
        small("brief").withTimeToLive(SHORT).install();
        bench.pass(Duration.ofMinutes(100));
        small("brief").withTimeToLive(SHORT).install();
        bench.pass(Duration.ofMinutes(100));
        assertThat(names(bench.provisioner().sweep())).isEmpty();

        small("brief").install();
        bench.pass(LONG);

        assertThat(names(bench.provisioner().sweep())).isEmpty();
        assertThat(bench.provisioner().meshes()).singleElement().satisfies(mesh -> assertThat(mesh.expires())
                .isEmpty());
        assertThat(bench.inventory()).noneMatch(line -> line.contains("/note/"));
    }

    static Stream<Arguments> whatAKilledInstallLeftIsSwept() {
        return points(
                arguments("ec2:CreateVpc", true),
                arguments("ec2:CreateVpc", false),
                arguments("eks:CreateCluster", true));
    }

    static Stream<Arguments> theNextSweepFinishesAKilledOne() {
        return points(
                arguments("eks:DeleteCluster", false),
                arguments("ec2:DeleteSubnet", true),
                arguments("ec2:DeleteVpc", true));
    }

    private static Stream<Arguments> points(Arguments... all) {
        return Stream.of(all).limit("all".equals(System.getProperty("mesh.series")) ? all.length : 1);
    }

    /** The mark comes before everything else: whatever is there of it can be swept. */
    @ParameterizedTest
    @MethodSource
    void whatAKilledInstallLeftIsSwept(String operation, boolean effected) {
        kill(operation, effected);
        assertThatThrownBy(() -> small("brief").withTimeToLive(SHORT).install())
                .hasStackTraceContaining("RunKilledException");
        bench.kernel.observe(CallObserver.NONE);
        bench.pass(SHORT);

        assertThat(bench.provisioner().sweep().meshes()).singleElement().isInstanceOf(Removed.class);
        assertThat(bench.inventory()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void theNextSweepFinishesAKilledOne(String operation, boolean effected) {
        small("brief").withTimeToLive(SHORT).install();
        bench.pass(SHORT);
        kill(operation, effected);
        assertThatThrownBy(() -> bench.provisioner().sweep()).hasStackTraceContaining("RunKilledException");
        bench.kernel.observe(CallObserver.NONE);
        assertThat(bench.inventory()).anyMatch(line -> line.contains("brief/note/expires"));

        assertThat(bench.provisioner().sweep().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    @Test
    void whatALiveRunHoldsIsLeftAndTheNextGoes() {
        small("busy").withTimeToLive(Duration.ofMinutes(1)).install();
        small("over").withTimeToLive(Duration.ofMinutes(1)).install();
        bench.pass(Duration.ofMinutes(1));
        Operation<?> atWork = small("busy").uninstallAsync();
        // It has the mesh before the sweep asks for it.
        bench.pass(Duration.ofSeconds(10));

        SweepReport report = bench.provisioner().sweep();

        assertThat(report.nothingLeft()).isFalse();
        assertThat(report.meshes()).hasSize(2);
        assertThat(report.meshes().get(0)).isInstanceOfSatisfying(StillThere.class, left -> {
            assertThat(left.mesh()).isEqualTo("busy");
            assertThat(left.reason()).contains("Another run is at work");
            assertThat(left.failure()).containsInstanceOf(MeshBusyException.class);
        });
        assertThat(report.meshes().get(1)).isInstanceOf(Removed.class);
        atWork.join();
        assertThat(bench.inventory()).isEmpty();
    }

    /** An install may be quicker than the sweep: what it has extended stays. */
    @Test
    void whatIsExtendedWhileItIsSweptStays() {
        small("brief").withTimeToLive(SHORT).install();
        bench.pass(SHORT);
        int before = bench.kernel.calls().size();
        AtomicInteger extended = new AtomicInteger();
        MeshProvisioner sweeper = bench.provisioner().withRunIds(() -> {
            if (bench.counts(before).containsKey("ssm:GetParametersByPath") && extended.getAndIncrement() == 0) {
                extend();
            }
            return "sweeper";
        });

        assertThat(sweeper.sweep().meshes()).isEmpty();
        assertThat(extended).hasPositiveValue();
        assertThat(bench.inventory()).anyMatch(line -> line.contains("eks "));
    }

    private void extend() {
        bench.neighbour().ssm().putParameter(note -> note.name("/mesh-provisioner/brief/note/expires")
                .value(bench.clock.now().plus(LONG).toString())
                .overwrite(true));
    }

    @Test
    void whatOthersHoldIsNamedAndGoesWithALaterSweep() {
        small("brief").withTimeToLive(SHORT).install();
        Neighbour user = bench.neighbour();
        String theirs = user.ec2()
                .createNetworkInterface(
                        r -> r.subnetId(user.subnet("brief/private-us-west-2a")).description("the user's database"))
                .networkInterface()
                .networkInterfaceId();
        bench.pass(SHORT);

        assertThat(bench.provisioner().sweep().meshes())
                .singleElement()
                .isInstanceOfSatisfying(
                        StillThere.class, left -> assertThat(left.reason()).contains("held by " + theirs));
        user.ec2().deleteNetworkInterface(r -> r.networkInterfaceId(theirs));

        assertThat(bench.provisioner().sweep().nothingLeft()).isTrue();
        assertThat(bench.inventory()).isEmpty();
    }

    private MeshProvisioner small(String name) {
        return bench.provisioner().withName(name);
    }

    private static List<String> names(SweepReport report) {
        return report.meshes().stream().map(SweepReport.Swept::mesh).toList();
    }

    private void kill(String operation, boolean effected) {
        bench.kernel.observe(new CallObserver() {
            @Override
            public boolean beforeEffect(int index, Exchange exchange) {
                return effected || !exchange.operation().equals(operation);
            }

            @Override
            public boolean afterEffect(int index, Exchange exchange) {
                return !exchange.operation().equals(operation);
            }
        });
    }
}
