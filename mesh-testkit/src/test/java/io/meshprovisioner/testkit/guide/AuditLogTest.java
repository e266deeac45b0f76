package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.event.AuditLog;
import io.meshprovisioner.event.AuditRecord;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.kernel.ApiFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each call that asks for a change is written down, with who asked, for what, and what came of it. */
class AuditLogTest {
    private static final String CALLER = "arn:aws:iam::111122223333:user/sandbox-admin";

    @TempDir
    Path folder;

    @Test
    void eachChangingCallOfARunIsALineOfTheFile() throws IOException {
        Path file = folder.resolve("audit.jsonl");
        Path key = folder.resolve("key.pem");
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.inject("ec2:CreateVpc", ApiFault.throttled());
            sandbox.provisioner()
                    .withIstio("1.30.3")
                    .withKeyPair(key)
                    .withAuditLog(file)
                    .install();
            List<JsonNode> lines = lines(file);
            assertThat(lines).extracting(line -> line.path("caller").asText()).containsOnly(CALLER);
            assertThat(lines)
                    .filteredOn(line -> line.path("operation").asText().equals("CreateVpc"))
                    .extracting(line -> line.path("outcome").asText())
                    .containsExactly("RequestLimitExceeded", "ok");
            assertThat(lines)
                    .filteredOn(line -> !line.path("service").asText().matches("kubernetes|helm"))
                    .hasSameSizeAs(sandbox.calls().stream()
                            .filter(call -> call.operation()
                                    .matches("(ec2|eks|iam|ssm):(Create|Put|Attach|Modify|Associate|Allocate|Delete|"
                                            + "Authorize|Import|Tag)\\w*"))
                            .toList());
            assertThat(lines).extracting(line -> line.path("service").asText()).contains("kubernetes", "helm");
            assertThat(lines)
                    .filteredOn(line -> line.path("operation").asText().equals("CreateCluster"))
                    .isNotEmpty()
                    .allSatisfy(line -> {
                        assertThat(line.path("resource").asText()).isEqualTo("eks:Cluster mesh/cluster");
                        assertThat(line.path("run").asText()).endsWith("/install");
                        assertThat(line.path("requestId").asText()).isNotEmpty();
                        assertThat(line.path("at").asText()).startsWith("20");
                    });
            assertThat(Files.readString(file))
                    .doesNotContain(
                            "k8s-aws-v1",
                            "PRIVATE KEY",
                            "secret-key",
                            sandbox.accessKey().secret());

            int installed = lines.size();
            sandbox.provisioner().withAuditLog(file).uninstall();
            assertThat(lines(file)).as("appended").hasSizeGreaterThan(installed + 10);
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> result = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            result.add(new JsonMapper().readTree(line));
        }
        return result;
    }

    @Test
    void whatOnlyLooksIsNotWrittenDown() {
        List<AuditRecord> calls = Collections.synchronizedList(new ArrayList<>());
        try (Sandbox sandbox = Sandbox.start()) {
            MeshProvisioner shop = sandbox.provisioner().withAuditLog(AuditLog.to(calls::add));
            shop.plan();
            shop.meshes();
            assertThat(calls).isEmpty();
        }
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() {
        try (Sandbox sandbox = Sandbox.start()) {
            List<String> before = sandbox.inventory();
            assertThatThrownBy(() -> sandbox.provisioner()
                            .withAuditLog(folder.resolve("missing").resolve("audit.jsonl"))
                            .install())
                    .isInstanceOf(ResourceFailedException.class)
                    .hasMessageContaining("The audit log cannot be opened, so nothing was done.");
            assertThat(sandbox.inventory()).isEqualTo(before);

            assertThatThrownBy(() -> sandbox.provisioner()
                            .withAuditLog(AuditLog.to(call -> {
                                if (call.operation().equals("CreateVpc")) {
                                    throw new IllegalStateException("disk full");
                                }
                            }))
                            .install())
                    .isInstanceOf(ResourceFailedException.class)
                    .hasMessageContaining("could not be written to the audit log")
                    .hasMessageContaining("disk full");
            assertThat(sandbox.inventory()).noneMatch(line -> line.contains("eks cluster"));
        }
    }
}
