package io.meshprovisioner.testkit.awsbackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.meshprovisioner.Installing;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Plan;
import io.meshprovisioner.PlannedStep;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.spec.CapacityType;
import io.meshprovisioner.testkit.kernel.CallObserver;
import io.meshprovisioner.testkit.kernel.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.model.CapacityTypes;
import software.amazon.awssdk.services.eks.model.Nodegroup;

/** What cannot be changed in place is deleted and made anew when the user says so, and never else. */
class ReplacementTest {
    private static final UnaryOperator<Installing> WORD = how -> how.replace("eks:Nodegroup", "mesh/default");

    private final AwsBench bench = new AwsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private MeshProvisioner spot() {
        return bench.provisioner().withNodes("default", nodes -> nodes.capacityType(CapacityType.SPOT));
    }

    private Nodegroup nodes() {
        return bench.neighbour()
                .eks()
                .describeNodegroup(r -> r.clusterName("mesh").nodegroupName("default"))
                .nodegroup();
    }

    private long changes() {
        return bench.counts(0).entrySet().stream()
                .filter(count ->
                        count.getKey().startsWith("eks:") && !count.getKey().matches("eks:(Describe|List).*"))
                .mapToLong(count -> count.getValue())
                .sum();
    }

    @Test
    void withoutTheWordNothingIsChangedAndTheAdviceIsTheWord() {
        bench.install();
        long before = changes();
        assertThat(spot().plan().steps())
                .filteredOn(step -> step.action() == PlannedStep.Action.REPLACE)
                .extracting(PlannedStep::kind, PlannedStep::name)
                .containsExactly(tuple("eks:Nodegroup", "mesh/default"));
        assertThat(spot().plan().toString()).contains("0 to create, 0 to update, 1 to replace, 0 to delete");

        assertThatThrownBy(() -> spot().install())
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("capacityType: ON_DEMAND -> SPOT (replacement)")
                .hasMessageContaining("install(how -> how.replace(\"eks:Nodegroup\", \"mesh/default\"))");
        assertThat(changes()).isEqualTo(before);
        assertThat(nodes().capacityType()).isEqualTo(CapacityTypes.ON_DEMAND);
    }

    @Test
    void withTheWordTheOldGoesBeforeTheNewIsMade() {
        bench.install();
        List<MeshEvent> events = new ArrayList<>();

        spot().withListener(events::add).install(WORD).close();

        assertThat(nodes().capacityType()).isEqualTo(CapacityTypes.SPOT);
        assertThat(bench.counts(0)).containsEntry("eks:DeleteNodegroup", 1L).containsEntry("eks:CreateNodegroup", 2L);
        assertThat(events)
                .filteredOn(event -> event instanceof MeshEvent.ResourceStarted started
                        && started.id().name().equals("mesh/default"))
                .singleElement()
                .satisfies(event ->
                        assertThat(((MeshEvent.ResourceStarted) event).action()).isEqualTo(MeshEvent.Action.REPLACE));
        assertThat(events)
                .filteredOn(event -> event instanceof MeshEvent.ResourceFinished finished
                        && finished.outcome() == MeshEvent.Outcome.REPLACED)
                .hasSize(1);
        assertThat(spot().plan().changesNothing()).isTrue();
        assertThat(bench.mine()).doesNotHaveDuplicates();
    }

    @Test
    void theWordAloneReplacesNothing() {
        bench.install();
        long before = changes();
        bench.provisioner().install(WORD).close();
        assertThat(changes()).isEqualTo(before);
    }

    @Test
    void aReviewedPlanStillTakesTheWord() {
        bench.install();
        Plan plan = Plan.fromJson(spot().plan().toJson());
        assertThatThrownBy(() -> spot().install(plan)).isInstanceOf(ResourceConflictException.class);
        spot().install(plan, WORD).close();
        assertThat(nodes().capacityType()).isEqualTo(CapacityTypes.SPOT);
    }

    @Test
    void aProfileIsReplacedToo() {
        bench.provisioner().withFargate("batch", f -> f.selector("batch")).install();
        bench.provisioner()
                .withFargate("batch", f -> f.selector("jobs"))
                .install(how -> how.replace("eks:FargateProfile", "mesh/fargate-batch"))
                .close();
        assertThat(bench.neighbour()
                        .eks()
                        .describeFargateProfile(r -> r.clusterName("mesh").fargateProfileName("batch"))
                        .fargateProfile()
                        .selectors())
                .singleElement()
                .satisfies(selector -> assertThat(selector.namespace()).isEqualTo("jobs"));
    }

    @Test
    void whatOthersHangOnAndWhatIsNotThereAreRefusedFirst() {
        bench.install();
        long before = changes();
        assertThatThrownBy(() -> spot().install(how -> how.replace("eks:Cluster", "mesh/cluster")))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining(
                        "eks:Cluster mesh/cluster cannot be replaced: what hangs on it would have to go too.");
        assertThatThrownBy(() -> spot().install(how -> how.replace("eks:Nodegroup", "mesh/defautl")))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("There is no eks:Nodegroup mesh/defautl in this spec to replace.")
                .hasMessageContaining("how.replace(\"eks:Nodegroup\", \"mesh/default\")");
        assertThat(changes()).isEqualTo(before);
    }

    /** Once the old group is on its way out, the next run needs no word any more to make the new one. */
    @Test
    void killedAfterTheDeletionThePlainInstallMakesTheNewOne() {
        bench.install();
        bench.kernel.observe(new CallObserver() {
            @Override
            public boolean afterEffect(int index, Exchange exchange) {
                return !exchange.operation().equals("eks:DeleteNodegroup");
            }
        });
        assertThatThrownBy(() -> spot().install(WORD)).hasStackTraceContaining("RunKilledException");
        bench.kernel.observe(CallObserver.NONE);

        spot().install().close();

        assertThat(nodes().capacityType()).isEqualTo(CapacityTypes.SPOT);
        assertThat(bench.mine()).doesNotHaveDuplicates();
    }
}
