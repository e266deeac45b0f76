package io.meshprovisioner.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.SandboxOptions;
import io.meshprovisioner.testkit.series.Inventories;
import io.meshprovisioner.testkit.standalone.FastTime.FastClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real SIGKILL of a JVM that installs, then a run in another JVM: the same end as without the kill, and Helm's worker
 * dies with its parent. Sandbox and processes read one clock, which runs faster than the wall's; so a series takes
 * minutes. One point by default, ten with {@code -Dmesh.series=all}.
 */
@Tag("alone")
class KilledProcessTest {
    private static final int RATE = 20;
    private static final int SPEED = 10;
    /** Where to kill: after this many calls, or (negative) so many calls after Helm's worker has been seen. */
    private static final List<Integer> POINTS = List.of(-1, 5, 23, 47, 80, 130, 200, 260, -4, -12);

    private static List<String> unharmed = List.of();

    @TempDir
    Path folder;

    static Stream<Integer> points() {
        return "all".equals(System.getProperty("mesh.series"))
                ? POINTS.stream()
                : POINTS.stream().limit(1);
    }

    @ParameterizedTest
    @MethodSource("points")
    void aNewProcessEndsWhatAKilledOneBegan(int point) throws Exception {
        if (unharmed.isEmpty()) {
            try (Stand stand = new Stand(folder, "unharmed")) {
                stand.installed();
                unharmed = stand.inventory();
            }
        }
        try (Stand stand = new Stand(folder, "killed")) {
            Process victim = stand.start("victim");
            List<ProcessHandle> helm = awaitPoint(victim, stand.sandbox, point);
            boolean working = victim.isAlive();
            victim.destroyForcibly().waitFor();
            assertThat(working).as("killed while it worked").isTrue();
            if (point >= 0) {
                assertThat(stand.sandbox.calls()).hasSizeGreaterThanOrEqualTo(point);
            }
            for (ProcessHandle worker : helm) {
                worker.onExit().get(10, TimeUnit.SECONDS);
            }
            assertThat(point < 0 && helm.isEmpty()).as("a worker was seen").isFalse();

            stand.installed();

            assertThat(Inventories.difference(unharmed, stand.inventory())).isEmpty();
        }
    }

    /** Waits until the point; answers Helm's workers that live then. */
    private static List<ProcessHandle> awaitPoint(Process victim, Sandbox sandbox, int point) throws Exception {
        int target = point;
        Instant patience = Instant.now().plusSeconds(180);
        while (victim.isAlive() && Instant.now().isBefore(patience)) {
            if (target < 0 && !workers(victim).isEmpty()) {
                target = sandbox.calls().size() - point;
            }
            if (target >= 0 && sandbox.calls().size() >= target) {
                break;
            }
            Thread.sleep(2);
        }
        return workers(victim);
    }

    private static List<ProcessHandle> workers(Process victim) {
        return victim.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("HelmWorker"))
                .toList();
    }

    /** A sandbox on the fast clock, and the processes that work in it. */
    private static final class Stand implements AutoCloseable {
        private final Path folder;
        private final FastClock clock = new FastClock(Instant.now(), RATE);
        private final Sandbox sandbox =
                Sandbox.start(SandboxOptions.defaults().realTime(SPEED).clock(clock));

        Stand(Path folder, String name) throws Exception {
            this.folder = Files.createDirectories(folder.resolve(name));
        }

        Process start(String name) throws Exception {
            Map<String, String> environment = new HashMap<>();
            environment.put("AWS_ENDPOINT_URL", sandbox.awsEndpoint().toString());
            environment.put("AWS_ACCESS_KEY_ID", sandbox.accessKey().id());
            environment.put("AWS_SECRET_ACCESS_KEY", sandbox.accessKey().secret());
            environment.put("AWS_REGION", "us-west-2");
            environment.put("MESH_SANDBOX_CHARTS", sandbox.chartsEndpoint().toString());
            environment.put(FastTime.VARIABLE, clock.text());
            Path home = Files.createDirectories(folder.resolve(name));
            return ForkedJava.start(OneRun.class, home, environment, "install", "shop");
        }

        List<String> inventory() {
            return sandbox.inventory();
        }

        void installed() throws Exception {
            Process process = start("whole");
            boolean ended = process.waitFor(300, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            Path home = folder.resolve("whole");
            assertThat(Files.readString(home.resolve("OneRun.out")))
                    .as(Files.readString(home.resolve("OneRun.err")))
                    .contains("healthy: true");
        }

        @Override
        public void close() {
            sandbox.close();
        }
    }
}
