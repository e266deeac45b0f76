package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.Exec;
import io.kubernetes.client.PodLogs;
import io.kubernetes.client.PortForward;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.Config;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands, ports and logs of pods, by client-java and by kubectl, neither of which was written here. */
class StreamsTest {
    private static final String POD = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"default"},
             "spec":{"containers":[
               {"name":"web","image":"nginx:1.27","ports":[{"containerPort":80}]},
               {"name":"curl","image":"curlimages/curl:8.9.1"}]}}""";

    private final TestWorld test = new TestWorld("1.34");
    private ApiClient client;

    @TempDir
    Path folder;

    @BeforeEach
    void run() throws Exception {
        client = Config.fromConfig(new StringReader(test.server().kubeconfig(TestWorld.KEY, TestWorld.TOKEN)));
        test.withNodes(1).advance(Duration.ofSeconds(30));
        assertThat(test.call("POST", "/api/v1/namespaces/default/pods", POD).status())
                .isEqualTo(201);
        test.advance(Duration.ofSeconds(60));
    }

    @AfterEach
    void close() {
        client.getHttpClient().dispatcher().executorService().shutdown();
        client.getHttpClient().connectionPool().evictAll();
        test.close();
    }

    @Test
    void aCommandsWordsAndItsExitCode() throws Exception {
        assertThat(exec("web", "echo", "hello", "there")).isEqualTo("0 hello there\n");
        assertThat(exec("web", "false")).isEqualTo("1 ");
        assertThat(exec("curl", "curl", "-s", "-w", "%{http_code}", "http://nowhere/"))
                .isEqualTo("0 000");
        assertThat(exec("web", "curl", "http://nowhere/")).as("nginx has none").startsWith("-1 ");
    }

    private String exec(String container, String... command) throws Exception {
        Process process = new Exec(client).exec("default", "web", command, container, false, false);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + said;
    }

    @Test
    void aPortAnswersAndOneThatNobodyListensOnEnds() throws Exception {
        try (var forward = new PortForward(client).forward("default", "web", List.of(80))) {
            forward.getOutboundStream(80)
                    .write("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.0\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            String answers = new String(forward.getInputStream(80).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers).containsSubsequence("HTTP/1.1 200", "GET /a", "HTTP/1.1 200", "GET /b");
        }
        try (var forward = new PortForward(client).forward("default", "web", List.of(81))) {
            InputStream errors = forward.getErrorStream(81);
            forward.getOutboundStream(81).write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(forward.getInputStream(81).readAllBytes()).isEmpty();
            assertThat(new String(errors.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("nothing listens on port 81");
        }
        assertThatThrownBy(() -> new PortForward(client).forward("default", "none", List.of(80)))
                .as("refused, and not waited for")
                .hasMessageContaining("404 Not Found");
    }

    @Test
    void aLogIsFollowedUntilItsContainerEnds() throws Exception {
        CompletableFuture<String> log = CompletableFuture.supplyAsync(() -> {
            try (InputStream in = new PodLogs(client).streamNamespacedPodLog("default", "web", "web")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> log.get(500, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        test.call("DELETE", "/api/v1/namespaces/default/pods/web", "");
        test.advance(Duration.ofSeconds(60));
        assertThat(log.get(10, TimeUnit.SECONDS)).contains("container web of pod web is running");
    }

    @Test
    void kubectlRunsCommandsAndFollowsLogs() throws Exception {
        var kubectl = test.program("kubectl", "MESH_KUBECTL", folder);
        assertThat(kubectl.run("exec", "web", "-c", "web", "--", "echo", "hello"))
                .contains("hello");
        assertThat(kubectl.run(1, "exec", "web", "-c", "web", "--", "false")).contains("exit code 1");
        assertThat(kubectl.run(1, "exec", "web", "-c", "web", "--", "bash")).contains("executable file not found");
        var following = kubectl.start("logs", "--follow", "web", "-c", "web");
        test.call("DELETE", "/api/v1/namespaces/default/pods/web", "");
        test.advance(Duration.ofSeconds(60));
        assertThat(following.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
}
