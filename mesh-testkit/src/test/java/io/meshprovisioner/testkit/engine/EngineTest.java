package io.meshprovisioner.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.Operation;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.error.MeshBusyException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.error.RunCancelledException;
import io.meshprovisioner.error.RunTimeoutException;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.event.MeshEvent;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.plan.CallFailure.Kind;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.MeshInstaller;
import io.meshprovisioner.testkit.time.RunTime;
import io.meshprovisioner.testkit.time.VirtualTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine on a toy cloud: scheduling, retries, lease, cancel, deadline. */
class EngineTest {
    private final VirtualTime clock = new VirtualTime(Instant.parse("2026-08-01T10:00:00Z"), 0);
    private final ToyCloud cloud = new ToyCloud();
    private int runs;
    private final List<MeshEvent> events = new ArrayList<>();

    @AfterEach
    void close() {
        clock.close();
    }

    private MeshProvisioner provisioner(String run) {
        return provisioner(run, new RunTime(clock, run));
    }

    private MeshProvisioner provisioner(String run, RunTime time) {
        return MeshProvisioner.forRegion("us-west-2")
                .withCloudBackend(cloud)
                .withKubernetesBackend((access, t, recorder) -> {
                    throw new AssertionError("no cluster here");
                })
                .withInstaller(new NoInstaller())
                .withTime(time)
                .withRunIds(() -> run + "/" + runs++)
                .withListener(events::add);
    }

    @Test
    void takesNoLongerThanTheLongestChainNeeds() {
        Timeline timeline = provisioner("a").install().timeline().orElseThrow();

        assertThat(timeline.ideal()).isEqualTo(Duration.ofSeconds(2 + 9 * 60 + 2 * 60));
        assertThat(timeline.ratio()).isBetween(1.0, 1.02);
        assertThat(timeline.criticalPath().stream().map(id -> id.name()))
                .containsExactly("network", "cluster", "nodes");
        assertThat(cloud.creations).isEqualTo(5);
        assertThat(timeline.calls().get("toy:Describe")).isLessThan(5 + 11 * 60 / 20);
    }

    @Test
    void secondInstallChangesNothingAndSaysSo() {
        provisioner("a").install();
        Mesh again = provisioner("b").install();

        assertThat(again.timeline().orElseThrow().changedNothing()).isTrue();
        assertThat(cloud.creations).isEqualTo(5);
        assertThat(again.timeline().orElseThrow().makespan()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void planChangesNothing() {
        assertThat(provisioner("a").plan().changesNothing()).isFalse();
        assertThat(cloud.made).isEmpty();
        assertThat(cloud.leases).isEmpty();
    }

    @Test
    void throttledAndLostCreationsComeUpOnce() {
        cloud.failures.put("network", List.of(Kind.THROTTLED, Kind.ANSWER_LOST));
        cloud.failures.put("role", List.of(Kind.UNAVAILABLE, Kind.NOT_YET_CONSISTENT));

        provisioner("a").install();

        assertThat(cloud.made.keySet()).containsExactly("cluster", "extra", "network", "nodes", "role");
        assertThat(cloud.creations).isEqualTo(5);
    }

    @Test
    void aFailureIsToldAtItsFirstSignAndGivesTheLeaseBack() {
        cloud.broken.put("nodes", "NodeCreationFailure");
        Instant start = clock.now();

        assertThatThrownBy(() -> provisioner("a").install())
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("NodeCreationFailure")
                .hasMessageContaining("Repair it.");
        assertThat(Duration.between(start, clock.now())).isLessThan(Duration.ofMinutes(10));

        cloud.broken.clear();
        assertThat(provisioner("b").install().recountDue()).isEmpty();
    }

    @Test
    void twoRunsAtOnceAreRefusedNotDoubled() {
        Operation<Mesh> first = provisioner("a").installAsync();
        Operation<Mesh> second = provisioner("b").installAsync();

        List<Object> ends = new ArrayList<>();
        for (Operation<Mesh> operation : List.of(first, second)) {
            try {
                ends.add(operation.join());
            } catch (MeshBusyException busy) {
                ends.add(busy);
            }
        }

        assertThat(ends).hasAtLeastOneElementOfType(Mesh.class).hasAtLeastOneElementOfType(MeshBusyException.class);
        assertThat(cloud.creations).isEqualTo(5);
    }

    @Test
    void aKilledRunIsTakenOverAfterItsLastSignOfLife() {
        RunTime doomed = new RunTime(clock, "a");
        Operation<Mesh> killed = provisioner("a", doomed).installAsync();
        clock.at(Duration.ofMinutes(3), "kill", doomed::kill);
        assertThatThrownBy(killed::join).hasCauseInstanceOf(RunTime.RunKilledException.class);
        Instant death = clock.now();

        Mesh mesh = provisioner("b").install();

        assertThat(cloud.creations).isEqualTo(5);
        assertThat(mesh.recountDue()).isPresent();
        assertThat(Duration.between(death, clock.now())).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(12));
    }

    @Test
    void cancelEndsSoonAndGivesTheLeaseBack() {
        Operation<Mesh> run = provisioner("a").installAsync();
        clock.at(Duration.ofMinutes(3), "cancel", run::cancel);

        assertThatThrownBy(run::join).isInstanceOf(RunCancelledException.class);
        assertThat(cloud.made).containsKey("cluster").doesNotContainKey("nodes");
        assertThat(cloud.leases.values()).allMatch(lease -> lease.content().contains("released"));
    }

    /** Helm may be busy for minutes: its child process is ended, the call fails, the run too. */
    @Test
    @Timeout(60)
    void cancelInterruptsWhatIsUnderWayInTheCluster() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<Operation<Mesh>> cancelled = new CompletableFuture<>();
        KubernetesSession session = (KubernetesSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {KubernetesSession.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("serverVersion")) {
                        cancelled.join().cancel();
                        return answer.join();
                    }
                    if (method.getName().equals("interrupt")) {
                        answer.completeExceptionally(new IllegalStateException("interrupted"));
                    }
                    return null;
                });
        NoInstaller busy = new NoInstaller() {
            @Override
            public MeshRefs addTo(Graph.Builder graph, MeshSpec spec, Surroundings surroundings) {
                graph.add(new VersionQuestion(surroundings));
                return super.addTo(graph, spec, surroundings);
            }
        };

