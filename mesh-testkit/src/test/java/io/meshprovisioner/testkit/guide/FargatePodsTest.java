package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** G1.4 on Fargate: each pod that a profile selects has a node of its own, DaemonSets none, and sidecars do not start. */
class FargatePodsTest {
    private static final String POD = "Pod";

    private static MeshProvisioner withBatch(GuideMesh guide) {
        return guide.sandbox
                .newRun()
                .withIstio("1.30.3")
                .withFargate("batch", f -> f.selector("batch", Map.of("compute", "fargate")));
    }

    @Test
    void aPodHasANodeOfItsOwnAndGoesWithTheProfile() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = withBatch(guide).install();
            long nodes = count(guide, "Node");
            mesh.apply(namespace("disabled"), deployment("jobs", "fargate"), deployment("web", "ec2"));
            guide.pass(Duration.ofMinutes(2));

            List<ObjectNode> pods = pods(guide);
            ObjectNode job = pod(pods, "jobs");
            assertThat(Trees.text(job, "spec", "schedulerName")).isEqualTo("fargate-scheduler");
            assertThat(Trees.labels(job)).containsEntry("eks.amazonaws.com/fargate-profile", "batch");
            assertThat(Trees.text(job, "status", "phase")).isEqualTo("Running");
            String node = Trees.text(job, "spec", "nodeName");
            assertThat(node).startsWith("fargate-ip-10-0-").endsWith(".us-west-2.compute.internal");
            Optional<ObjectNode> machine = guide.object("v1", "Node", "", node);
            assertThat(machine).isPresent();
            assertThat(Trees.labels(machine.get())).containsEntry("eks.amazonaws.com/compute-type", "fargate");
            assertThat(Trees.text(pod(pods, "web"), "spec", "nodeName")).doesNotContain("fargate");
            assertThat(count(guide, "Node")).isEqualTo(nodes + 1);
            assertThat(guide.<List<ObjectNode>>in(cluster -> cluster.list("v1", POD)))
                    .filteredOn(pod -> Trees.text(pod, "spec", "nodeName").equals(node))
                    .as("no DaemonSet runs there")
                    .hasSize(1);
            assertThat(guide.inventory()).anyMatch(line -> line.contains("by=amazon-eks-fargate"));

            mesh.delete(deployment("jobs", "fargate"));
            guide.pass(Duration.ofMinutes(1));
            assertThat(count(guide, "Node")).isEqualTo(nodes);

            mesh.apply(deployment("jobs", "fargate"));
            guide.pass(Duration.ofMinutes(2));
            assertThat(guide.sandbox.newRun().uninstall().nothingLeft()).isTrue();
            assertThat(guide.inventory()).isEmpty();
        }
    }

    /** What the check of the spec warns of: EKS gives nobody NET_ADMIN there. */
    @Test
    void aPodWithASidecarDoesNotStartThere() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = withBatch(guide).install();
            mesh.apply(namespace("enabled"), deployment("jobs", "fargate"));
            guide.pass(Duration.ofMinutes(2));

            ObjectNode job = pod(pods(guide), "jobs");
            assertThat(Trees.text(job, "spec", "nodeName")).isEmpty();
            JsonNode scheduled = Trees.condition(job, "PodScheduled");
            assertThat(Trees.text(scheduled, "message"))
                    .startsWith("Pod not supported on Fargate")
                    .contains("NET_ADMIN");
        }
    }

    private static long count(GuideMesh guide, String kind) {
        return guide.in(cluster -> (long) cluster.list("v1", kind).size());
    }

    private static List<ObjectNode> pods(GuideMesh guide) {
        return guide.<List<ObjectNode>>in(cluster -> cluster.list("v1", POD)).stream()
                .filter(pod -> Trees.namespace(pod).equals("batch"))
                .toList();
    }

    private static ObjectNode pod(List<ObjectNode> pods, String app) {
        return pods.stream()
                .filter(pod -> Trees.labels(pod).getOrDefault("app", "").equals(app))
                .findFirst()
                .orElseThrow();
    }

    private static Manifest namespace(String injection) {
        return Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Namespace",
                "metadata",
                Map.of("name", "batch", "labels", Map.of("istio-injection", injection))));
    }

    private static Manifest deployment(String app, String compute) {
        Map<String, Object> labels = Map.of("app", app, "compute", compute);
        return Manifest.of(Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of("name", app, "namespace", "batch"),
                "spec",
                Map.of(
                        "selector",
                        Map.of("matchLabels", Map.of("app", app)),
                        "template",
                        Map.of(
                                "metadata",
                                Map.of("labels", labels),
                                "spec",
                                Map.of(
                                        "containers",
                                        List.of(Map.of("name", "main", "image", "docker.io/library/busybox:1.36")))))));
    }
}
