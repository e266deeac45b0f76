package io.meshprovisioner.testkit.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshProvisioner;
import io.meshprovisioner.UninstallPlan;
import io.meshprovisioner.UninstallReport;
import io.meshprovisioner.istio.model.VirtualService;
import io.meshprovisioner.kubernetes.ExistingCluster;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.testkit.Sandbox;
import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mesh goes from a cluster that stays: revisions, tags, labels and secrets; the kinds only when told. */
class MeshUninstallTest {
    @TempDir
    Path folder;

    @Test
    void nothingIsLeftAndConfigurationGoesOnlyWhenToldAndShownFirst() throws IOException {
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.provisioner()
                    .withName("platform")
                    .withCluster(cluster -> cluster.version("1.33"))
                    .install();
            Path kubeconfig = folder.resolve("config");
            sandbox.writeKubeconfig(new ClusterKey("us-west-2", "platform"), kubeconfig);
            MeshProvisioner shop = sandbox.provisioner(ExistingCluster.kubeconfig(kubeconfig));
            List<String> before = sandbox.inventory();

            Mesh mesh = shop.withIstio("1.29.6").install();
            mesh.apply(namespace("web"));
            mesh.workloads().deploy(kuard -> kuard.namespace("web"));
            shop.withIstio("1.30.3", istio -> istio.revision("canary")).install();
            mesh.revisions().tag("prod", "canary");
            mesh.revisions().move("web", "prod");
            mesh.revisions().remove("default");
            mesh.apply(VirtualService.named("mine")
                    .namespace("web")
                    .hosts("demo")
                    .http(rule -> rule.route(to -> to.host("demo"))));

            assertThat(mesh.uninstallPlan(how -> how).configuration()).isEmpty();
            UninstallPlan plan = mesh.uninstallPlan(how -> how.removeCrds());
            assertThat(plan.configuration()).containsExactly("VirtualService web/mine");
            assertThat(plan.stillInjected()).contains("Deployment demo in web");
            assertThat(plan.removals())
                    .contains("MutatingWebhookConfiguration istio-revision-tag-prod", "labels of namespace web")
                    .anyMatch(line -> line.startsWith("Helm release istiod-canary"))
                    .anyMatch(line -> line.contains("virtualservices.networking.istio.io"));
            assertThat(plan.toString()).contains("Users' configuration that would go");
            assertThat(mesh.list(VirtualService.class)).hasSize(1);

            UninstallReport kept = mesh.uninstall();
            assertThat(kept.nothingLeft()).as(kept.toString()).isTrue();
            assertThat(mesh.list(VirtualService.class)).as("kept with its kind").hasSize(1);
            assertThat(labels(mesh, "web"))
                    .contains("istio-injection=enabled")
                    .doesNotContain("istio.io/rev", "mesh-provisioner/");

            shop.withIstio("1.30.3").install();
            UninstallReport all = mesh.uninstall(how -> how.removeCrds());
            assertThat(all.nothingLeft()).as(all.toString()).isTrue();
            mesh.delete(namespace("web"));
            List<String> left = sandbox.inventory();
            assertThat(left.stream().filter(line -> !before.contains(line) && !line.contains(" web")))
                    .isEmpty();
            assertThat(before.stream().filter(line -> !left.contains(line))).isEmpty();
        }
    }

    private static String labels(Mesh mesh, String namespace) {
        return mesh.list("v1", "Namespace").stream()
                .filter(found -> found.name().equals(namespace))
                .findFirst()
                .map(found -> String.valueOf(found.toMap().get("metadata")).replaceAll("managedFields=.*", ""))
                .orElseThrow();
    }

    private static Manifest namespace(String name) {
        return Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Namespace",
                "metadata",
                Map.of("name", name, "labels", Map.of("istio-injection", "enabled"))));
    }
}
