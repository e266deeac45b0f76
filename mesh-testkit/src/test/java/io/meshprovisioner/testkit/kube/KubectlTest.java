package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kubectl, which nobody here wrote, against a cluster whose time runs fifty times faster. */
class KubectlTest {
    private final TestWorld test = new TestWorld("1.34");
    private Program kubectl;

    @TempDir
    Path folder;

    @BeforeEach
    void connect() throws Exception {
        kubectl = test.program("kubectl", "MESH_KUBECTL", folder);
        test.withNodes(3).live();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void applyChangeScaleAndDelete() throws Exception {
        String file = file("web.json", Manifests.deployment("web", 2)).toString();
        Program.Started watch = kubectl.start("get", "pods", "--watch");
        assertThat(kubectl.run("apply", "-f", file)).contains("deployment.apps/web created");
        assertThat(kubectl.run("apply", "-f", file)).contains("deployment.apps/web unchanged");
        assertThat(kubectl.run("rollout", "status", "deployment/web", "--timeout=60s"))
                .contains("successfully rolled out");
        String newer = file("newer.json", Manifests.deployment("web", 2).replace("1.27", "1.28"))
                .toString();
        assertThat(kubectl.run(1, "diff", "-f", newer)).contains("nginx:1.28");
        assertThat(kubectl.run("apply", "-f", newer)).contains("configured");
        kubectl.run("rollout", "status", "deployment/web", "--timeout=60s");
        assertThat(kubectl.run("rollout", "undo", "deployment/web")).contains("rolled back");
        assertThat(kubectl.run("scale", "deployment/web", "--replicas=3")).contains("scaled");
        kubectl.run("wait", "--for=condition=Available", "deployment/web", "--timeout=60s");
        assertThat(kubectl.run("label", "deployment", "web", "tier=front")).contains("labeled");
        assertThat(kubectl.run("describe", "deployment", "web"))
                .contains("ScalingReplicaSet", "MinimumReplicasAvailable");
        assertThat(kubectl.run("get", "deployment", "web", "-o", "wide")).contains("nginx:1.27", "app=web");
        assertThat(kubectl.run("delete", "-f", file)).contains("deleted");
        kubectl.run("wait", "--for=delete", "pods", "--selector=app=web", "--timeout=60s");
        watch.process().destroy();
        watch.process().waitFor(10, TimeUnit.SECONDS);
        assertThat(Files.readString(watch.output())).contains("Pending", "ContainerCreating", "Running", "Terminating");
    }

    @Test
    void serverSideApplyMigratesAndConflicts() throws Exception {
        String file = file("web.json", Manifests.deployment("web", 2)).toString();
        String more = file("more.json", Manifests.deployment("web", 4)).toString();
        kubectl.run("apply", "-f", file);
        assertThat(kubectl.run("apply", "--server-side", "-f", file)).contains("serverside-applied");
        assertThat(kubectl.run(1, "apply", "--server-side", "--field-manager=other", "-f", more))
                .contains("Apply failed with 1 conflict", ".spec.replicas");
        assertThat(kubectl.run("apply", "--server-side", "--field-manager=other", "--force-conflicts", "-f", more))
                .contains("serverside-applied")
                .doesNotContain("Warning");
        assertThat(kubectl.run("get", "deployment", "web", "-o", "jsonpath={.spec.replicas}"))
                .isEqualTo("4");
    }

    @Test
    void whatIsWrongIsToldAsByARealServer() throws Exception {
        String wrong = file("wrong.json", Manifests.deployment("web", 2).replace("\"image\"", "\"imgae\""))
                .toString();
        assertThat(kubectl.run(1, "apply", "-f", wrong))
                .contains("strict decoding error: unknown field \"spec.template.spec.containers[0].imgae\"");
        String invalid = file("invalid.json", Manifests.deployment("web", -1)).toString();
        assertThat(kubectl.run(1, "apply", "-f", invalid))
                .contains("The Deployment \"web\" is invalid", "must be greater than or equal to 0");
        assertThat(kubectl.run(1, "get", "pod", "none")).contains("pods \"none\" not found");
    }

    @Test
    void nodesTokensAndQuestions() throws Exception {
        assertThat(kubectl.run("get", "nodes")).contains("Ready", "v1.34.1");
        assertThat(kubectl.run("auth", "can-i", "create", "pods")).contains("yes");
        assertThat(kubectl.run("create", "token", "default").split("\\.")).hasSize(3);
        assertThat(kubectl.run("explain", "deployment.spec.strategy")).contains("rollingUpdate");
        assertThat(kubectl.run("api-resources")).contains("customresourcedefinitions");
        kubectl.run("cordon", "ip-10-0-0-1.us-west-2.compute.internal");
        assertThat(kubectl.run("get", "nodes")).contains("SchedulingDisabled");
        kubectl.run("create", "namespace", "shop");
        kubectl.run("delete", "namespace", "shop", "--timeout=60s");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
