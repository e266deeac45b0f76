package io.meshprovisioner.testkit.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.Operation;
import io.meshprovisioner.error.MeshBusyException;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxRun;
import io.meshprovisioner.testkit.kernel.CallObserver;
import io.meshprovisioner.testkit.kernel.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An owner that is held still, loses its mesh to another run, and wakes: it deletes nothing, and what it had sent already is
 * gone with the last count.
 */
class PausedOwnerTest {

    private static @Nullable List<String> undisturbed;

    /** One point by default, three with {@code -Dmesh.series=all}. */
    static IntStream calls() {
        return "all".equals(System.getProperty("mesh.series")) ? IntStream.of(30, 90, 150) : IntStream.of(90);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aDeposedOwnerStopsAndDeletesNothing(int call) {
        try (Sandbox sandbox = Sandbox.start()) {
            List<String> expected = expected();
            SandboxRun owner = sandbox.openRun("us-west-2");
            sandbox.kernel().observe(new PauseAt(sandbox, owner.name(), call));
            Operation<Mesh> paused = owner.provisioner().withIstio("1.30.3").installAsync();
            // It has the mesh before anybody else asks for it.
            sandbox.pass(Duration.ofSeconds(10));

            Mesh mesh = installOnceTheOwnerIsStill(sandbox);
            assertThat(mesh.recountDue()).isPresent();
            sandbox.kernel().resume(owner.name());
            Throwable end = catchThrowable(paused::join);

            assertThat(end).isInstanceOf(MeshException.class);
            assertThat(sandbox.calls())
                    .filteredOn(made -> made.run().equals(owner.name()))
                    .noneMatch(made -> made.operation().matches(".*:(Delete|Release|Detach).*"));

            // What it had sent before it was held still may land as long as its signature is good.
            sandbox.provisioner("eu-central-1").install().uninstall();
            assertThat(sandbox.now()).isAfter(mesh.recountDue().orElseThrow());
            sandbox.provisioner().withIstio("1.30.3").install();
            assertThat(withoutLease(sandbox)).isEqualTo(expected);
        }
    }

    @Test
    void twoRunsAtOnceDoTheWorkOnce() {
        try (Sandbox sandbox = Sandbox.start()) {
            Operation<Mesh> one = sandbox.provisioner().withIstio("1.30.3").installAsync();
            Operation<Mesh> other = sandbox.provisioner().withIstio("1.30.3").installAsync();
            List<Throwable> refused = new ArrayList<>();
            for (Operation<Mesh> run : List.of(one, other)) {
                Throwable end = catchThrowable(run::join);
                if (end != null) {
                    refused.add(end);
                }
            }
            assertThat(refused).singleElement().isInstanceOf(MeshBusyException.class);
            assertThat(withoutLease(sandbox)).isEqualTo(expected());
        }
    }

    /** While it still works, others are refused. */
    private static Mesh installOnceTheOwnerIsStill(Sandbox sandbox) {
        while (true) {
            try {
                return sandbox.provisioner().withIstio("1.30.3").install();
            } catch (MeshBusyException stillAtWork) {
                assertThat(sandbox.calls()).hasSizeLessThan(5_000);
            }
        }
    }

    /** What an install leaves that nobody disturbs: made once for all tests. */
    private static synchronized List<String> expected() {
        if (undisturbed == null) {
            try (Sandbox sandbox = Sandbox.start()) {
                sandbox.provisioner().withIstio("1.30.3").install();
                undisturbed = withoutLease(sandbox);
            }
        }
        return undisturbed;
    }

    private static List<String> withoutLease(Sandbox sandbox) {
        return sandbox.inventory().stream()
                .filter(line -> !line.contains("/lease/"))
                .map(line -> line.replaceAll("(sh\\.helm\\.release\\.v1\\..*)\\.v\\d+", "$1"))
                .distinct()
                .toList();
    }

    /** Holds a run still before its n-th call has its effect. */
    private record PauseAt(Sandbox sandbox, String run, int call) implements CallObserver {
        @Override
        public boolean beforeEffect(int index, Exchange exchange) {
            if (exchange.run().equals(run) && index == call) {
                sandbox.kernel().pause(run);
            }
            return true;
        }
    }
}
