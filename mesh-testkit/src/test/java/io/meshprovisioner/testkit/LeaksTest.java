package io.meshprovisioner.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.Mesh;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a mesh's and a sandbox's end nothing of ours is alive: no thread, child process, temporary file or folder. Seen
 * in a JVM of its own, so that no other test's leftovers are counted.
 */
@Tag("alone")
class LeaksTest {
    @TempDir
    Path folder;

    @Test
    void nothingOfOursOutlivesItsClose() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dmesh.series=" + System.getProperty("mesh.series", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Life.class.getName(),
                        temporary.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(300, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(Files.readString(out)).contains("nothing is left").doesNotContain("left:");
        assertThat(ended && process.exitValue() == 0).isTrue();
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).isEmpty();
        }
    }

    /** A whole life in a JVM of its own. */
    static final class Life {
        /**
         * Threads of libraries that end by themselves, by the beginning of their name: OkHttp and Okio keep theirs for
         * 60 s after the last connection; the JDK's process reaper waits 60 s for another child; the JDK's HTTP
         * keep-alive timer goes with its last connection; the AWS SDK's idle connection reaper sleeps for up to 60 s
         * before it notices that there is no connection manager any more.
         */
        private static final List<String> LIBRARIES =
                List.of("OkHttp", "Okio Watchdog", "process reaper", "Keep-Alive-Timer", "idle-connection-reaper");

        private static final Duration LIBRARIES_TAKE = Duration.ofSeconds(65);

        private Life() {}

        public static void main(String[] args) throws Exception {
            Set<Thread> before = threads();
            try (Sandbox sandbox = Sandbox.start();
                    Mesh mesh = sandbox.provisioner()
                            .withNetworking(net -> net.calico())
                            .withIstio("1.30.3")
                            .install()) {
                mesh.status();
                mesh.uninstall();
            }
            Set<String> own = left(before);
            for (int i = 0; i < 50 && own.stream().anyMatch(name -> !ofLibrary(name)); i++) {
                Thread.sleep(100);
                own = left(before);
            }
            own.stream().filter(name -> !ofLibrary(name)).forEach(name -> System.out.println("left: thread " + name));
            ProcessHandle.current().descendants().forEach(child -> System.out.println("left: process " + child.info()));
            try (Stream<Path> files = Files.list(Path.of(args[0]))) {
                files.forEach(file -> System.out.println("left: file " + file));
            }
            if ("all".equals(System.getProperty("mesh.series"))) {
                Thread.sleep(LIBRARIES_TAKE.toMillis());
                left(before).forEach(name -> System.out.println("left: thread of a library " + name));
            }
            System.out.println("nothing is left but " + own);
        }

        private static boolean ofLibrary(String thread) {
            return LIBRARIES.stream().anyMatch(thread::startsWith);
        }

        private static Set<String> left(Set<Thread> before) {
            return threads().stream()
                    .filter(thread -> !before.contains(thread))
                    .map(Thread::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private static Set<Thread> threads() {
            return Set.copyOf(Thread.getAllStackTraces().keySet());
        }
    }
}
