package io.meshprovisioner.testkit.standalone;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts a main class of the tests' class path in a JVM of its own; its output goes to files. */
public final class ForkedJava {
    private ForkedJava() {}

    public static Process start(Class<?> main, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        File out = folder.resolve(main.getSimpleName() + ".out").toFile();
        File err = folder.resolve(main.getSimpleName() + ".err").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out).redirectError(ProcessBuilder.Redirect.appendTo(err));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
