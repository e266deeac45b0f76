package io.meshprovisioner.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.testkit.wire.Response;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of a whole life against the models of a client that shares no code with the AWS SDK for Java. */
class BotocoreContractTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void everyAnswerHasTheShapeThatBotocoreExpects() throws Exception {
        Assumptions.assumeTrue(
                run(List.of("python3", "-c", "import botocore"), "").status() == 0,
                "skipped: python3 with botocore is not at hand (pip install botocore)");
        StringBuilder lines = new StringBuilder();
        try (Lab lab = new Lab()) {
            WholeLife.live(lab);
            for (int i = 0; i < lab.answers.size(); i++) {
                Response answer = lab.answers.get(i);
                if (answer.status() == 200) {
                    lines.append(MAPPER.writeValueAsString(
                                    Map.of("operation", lab.operations.get(i), "body", answer.text())))
                            .append('\n');
                }
            }
            assertThat(lab.operations).doesNotContain("aws:Unknown");
            assertThat(lab.operations.stream().distinct().count()).isGreaterThan(100);
        }
        Path script = folder.resolve("contract.py");
        try (InputStream in = BotocoreContractTest.class.getResourceAsStream("contract.py")) {
            Files.copy(in, script);
        }
        Outcome outcome = run(List.of("python3", script.toString()), lines.toString());
        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.output()).isEmpty();
    }

    private record Outcome(int status, String output) {}

    private Outcome run(List<String> command, String input) throws Exception {
        Path in = Files.writeString(folder.resolve("in"), input);
        Path out = folder.resolve("out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Outcome(-1, "python3 did not end within a minute");
            }
            return new Outcome(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            return new Outcome(-1, "python3 cannot be started: " + e.getMessage());
        }
    }
}
