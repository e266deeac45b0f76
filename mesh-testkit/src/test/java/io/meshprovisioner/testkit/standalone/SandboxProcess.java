package io.meshprovisioner.testkit.standalone;

import io.meshprovisioner.testkit.SandboxMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running {@link SandboxMain}; ends with its standard input. */
final class SandboxProcess implements AutoCloseable {
    /** The last line that it prints. */
    private static final String LAST = "export MESH_SANDBOX_CHARTS=";

    private final Process process;
    private final Path folder;

    private SandboxProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    static SandboxProcess start(Path folder, String... arguments) throws Exception {
        SandboxProcess sandbox =
                new SandboxProcess(ForkedJava.start(SandboxMain.class, folder, Map.of(), arguments), folder);
        for (int i = 0; i < 600; i++) {
            if (sandbox.printed().stream().anyMatch(line -> line.startsWith(LAST))) {
                return sandbox;
            }
            if (!sandbox.process.isAlive()) {
                break;
            }
            Thread.sleep(100);
        }
        sandbox.close();
        throw new IllegalStateException("The sandbox did not start: " + sandbox.printed() + sandbox.complaints());
    }

    List<String> printed() throws IOException {
        return Files.readAllLines(folder.resolve("SandboxMain.out"));
    }

    String complaints() throws IOException {
        return Files.readString(folder.resolve("SandboxMain.err"));
    }

    /** What its export lines say. */
    Map<String, String> environment() throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String line : printed()) {
            int equals = line.indexOf('=');
            if (line.startsWith("export ") && equals > 0) {
                environment.put(line.substring("export ".length(), equals), line.substring(equals + 1));
            }
        }
        return environment;
    }

    /** Ends its input; answers its exit status, -1 when it goes on nevertheless. */
    int end() throws Exception {
        process.getOutputStream().close();
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() throws Exception {
        if (end() < 0) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
