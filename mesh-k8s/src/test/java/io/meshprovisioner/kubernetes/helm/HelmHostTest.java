package io.meshprovisioner.kubernetes.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.error.ServiceFailureException;
import io.meshprovisioner.kubernetes.ScriptedApi;
import io.meshprovisioner.kubernetes.ScriptedApi.Reply;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.time.Time;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What Helm's native library does to a JVM must not happen to the host: tried with hosts of their own. */
@EnabledOnOs(OS.LINUX)
class HelmHostTest {
    @TempDir
    Path folder;

    /** A host: renders once, says so with its child's number, and stays. */
    static final class Host {
        public static void main(String[] args) throws Exception {
            ApiAccess access = new ApiAccess(
                    "none", URI.create("https://127.0.0.1:1"), "", "1.35", () -> new ApiAccess.Token("t", Instant.MAX));
            HelmRunner helm = HelmRunner.inChildJvm().open(access, Time.system());
            helm.run(new HelmOperation.Template("shop", "ours", Path.of(args[0]), Map.of(), ""));
            ProcessHandle child = ProcessHandle.current().children().findFirst().orElseThrow();
            System.out.println("child " + child.pid());
            boolean mapped = Files.readString(Path.of("/proc/self/maps")).contains("helm-linux");
            System.out.println("native library in the host: " + mapped);
            Thread.sleep(60_000);
        }
    }

    private Process host() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        TestCharts.settings(folder).toString())
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    private static ProcessHandle childOf(BufferedReader output) throws IOException {
        String line = output.readLine();
        assertThat(line).startsWith("child ");
        return ProcessHandle.of(Long.parseLong(line.substring(6))).orElseThrow();
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                    .toList();
        }
    }

    @Test
    void theHostStillEndsOnSigtermAndItsChildWithIt() throws Exception {
        Process host = host();
        try (BufferedReader output = host.inputReader()) {
            ProcessHandle child = childOf(output);
            assertThat(output.readLine()).isEqualTo("native library in the host: false");
            host.destroy();
            assertThat(host.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(host.exitValue()).as("128 + SIGTERM").isEqualTo(143);
            child.onExit().get(10, TimeUnit.SECONDS);
            assertThat(temporaryFiles()).isEmpty();
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void aKilledHostTakesItsChildAlong() throws Exception {
        Process host = host();
        try (BufferedReader output = host.inputReader()) {
            ProcessHandle child = childOf(output);
            assertThat(temporaryFiles()).hasSize(1);
            host.destroyForcibly();
            child.onExit().get(10, TimeUnit.SECONDS);
            assertThat(temporaryFiles()).isEmpty();
        } finally {
            host.destroyForcibly();
        }
    }

    /** Helm dereferences a hook that is null, in Go; its library would report success. */
    @Test
    void aPanicEndsOnlyTheChild() throws Exception {
        String record = ReleaseStore.encode(new HashMap<>(Map.of(
                "name",
                "ours",
                "namespace",
                "shop",
                "version",
                1,
                "info",
                Map.of("status", "deployed"),
                "hooks",
                Collections.singletonList(null))));
        try (ScriptedApi api = new ScriptedApi();
                Time time = Time.system();
                HelmRunner helm = HelmRunner.inChildJvm().open(api.access(), time)) {
            api.answering((exchange, request) -> request.path().endsWith("/secrets")
                    ? Reply.ok("""
                            {"kind":"SecretList","apiVersion":"v1","metadata":{},"items":[{"metadata":
                              {"name":"sh.helm.release.v1.ours.v1","namespace":"shop","labels":{"owner":"helm"}},
                              "type":"helm.sh/release.v1","data":{"release":"%s"}}]}""".formatted(record))
                    : Reply.ok("{\"major\":\"1\",\"minor\":\"35\",\"gitVersion\":\"v1.35.0\"}"));
            HelmOperation uninstall = new HelmOperation.Uninstall("shop", "ours");
            assertThatThrownBy(() -> helm.run(uninstall)).isInstanceOfSatisfying(HelmFailure.class, failure -> {
                assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(HelmFailure.Reason.CRASHED);
                assertThat(HelmFailures.of(uninstall, failure, Connections.DEFAULT))
                        .isInstanceOf(ServiceFailureException.class)
                        .hasMessageContaining("panic:");
            });
            String rendered =
                    helm.run(new HelmOperation.Template("shop", "ours", TestCharts.settings(folder), Map.of(), ""));
            assertThat(rendered).as("the next operation has a new worker").contains("namespace: shop");
        }
    }

    /** What a cancel does: the server never answers, Helm would wait for minutes. */
    @Test
    void anInterruptEndsTheOperationUnderWayAndNotTheRunner() throws Exception {
        try (ScriptedApi api = new ScriptedApi();
                Time time = Time.system();
                HelmRunner helm = HelmRunner.inChildJvm().open(api.access(), time)) {
            CompletableFuture<Void> asked = new CompletableFuture<>();
            CompletableFuture<Void> over = new CompletableFuture<>();
            api.answering((exchange, request) -> {
                asked.complete(null);
                over.join();
                return null;
            });
            asked.thenRun(helm::interrupt);
            assertThatThrownBy(() -> helm.run(new HelmOperation.Uninstall("shop", "ours")))
                    .isInstanceOfSatisfying(HelmFailure.class, failure -> assertThat(failure.reason())
                            .isEqualTo(HelmFailure.Reason.CANCELLED));
            over.complete(null);
            assertThat(helm.run(new HelmOperation.Template("shop", "ours", TestCharts.settings(folder), Map.of(), "")))
                    .as("the next operation has a new worker")
                    .contains("namespace: shop");
        }
    }

    /** As when the Go runtime finds a fatal error. */
    @Test
    void anAbortEndsOnlyTheChild() throws Exception {
        try (ScriptedApi api = new ScriptedApi();
                Time time = Time.system();
                HelmRunner helm = HelmRunner.inChildJvm().open(api.access(), time)) {
            api.answering((exchange, request) -> {
                ProcessHandle child =
                        ProcessHandle.current().children().findFirst().orElseThrow();
                new ProcessBuilder("kill", "-ABRT", Long.toString(child.pid()))
                        .start()
                        .waitFor();
                child.onExit().join();
                return null;
            });
            assertThatThrownBy(() -> helm.run(new HelmOperation.Uninstall("shop", "ours")))
                    .isInstanceOfSatisfying(HelmFailure.class, failure -> assertThat(failure.reason())
                            .as(failure.getMessage())
                            .isEqualTo(HelmFailure.Reason.CRASHED));
        }
    }
}
