package io.meshprovisioner.testkit.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.Program;
import io.meshprovisioner.testkit.SharedData;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Helm command line with Istio's real charts. */
class HelmTest {

    @TempDir
    Path folder;

    private Path charts(String release) throws Exception {
        File archive =
                SharedData.file("istio-releases/istio-" + release + ".tar.gz").toFile();
        Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "-C", folder.toString()).start();
        assertThat(tar.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return folder.resolve("istio-" + release + "/manifests/charts");
    }

    @Test
    void istioOfTodayIsInstalledUpgradedAndUninstalled() throws Exception {
        try (TestWorld test = new TestWorld("1.34").withNodes(3).live()) {
            Program helm = test.program("helm", "MESH_HELM", folder);
            Path charts = charts("1.30.3");
            String[] hub = {"--set", "global.hub=docker.io/istio", "--set", "global.tag=1.30.3"};
            install(helm, "istio-base", charts.resolve("base"), "istio-system");
            install(helm, "istiod", charts.resolve("istio-control/istio-discovery"), "istio-system", hub);
            var webhook = test.read(world -> test.cluster()
                    .get(
                            "admissionregistration.k8s.io/v1",
                            "ValidatingWebhookConfiguration",
                            "",
                            "istio-validator-istio-system")
                    .orElseThrow());
            assertThat(Trees.text(webhook.path("webhooks").path(0), "failurePolicy"))
                    .isEqualTo("Fail");
            assertThat(Trees.text(webhook.path("webhooks").path(0), "clientConfig", "caBundle"))
                    .isNotEmpty();
            install(helm, "gateway", charts.resolve("gateway"), "istio-ingress");
            var service = test.read(world -> test.cluster()
                    .get("v1", "Service", "istio-ingress", "gateway")
                    .orElseThrow());
            assertThat(Trees.text(
                            Trees.at(service, "status", "loadBalancer", "ingress")
                                    .path(0),
                            "hostname"))
                    .isEqualTo("gateway.elb.amazonaws.com");
            helm.run(
                    "upgrade",
                    "istiod",
                    charts.resolve("istio-control/istio-discovery").toString(),
                    "-n",
                    "istio-system",
                    "--set",
                    "global.hub=docker.io/istio,global.tag=1.30.3,pilot.traceSampling=5",
                    "--wait",
                    "--timeout=100s");
            assertThat(helm.run("history", "istiod", "-n", "istio-system")).contains("superseded", "deployed");
            helm.run("uninstall", "gateway", "-n", "istio-ingress", "--wait");
            helm.run("uninstall", "istiod", "-n", "istio-system", "--wait");
            helm.run("uninstall", "istio-base", "-n", "istio-system", "--wait");
            assertThat(objects(test, "apps/v1", "Deployment")).isEmpty();
            assertThat(objects(test, "apiextensions.k8s.io/v1", "CustomResourceDefinition"))
                    .isNotEmpty();
        }
    }

    @Test
    void istioOfTheGuideIsInstalledOnTheKubernetesOfItsTime() throws Exception {
        try (TestWorld test = new TestWorld("1.21").withNodes(3).live()) {
            Program helm = test.program("helm", "MESH_HELM", folder);
            Path charts = charts("1.9.3");
            String[] hub = {"--set", "global.hub=docker.io/istio", "--set", "global.tag=1.9.3"};
            install(helm, "istio-base", charts.resolve("base"), "istio-system", hub);
            install(helm, "istiod", charts.resolve("istio-control/istio-discovery"), "istio-system", hub);
            install(helm, "istio-ingress", charts.resolve("gateways/istio-ingress"), "istio-system", hub);
            var deployment = test.read(world -> test.cluster()
                    .get("apps/v1", "Deployment", "istio-system", "istio-ingressgateway")
                    .orElseThrow());
            assertThat(Trees.conditionTrue(deployment, "Available")).isTrue();
        }
    }

    private static List<ObjectNode> objects(TestWorld test, String apiVersion, String kind) {
        return test.read(world -> test.cluster().list(apiVersion, kind));
    }

    private static void install(Program helm, String name, Path chart, String namespace, String... more)
            throws Exception {
        String[] arguments = new String[8 + more.length];
        System.arraycopy(
                new String[] {
                    "install", name, chart.toString(), "-n", namespace, "--create-namespace", "--wait", "--timeout=100s"
                },
                0,
                arguments,
                0,
                8);
        System.arraycopy(more, 0, arguments, 8, more.length);
        assertThat(helm.run(arguments)).contains("STATUS: deployed");
    }
}
