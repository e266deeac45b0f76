package io.meshprovisioner.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of this machine that nobody here wrote, with an environment of the test's and a home of its own. */
public final class Program {
    private final Path program;
    private final Path home;
    private final Map<String, String> environment;
    private int started;

    private Program(Path program, Path home, Map<String, String> environment) {
        this.program = program;
        this.home = home;
        this.environment = environment;
    }

    /** Finds it by an environment variable or on the PATH; the test is skipped, and says so, when it is not there. */
    public static Program find(String name, String variable, Path home, Map<String, String> environment) {
        Optional<Path> found = Stream.concat(
                        Stream.ofNullable(System.getenv(variable)).map(Path::of),
                        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(entry -> Path.of(entry, name)))
                .filter(Files::isExecutable)
                .findFirst();
        String reason = name + " is not on this machine's PATH; set " + variable + " to run this test";
        if (found.isEmpty()) {
            System.out.println("SKIPPED: " + reason);
        }
        Assumptions.assumeTrue(found.isPresent(), reason);
        return new Program(found.get(), home, environment);
    }

    /** Runs it to its end, which has to be a good one; answers what it printed. */
    public String run(String... arguments) throws Exception {
        return run(0, arguments);
    }

    /** Runs it to its end, which has to be with this status; answers what it printed. */
    public String run(int status, String... arguments) throws Exception {
        Started run = start(arguments);
        assertThat(run.process().waitFor(120, TimeUnit.SECONDS))
                .as(String.join(" ", arguments))
                .isTrue();
        String output = Files.readString(run.output());
        assertThat(run.process().exitValue())
                .as(String.join(" ", arguments) + "\n" + output)
                .isEqualTo(status);
        return output;
    }

    /** Starts it, and does not wait. */
    public Started start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path output = home.resolve(program.getFileName() + "-" + ++started + ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("HOME", home.toString());
        return new Started(builder.start(), output);
    }

    public record Started(Process process, Path output) {}
}
