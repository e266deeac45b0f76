package io.meshprovisioner.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshprovisioner.testkit.wire.Response;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        assumeBotocore();
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
        assertThat(script("contract.py", lines.toString(), List.of())).isEmpty();
    }

    /** botocore signs, sends, pages and reads errors on its own: it finds what the Java SDK made. */
    @Test
    void botocoreReadsBackWhatWasMade() throws Exception {
        assumeBotocore();
        try (Lab lab = Lab.startingNow()) {
            Stack stack = new Stack(lab).network();
            stack.createCluster(stack.clusterRole());
            lab.ssm().putParameter(r -> r.name("/demo/x").value("é ü").type("String"));
            AccessKey key = lab.options.defaultKey();
            JsonNode seen = MAPPER.readTree(
                    script("reads.py", "", List.of(lab.endpoint().toString(), key.id(), key.secret())));
            assertThat(seen.path("account").asText()).isEqualTo("111122223333");
            assertThat(seen.path("vpc").asText()).isEqualTo(stack.vpcId);
            assertThat(seen.path("subnets").asInt()).isEqualTo(4);
            assertThat(seen.path("cluster").asText()).isEqualTo("CREATING");
            assertThat(seen.path("roles")).extracting(JsonNode::asText).containsExactly("demo-cluster");
            assertThat(seen.path("parameter").asText()).isEqualTo("é ü");
            assertThat(seen.path("errors"))
                    .extracting(JsonNode::asText)
                    .containsExactly(
                            "InvalidVpcID.NotFound",
                            "ResourceNotFoundException",
                            "NoSuchEntity",
                            "ParameterNotFound",
                            "LoadBalancerNotFound",
                            "DryRunOperation",
                            "AuthFailure");
        }
    }

    private void assumeBotocore() throws Exception {
        Assumptions.assumeTrue(
                run(List.of("python3", "-c", "import botocore"), "").status() == 0,
                "skipped: python3 with botocore is not at hand (pip install botocore)");
    }

    private String script(String name, String input, List<String> arguments) throws Exception {
        Path script = folder.resolve(name);
        try (InputStream in = BotocoreContractTest.class.getResourceAsStream(name)) {
            Files.copy(in, script);
        }
        List<String> command = new ArrayList<>(List.of("python3", script.toString()));
        command.addAll(arguments);
        Outcome outcome = run(command, input);
        assertThat(outcome.status()).as(outcome.output()).isZero();
        return outcome.output();
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
