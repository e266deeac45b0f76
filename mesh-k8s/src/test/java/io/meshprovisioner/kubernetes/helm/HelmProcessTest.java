package io.meshprovisioner.kubernetes.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.kubernetes.ScriptedApi;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class HelmProcessTest {
    private static final String SECRET = "s3cr3t-t0k3n-of-this-test";

    @TempDir
    Path folder;

    private final ScriptedApi api = new ScriptedApi();
    private final Time time = Time.system();
    private final ApiAccess access = new ApiAccess(
            "test",
            api.access().endpoint(),
            api.access().certificateAuthority(),
            "1.35",
            () -> new ApiAccess.Token(SECRET, java.time.Instant.MAX));
    private final HelmProcess helm = new HelmProcess(access, time);

    @AfterEach
    void close() {
        helm.close();
        api.close();
        time.close();
    }

    private HelmOperation.Template template(Path chart) {
        return new HelmOperation.Template(
                "shop", "ours", chart, Map.of("size", 3, "zones", List.of("a", Map.of("b", "x,y"))), "1.33");
    }

    private static Stream<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(HelmWorker.class.getName()));
    }

    /** Its last argument but one. */
    private static Path folderOf(ProcessHandle child) {
        String[] arguments = child.info().arguments().orElseThrow();
        return Path.of(arguments[arguments.length - 2]);
    }

    @Test
    void rendersWithValuesOfAnyShapeForAVersionOfKubernetes() throws IOException {
        long start = System.nanoTime();
        String rendered = helm.run(template(TestCharts.settings(folder)));
        long firstMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(rendered)
                .contains("namespace: shop")
                .contains("size: \"3\"")
                .contains("zones: \"[\\\"a\\\",{\\\"b\\\":\\\"x,y\\\"}]\"")
                .contains("kubernetes: \"v1.33.0\"");
        start = System.nanoTime();
        helm.run(template(TestCharts.settings(folder)));
        long secondMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(secondMillis)
                .as("one long-lived worker; first took %d ms", firstMillis)
                .isLessThan(firstMillis);
        assertThat(children()).hasSize(1);
    }

    @Test
    void helmsErrorComesBackInItsWordsAndTheWorkerLivesOn() throws IOException {
        Path broken = TestCharts.chart(folder, "{{ fail \"not like this\" }}");
        assertThatThrownBy(() -> helm.run(template(broken)))
                .isInstanceOfSatisfying(HelmFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(HelmFailure.Reason.REFUSED))
                .hasMessageContaining("not like this");
        ProcessHandle child = children().findFirst().orElseThrow();
        helm.run(template(TestCharts.settings(folder)));
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void operationsRunSideBySide() throws Exception {
        Path chart = TestCharts.settings(folder);
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(CompletableFuture.supplyAsync(() -> helm.run(template(chart))));
        }
        for (CompletableFuture<String> one : all) {
            assertThat(one.get(60, TimeUnit.SECONDS)).contains("namespace: shop");
        }
        assertThat(children()).hasSize(1);
    }

    @Test
    void theTokenShowsNowhere() throws Exception {
        api.answering((exchange, request) -> {
            Thread.sleep(30_000);
            return null;
        });
        CompletableFuture<Void> install = CompletableFuture.runAsync(() -> helm.run(new HelmOperation.Install(
                "shop", "ours", chartUnchecked(), Map.of("password", "v4lu3-s3cr3t"), false, "test")));
        waitFor(() -> api.asked().stream().anyMatch(asked -> asked.token().contains(SECRET)));
        ProcessHandle child = children().findFirst().orElseThrow();
        Path proc = Path.of("/proc", Long.toString(child.pid()));
        assertThat(read(proc.resolve("cmdline")) + read(proc.resolve("environ")))
                .contains("HELM_CACHE_HOME")
                .doesNotContain(SECRET)
                .doesNotContain("v4lu3-s3cr3t")
                .doesNotContain("AWS_")
                .doesNotContain("JAVA_TOOL_OPTIONS");
        Path own = folderOf(child);
        assertThat(Files.getPosixFilePermissions(own)).as("owner only").hasSize(3);
        try (Stream<Path> files = Files.walk(own)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> own.relativize(file).toString())
                            .filter(file -> !file.startsWith("chart-")))
                    .as("the values, as long as they are needed")
                    .containsExactly("values-1.json");
        }
        assertThat(Files.getPosixFilePermissions(own.resolve("values-1.json"))).hasSize(2);
        helm.close();
        assertThatThrownBy(install::get)
                .hasCauseInstanceOf(HelmFailure.class)
                .rootCause()
                .message()
                .doesNotContain(SECRET);
    }

    @Test
    void closingEndsAHangingOperationAndLeavesNothing() throws Exception {
        api.answering((exchange, request) -> {
            Thread.sleep(30_000);
            return null;
        });
        CompletableFuture<Void> install = CompletableFuture.runAsync(
                () -> helm.run(new HelmOperation.Install("shop", "ours", chartUnchecked(), Map.of(), false, "test")));
        waitFor(() -> !api.asked().isEmpty());
        ProcessHandle child = children().findFirst().orElseThrow();
        Path own = folderOf(child);
        assertThat(own).exists();
        helm.close();
        assertThatThrownBy(() -> install.get(5, TimeUnit.SECONDS))
                .rootCause()
                .isInstanceOfSatisfying(HelmFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(HelmFailure.Reason.CANCELLED));
        assertThat(child.isAlive()).isFalse();
        assertThat(own).doesNotExist();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("mesh-provisioner-helm"));
        assertThatThrownBy(() -> helm.run(template(TestCharts.settings(folder))))
                .isInstanceOf(HelmFailure.class);
    }

    @Test
    void anInterruptEndsTheOperation() throws Exception {
        api.answering((exchange, request) -> {
            Thread.sleep(30_000);
            return null;
        });
        CompletableFuture<HelmFailure> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                helm.run(new HelmOperation.Uninstall("shop", "ours"));
            } catch (HelmFailure e) {
                outcome.complete(e);
            }
        });
        caller.start();
        waitFor(() -> !api.asked().isEmpty());
        ProcessHandle child = children().findFirst().orElseThrow();
        caller.interrupt();
        assertThat(outcome.get(5, TimeUnit.SECONDS).reason()).isEqualTo(HelmFailure.Reason.CANCELLED);
        child.onExit().get(5, TimeUnit.SECONDS);
        assertThat(helm.run(template(TestCharts.settings(folder))))
                .as("a new worker")
                .contains("shop");
    }

    @Test
    void aKilledWorkerIsNoticedAndReplaced() throws Exception {
        api.answering((exchange, request) -> {
            Thread.sleep(30_000);
            return null;
        });
        CompletableFuture<Void> install = CompletableFuture.runAsync(
                () -> helm.run(new HelmOperation.Install("shop", "ours", chartUnchecked(), Map.of(), false, "test")));
        waitFor(() -> !api.asked().isEmpty());
        ProcessHandle child = children().findFirst().orElseThrow();
        Path own = folderOf(child);
        child.destroyForcibly();
        assertThatThrownBy(() -> install.get(10, TimeUnit.SECONDS))
                .rootCause()
                .isInstanceOfSatisfying(HelmFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(HelmFailure.Reason.LOST))
                .hasMessageContaining("137");
        assertThat(helm.run(template(TestCharts.settings(folder)))).contains("shop");
        helm.close();
        assertThat(own).doesNotExist();
    }

    @Test
    void aWorkerWithoutWorkEndsAndAnotherTakesOver() throws Exception {
        try (HelmProcess forgotten = new HelmProcess(access, time, java.time.Duration.ofMillis(300))) {
            forgotten.run(template(TestCharts.settings(folder)));
            ProcessHandle child = children().findFirst().orElseThrow();
            Path own = folderOf(child);
            child.onExit().get(10, TimeUnit.SECONDS);
            assertThat(own).as("deleted by the worker itself").doesNotExist();
            for (int i = 0; i < 5; i++) {
                assertThat(forgotten.run(template(TestCharts.settings(folder)))).contains("shop");
                Thread.sleep(290 + 5L * i);
            }
        }
    }

    private Path chartUnchecked() {
        try {
            return TestCharts.settings(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', '\n');
    }

    private static void waitFor(java.util.function.BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 300 && !condition.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
