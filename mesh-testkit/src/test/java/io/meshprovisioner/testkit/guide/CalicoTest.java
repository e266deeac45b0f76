package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.istio.model.VirtualService;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.kernel.Kernel;
import io.meshprovisioner.testkit.memory.InMemorySandbox;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.Era;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** G5.1 and G5.2 with Calico: as the network, without a VPC CNI, and as the policy engine beside it. */
class CalicoTest {
    private static final ClusterKey CLUSTER = new ClusterKey("us-west-2", "mesh");

    private final InMemorySandbox memory = new InMemorySandbox(Era.TODAY, 0);
    private Kernel kernel = memory.kernel();

    @AfterEach
    void close() {
        memory.close();
    }

    private <T> T inside(Function<ClusterState, T> look) {
        return kernel.read(world -> look.apply(world.cluster(CLUSTER).orElseThrow()));
    }

    private ObjectNode object(String apiVersion, String kind, String namespace, String name) {
        return inside(cluster -> cluster.get(apiVersion, kind, namespace, name)).orElseThrow();
    }

    private List<Integer> podsPerNode() {
        return inside(cluster -> cluster.list("v1", "Node")).stream()
                .map(node -> node.at("/status/capacity/pods").asInt())
                .toList();
    }

    private static MeshProvisioner calico(MeshProvisioner base) {
        return base.withNetworking(net -> net.calico(calico -> calico.podCidr("192.168.64.0/18")))
                .withIstio("1.30.3");
    }

    private static VirtualService route() {
        return VirtualService.named("reviews")
                .namespace("default")
                .hosts("reviews")
                .http(r -> r.named("all").route("reviews"));
    }

    /** Over HTTP, with Helm itself. */
    @Test
    void calicoAsTheNetworkAndIstiodOnItsNodesOwn() {
        try (Sandbox sandbox = Sandbox.start()) {
            kernel = sandbox.kernel();
            try (Mesh mesh = calico(sandbox.provisioner()).install()) {
                assertThat(mesh.status().healthy()).isTrue();
                mesh.apply(route());
            }

            assertThat(inside(cluster -> cluster.get("apps/v1", "DaemonSet", "kube-system", "aws-node"))
                            .isPresent())
                    .isFalse();
            assertThat(podsPerNode()).hasSize(3).containsOnly(110);
            assertThat(object("apps/v1", "Deployment", "istio-system", "istiod")
                            .at("/spec/template/spec/hostNetwork")
                            .asBoolean())
                    .isTrue();
            List<String> addresses = inside(cluster -> cluster.list("v1", "Pod")).stream()
                    .filter(pod -> !pod.at("/spec/hostNetwork").asBoolean())
                    .map(pod -> pod.at("/status/podIP").asText())
                    .toList();
            assertThat(addresses).isNotEmpty().allMatch(ip -> ip.startsWith("192.168.64."));
            assertThat(object("operator.tigera.io/v1", "Installation", "", "default")
                            .at("/spec/calicoNetwork")
                            .toString())
                    .isEqualTo("{\"bgp\":\"Disabled\",\"ipPools\":[{\"cidr\":\"192.168.64.0/18\","
                            + "\"encapsulation\":\"VXLAN\",\"natOutgoing\":\"Enabled\"}]}");
            assertThat(calico(sandbox.provisioner()).plan().changesNothing()).isTrue();

            assertThat(sandbox.provisioner().uninstall().nothingLeft()).isTrue();
            assertThat(sandbox.leftovers()).isEmpty();
        }
    }

    /** What istiod's place on the node's network is for: without it nothing is validated. */
    @Test
    void theControlPlaneReachesNoPodOfCalicos() {
        try (Mesh mesh = calico(memory.newRun()).install()) {
            mesh.apply(route());
            ObjectNode istiod = object("apps/v1", "Deployment", "istio-system", "istiod");
            istiod.withObject("/spec/template/spec").remove("hostNetwork");
            kernel.read(world -> {
                world.cluster(CLUSTER).orElseThrow().put(world, istiod);
                return world.changes();
            });
            memory.pass(Duration.ofMinutes(5));
            VirtualService other = route().hosts("ratings");
            assertThatThrownBy(() -> mesh.apply(other)).hasMessageContaining("context deadline exceeded");
        }
    }

    @Test
    void calicoAsThePolicyEngineBesideTheVpcCni() {
        MeshProvisioner spec = memory.newRun().withNetworking(net -> net.vpcCni(cni -> cni.calicoPolicy()));
        spec.install().close();

        assertThat(podsPerNode()).containsOnly(17);
        assertThat(object("apps/v1", "DaemonSet", "calico-system", "calico-node")
                        .at("/status/numberReady")
                        .asInt())
                .isEqualTo(3);
        assertThat(object("apps/v1", "DaemonSet", "calico-system", "calico-node")
                        .at("/spec/template/spec")
                        .has("initContainers"))
                .isFalse();
        JsonNode env =
                object("apps/v1", "DaemonSet", "kube-system", "aws-node").at("/spec/template/spec/containers/0/env");
        assertThat(StreamSupport.stream(env.spliterator(), false)
                        .filter(one -> one.path("name").asText().equals("ANNOTATE_POD_IP"))
                        .map(one -> one.path("value").asText()))
                .containsExactly("true");
        assertThat(object("rbac.authorization.k8s.io/v1", "ClusterRole", "", "mesh-provisioner-aws-node-pods")
                        .at("/rules/0/verbs/0")
                        .asText())
                .isEqualTo("patch");
    }

    @Test
    void anotherReleaseOfCalicoIsRolledOut() {
        memory.newRun()
                .withNetworking(net -> net.calico(calico -> calico.version("v3.30.4")))
                .install()
                .close();
        assertThat(images()).isNotEmpty().allMatch(image -> image.endsWith(":v3.30.4"));
        memory.newRun().withNetworking(net -> net.calico()).install().close();
        assertThat(images()).isNotEmpty().allMatch(image -> image.endsWith(":v3.31.0"));
    }

    private List<String> images() {
        List<String> images = new ArrayList<>();
        inside(cluster -> cluster.list("v1", "Pod"))
                .forEach(pod -> pod.at("/spec/containers").forEach(container -> {
                    String image = container.path("image").asText();
                    if (image.contains("calico")) {
                        images.add(image);
                    }
                }));
        return images;
    }

    @Test
    void theNetworkOfAClusterThatStandsIsNotChanged() {
        memory.newRun().install().close();
        assertThatThrownBy(() ->
                        memory.newRun().withNetworking(net -> net.calico()).install())
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("podNetwork: vpc-cni -> calico");
    }

    @Test
    void aChartThatIsNotThereIsToldBeforeAnythingIsMade() {
        assertThatThrownBy(() -> memory.newRun()
                        .withNetworking(net -> net.calico(calico -> calico.version("v9.9.9")))
                        .install())
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("tigera-operator")
                .hasMessageContaining("v9.9.9");
        assertThat(kernel.calls()).noneMatch(call -> call.operation().matches("ec2:Create.*|eks:Create.*"));
    }
}
