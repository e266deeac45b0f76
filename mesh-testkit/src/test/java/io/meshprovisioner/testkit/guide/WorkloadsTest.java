package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshWorkloads;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spi.WorkloadReport;
import io.meshprovisioner.spi.WorkloadReport.Container;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G6.1: namespace test-ns, Deployment demo, checked down to its containers, the sidecar among them. */
class WorkloadsTest {

    @ParameterizedTest
    @ValueSource(strings = {"1.9.3", "1.30.3"})
    void theGuidesWorkloadRunsInTheMesh(String release) {
        try (GuideMesh guide = new GuideMesh(release)) {
            MeshWorkloads workloads = guide.install(istio -> istio).workloads();
            List<String> before = guide.objects();
            WorkloadReport demo = workloads.deploy(kuard -> kuard);

            assertThat(demo.ready()).isTrue();
            assertThat(demo.inMesh()).isTrue();
            assertThat(demo.namespace() + "/" + demo.name()).isEqualTo("test-ns/demo");
            assertThat(demo.pods()).singleElement().satisfies(pod -> {
                assertThat(pod.phase()).isEqualTo("Running");
                assertThat(pod.containers())
                        .containsExactlyInAnyOrder(
                                new Container("demo", "gcr.io/kuar-demo/kuard-amd64:blue", true, "running", false),
                                new Container(
                                        "istio-proxy", "docker.io/istio/proxyv2:" + release, true, "running", true));
            });
            assertThat(demo.service().orElseThrow().host()).isEqualTo("demo.test-ns.svc.cluster.local");
            assertThat(demo.service().orElseThrow().port()).isEqualTo(8080);
            assertThat(guide.object("v1", "Namespace", "", "test-ns")
                            .orElseThrow()
                            .at("/metadata/labels/istio-injection")
                            .asText())
                    .isEqualTo("enabled");

            assertThat(workloads.deploy(kuard -> kuard))
                    .as("a second time changes nothing")
                    .isEqualTo(demo);
            assertThat(workloads.remove("test-ns", "demo"))
                    .containsExactlyInAnyOrder("Deployment test-ns/demo", "Service test-ns/demo", "Namespace test-ns");
            assertThat(guide.objects()).isEqualTo(before);
            assertThat(workloads.remove("test-ns", "demo")).isEmpty();
        }
    }

    /** No container of a pod needs rights on the network; one looks that the plug-in did its work. */
    @ParameterizedTest
    @ValueSource(strings = {"1.9.3", "1.30.3"})
    void thePluginLeadsTraffic(String release) {
        try (GuideMesh guide = new GuideMesh(release)) {
            List<String> nothing = guide.inventory();
            Mesh mesh = guide.install(istio -> istio.cniPlugin());
            assertThat(mesh.status().mesh().orElseThrow().components())
                    .filteredOn(component -> component.name().equals("istio-cni-node"))
                    .singleElement()
                    .satisfies(agent -> assertThat(agent.readyPods()).isEqualTo(3));
            mesh.workloads().deploy(kuard -> kuard);
            List<String> first = guide.in(cluster -> cluster.list("v1", "Pod")).stream()
                    .filter(pod -> Trees.namespace(pod).equals("test-ns"))
                    .flatMap(pod -> pod.at("/spec/initContainers").findValuesAsText("name").stream())
                    .toList();
            assertThat(first).containsExactly("istio-validation");
            assertThat(mesh.topology().controlPlane())
                    .extracting(component -> component.name())
                    .contains("istio-cni-node");

            guide.sandbox.newRun().uninstall();
            assertThat(guide.inventory()).isEqualTo(nothing);
        }
    }

    @Test
    void aChangedWorkloadIsRolledOut() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            MeshWorkloads workloads = guide.install(istio -> istio).workloads();
            workloads.deploy(kuard -> kuard);
            WorkloadReport green = workloads.deploy(
                    kuard -> kuard.image("gcr.io/kuar-demo/kuard-amd64:green").replicas(2));
            assertThat(green.pods()).hasSize(2).allSatisfy(pod -> assertThat(pod.containers())
                    .anyMatch(container -> container.image().endsWith(":green")));
        }
    }

    @Test
    void besideTheMeshItHasNoSidecar() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            MeshWorkloads workloads = guide.install(istio -> istio).workloads();
            workloads.deploy(kuard -> kuard);
            WorkloadReport outside =
                    workloads.deploy(kuard -> kuard.name("outside").outsideTheMesh());
            assertThat(outside.ready()).isTrue();
            assertThat(outside.inMesh()).isFalse();
            assertThat(workloads.remove("test-ns", "outside"))
                    .as("the namespace has another of ours")
                    .doesNotContain("Namespace test-ns");
        }
    }

    @Test
    void whatDoesNotComeUpIsNamed() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            MeshWorkloads workloads = guide.install(istio -> istio).workloads();
            assertThatThrownBy(() -> workloads.deploy(kuard -> kuard.image("registry.invalid/kuard:blue")))
                    .isInstanceOf(ResourceFailedException.class)
                    .hasMessageContaining("registry.invalid/kuard:blue");
            assertThatThrownBy(
                            () -> workloads.deploy(kuard -> kuard.name("Demo").port(0)))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("workload.name")
                    .hasMessageContaining("workload.port");
        }
    }

    @Test
    void somebodyElsesNamespaceAndDeploymentAreNotTakenOver() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            guide.put(Trees.parse(
                    "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"shop\"}}"));
            assertThatThrownBy(() -> mesh.workloads().deploy(kuard -> kuard.namespace("shop")))
                    .isInstanceOf(ResourceFailedException.class)
                    .hasMessageContaining("somebody else's")
                    .hasMessageContaining("kubectl label namespace shop");
            guide.put(Trees.parse("""
                    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "theirs", "namespace": "shop"},
                     "spec": {"selector": {"matchLabels": {"a": "b"}}, "template": {"metadata": {"labels": {"a": "b"}},
                     "spec": {"containers": [{"name": "c", "image": "nginx:1.27"}]}}}}
                    """));
            assertThatThrownBy(() -> mesh.workloads()
                            .deploy(kuard ->
                                    kuard.namespace("shop").name("theirs").outsideTheMesh()))
                    .isInstanceOf(ResourceConflictException.class);
        }
    }

    @Test
    void withoutAControlPlaneThereIsNoMeshToBeIn() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio.profile(IstioProfile.EMPTY));
            assertThatThrownBy(() -> mesh.workloads().deploy(kuard -> kuard))
                    .isInstanceOf(ResourceFailedException.class)
                    .hasMessageContaining("no injector");
        }
    }
}