        Operation<Mesh> run = provisioner("a")
                .withIstio("1.30.3")
                .withKubernetesBackend((access, time, recorder) -> session)
                .withInstaller(busy)
                .installAsync();
        cancelled.complete(run);

        assertThatThrownBy(run::join).isInstanceOf(RunCancelledException.class);
        assertThat(cloud.leases.values()).allMatch(lease -> lease.content().contains("released"));
    }

    /** Asks the cluster for its version. */
    private record VersionQuestion(MeshInstaller.Surroundings surroundings) implements Resource<String> {
        @Override
        public ResourceId id() {
            return new ResourceId("question", "version");
        }

        @Override
        public String title() {
            return "version";
        }

        @Override
        public Set<Ref<?>> needs() {
            return Set.of(surroundings.api());
        }

        @Override
        public Observation<String> observe(Step step) {
            return Observation.ready(
                    surroundings.sessions().on(step.get(surroundings.api())).serverVersion());
        }

        @Override
        public Observation<String> create(Step step) {
            throw new AssertionError("It is always there.");
        }
    }

    @Test
    @Timeout(60)
    void anErrorEndsTheRunWithItsCause() {
        NoClassDefFoundError error = new NoClassDefFoundError("some/Missing");
        cloud.made.put("role", clock.now());
        cloud.errors.put("role", error);

        assertThatThrownBy(() -> provisioner("a").install())
                .isInstanceOf(ServiceFailureException.class)
                .hasMessageContaining("some/Missing")
                .hasRootCause(error);
    }

    @Test
    @Timeout(60)
    void anExecutorThatRefusesEndsTheRun() {
        AtomicInteger tasks = new AtomicInteger();
        Executor tired = task -> {
            if (tasks.incrementAndGet() > 20) {
                throw new RejectedExecutionException("no thread left");
            }
            new Thread(task, "tired").start();
        };

        assertThatThrownBy(() -> provisioner("a").withExecutor(tired).install())
                .isInstanceOf(ServiceFailureException.class)
                .hasMessageContaining("no thread left");
    }

    @Test
    void deadlineEndsTheRun() {
        assertThatThrownBy(() ->
                        provisioner("a").withTimeout(Duration.ofMinutes(5)).install())
                .isInstanceOf(RunTimeoutException.class)
                .hasMessageContaining("continues");
    }

    @Test
    void uninstallTakesEverythingDownInOrderAndTheLeaseLast() {
        provisioner("a").install();
        UninstallReport report = provisioner("b").uninstall();

        assertThat(report.nothingLeft()).isTrue();
        assertThat(report.timeline().entries().stream()
                        .map(Timeline.Entry::title)
                        .toList())
                .containsExactlyInAnyOrder("nodes", "cluster", "extra", "role", "network")
                .containsSubsequence("nodes", "cluster", "network");
        assertThat(cloud.made).isEmpty();
        assertThat(cloud.leases).isEmpty();
    }

    @Test
    void eventsComeInTheDocumentedOrder() {
        provisioner("a").install();

        assertThat(events.get(0)).isInstanceOf(MeshEvent.RunStarted.class);
        assertThat(events.get(events.size() - 1)).isInstanceOf(MeshEvent.RunFinished.class);
        List<Double> progress = events.stream()
                .filter(MeshEvent.ResourceFinished.class::isInstance)
                .map(event -> ((MeshEvent.ResourceFinished) event).progress())
                .toList();
        assertThat(progress).isSorted().last().isEqualTo(1.0);
    }
}
