package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.istio.gatewayapi.GatewayClass;
import io.meshprovisioner.istio.gatewayapi.HTTPRoute;
import io.meshprovisioner.istio.gatewayapi.TLSRoute;
import io.meshprovisioner.kubernetes.ExistingCluster;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G2.D: the kinds of the Gateway API at the version that a spec names. */
class GatewayApiTest {
    private static final String GROUP = ".gateway.networking.k8s.io";

    @TempDir
    Path folder;

    @Test
    void itsKindsComeAreRaisedAndGoOnlyWhenTold() throws Exception {
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.provisioner().withName("platform").install();
            Path kubeconfig = folder.resolve("config");
            sandbox.writeKubeconfig(new ClusterKey("us-west-2", "platform"), kubeconfig);
            MeshProvisioner shop = sandbox.provisioner(ExistingCluster.kubeconfig(kubeconfig));

            Mesh mesh = with(shop, "1.4.0").install();
            assertThat(versions(mesh)).containsOnly("v1.4.0").hasSize(6);
            mesh.apply(HTTPRoute.named("mine").namespace("default"));
            assertThat(mesh.get(HTTPRoute.class, "default/mine")).isPresent();
            assertThat(with(shop, "1.4.0").plan().changesNothing()).isTrue();

            assertThat(with(shop, "1.5.1").plan().toString()).contains("[version: 1.4.0 -> 1.5.1]");
            with(shop, "1.5.1").install();
            mesh.apply(TLSRoute.named("mine").namespace("default"));
            assertThat(with(shop, "1.4.0").plan().changesNothing())
                    .as("not taken back")
                    .isTrue();

            assertThat(mesh.get(GatewayClass.class, "istio")).as("istiod's own").isPresent();
            assertThat(mesh.uninstall().nothingLeft()).isTrue();
            assertThat(mesh.get(GatewayClass.class, "istio")).isEmpty();
            assertThat(mesh.get(HTTPRoute.class, "default/mine"))
                    .as("kept with its kind")
                    .isPresent();
            with(shop, "1.5.1").install();
            assertThat(mesh.uninstallPlan(how -> how.removeCrds()).configuration())
                    .contains("HTTPRoute default/mine", "TLSRoute default/mine");
            assertThat(mesh.uninstall(how -> how.removeCrds()).nothingLeft()).isTrue();
            assertThat(versions(mesh)).isEmpty();
        }
    }

    @Test
    void somebodyElsesAreUsedAndStay() throws Exception {
        try (Sandbox sandbox = Sandbox.start()) {
            Mesh platform = sandbox.provisioner().withName("platform").install();
            platform.apply(Manifest.of(Map.of(
                    "apiVersion",
                    "apiextensions.k8s.io/v1",
                    "kind",
                    "CustomResourceDefinition",
                    "metadata",
                    Map.of(
                            "name",
                            "gateways" + GROUP,
                            "annotations",
                            Map.of(
                                    "gateway.networking.k8s.io/bundle-version",
                                    "v1.2.0",
                                    "api-approved.kubernetes.io",
                                    "https://github.com/kubernetes-sigs/gateway-api/pull/2997")),
                    "spec",
                    Map.of(
                            "group",
                            GROUP.substring(1),
                            "names",
                            Map.of("kind", "Gateway", "plural", "gateways", "singular", "gateway"),
                            "scope",
                            "Namespaced",
                            "versions",
                            List.of(Map.of(
                                    "name",
                                    "v1",
                                    "served",
                                    true,
                                    "storage",
                                    true,
                                    "schema",
                                    Map.of("openAPIV3Schema", Map.of("type", "object"))))))));
            Path kubeconfig = folder.resolve("config");
            sandbox.writeKubeconfig(new ClusterKey("us-west-2", "platform"), kubeconfig);
            Mesh mesh = with(sandbox.provisioner(ExistingCluster.kubeconfig(kubeconfig)), "1.5.1")
                    .install();
            assertThat(versions(mesh)).containsExactly("v1.2.0");
            assertThat(mesh.uninstall(how -> how.removeCrds()).nothingLeft()).isTrue();
            assertThat(versions(mesh)).containsExactly("v1.2.0");
        }
    }

    @Test
    void aReleaseThatReadsDraftsOnlyIsRefused() {
        assertThatThrownBy(() -> MeshProvisioner.forRegion("us-west-2")
                        .withIstio("1.15.7", istio -> istio.gatewayApi("1.4.0"))
                        .plan())
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("reads only drafts");
    }

    private static MeshProvisioner with(MeshProvisioner shop, String version) {
        return shop.withIstio("1.30.3", istio -> istio.gatewayApi(version));
    }

    private static List<Manifest> definitions(Mesh mesh) {
        return mesh.list("apiextensions.k8s.io/v1", "CustomResourceDefinition").stream()
                .filter(crd -> crd.name().endsWith(GROUP))
                .toList();
    }

    private static List<String> versions(Mesh mesh) {
        return definitions(mesh).stream()
                .map(crd -> (Map<?, ?>) ((Map<?, ?>) crd.toMap().get("metadata")).get("annotations"))
                .map(annotations -> String.valueOf(annotations.get("gateway.networking.k8s.io/bundle-version")))
                .toList();
    }
}
