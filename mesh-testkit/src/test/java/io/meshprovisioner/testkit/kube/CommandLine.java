package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A command line client that is on this machine or not, pointed at a test's cluster. */
final class CommandLine {
    private final Path program;
    private final Path home;
    private final Path kubeconfig;

    private CommandLine(Path program, Path home, Path kubeconfig) {
        this.program = program;
        this.home = home;
        this.kubeconfig = kubeconfig;
    }

    /** Finds a program by an environment variable or on the PATH; skips the test when it is not there. */
    static CommandLine find(String name, String variable, TestWorld world, Path folder) throws IOException {
        Optional<Path> found = Stream.concat(
                        Stream.ofNullable(System.getenv(variable)).map(Path::of),
                        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(entry -> Path.of(entry, name)))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(), name + " is not on this machine's PATH; set " + variable + " to run this test");
        Path config = folder.resolve("kubeconfig");
        Files.writeString(config, world.server().kubeconfig(TestWorld.KEY, TestWorld.TOKEN));
        return new CommandLine(found.get(), folder, config);
    }

    Path file(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }

    /** Runs it; answers all it printed, and fails unless it ends well. */
    String run(String... arguments) throws Exception {
        return run(0, arguments);
    }

    String run(int status, String... arguments) throws Exception {
        Process process = start(arguments);
        assertThat(process.waitFor(120, TimeUnit.SECONDS))
                .as(String.join(" ", arguments))
                .isTrue();
        String output = Files.readString(output(arguments));
        assertThat(process.exitValue())
                .as(String.join(" ", arguments) + "\n" + output)
                .isEqualTo(status);
        return output;
    }

    /** Starts it; what it prints goes to {@link #output}. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(arguments).toFile());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("HOME", home.toString());
        return builder.start();
    }

    Path output(String... arguments) {
        return home.resolve("output-" + Integer.toHexString(List.of(arguments).hashCode()));
    }
}
