package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshStatus;
import io.meshprovisioner.spi.MeshReport.Component;
import io.meshprovisioner.spi.MeshReport.Former;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G4.2: what runs, why something does not, and where the components are that older documents name. */
class StatusTest {

    @ParameterizedTest
    @ValueSource(strings = {"1.9.3", "1.30.3"})
    void theOldNamesAreExplainedForTheRelease(String release) {
        try (GuideMesh guide = new GuideMesh(release)) {
            MeshStatus status = guide.install(istio -> istio).status();
            List<Former> former = status.mesh().orElseThrow().former();
            assertThat(former)
                    .extracting(Former::name)
                    .containsExactly("Pilot", "Galley", "Citadel", "Sidecar injector", "Mixer");
            assertThat(former)
                    .filteredOn(name -> !name.name().equals("Mixer"))
                    .allSatisfy(name -> assertThat(name.now()).isEqualTo("istiod"));
            assertThat(former.get(4).now()).isEmpty();
            assertThat(former.get(4).explanation()).contains("since 1.8").contains(release);
            assertThat(status.toString()).contains("Citadel (now istiod)", "issues certificates");
        }
    }

    @Test
    void anImageThatCannotBePulledIsExplained() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            ObjectNode gateway = guide.object("apps/v1", "Deployment", "istio-system", "istio-ingressgateway")
                    .orElseThrow();
            ((ObjectNode) gateway.at("/spec/template/spec/containers/0"))
                    .put("image", "registry.invalid/proxyv2:1.30.3");
            change(guide, gateway);
            assertThat(problem(mesh, "istio-ingressgateway"))
                    .contains("registry.invalid/proxyv2:1.30.3")
                    .contains("most likely the registry's name cannot be resolved");
            assertThat(mesh.status().healthy()).isFalse();
        }
    }

    @Test
    void noRoomOnTheNodesIsExplained() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            ObjectNode gateway = guide.object("apps/v1", "Deployment", "istio-system", "istio-ingressgateway")
                    .orElseThrow();
            Trees.with((ObjectNode) gateway.at("/spec/template/spec/containers/0"), "resources", "requests")
                    .put("memory", "900Gi");
            change(guide, gateway);
            assertThat(problem(mesh, "istio-ingressgateway"))
                    .contains("finds no node")
                    .contains("most likely no node has room");
        }
    }

    @Test
    void podsTheirConditionsAndWarningsAreShown() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            assertThat(component(mesh, "istiod").pods()).singleElement().satisfies(pod -> {
                assertThat(pod.ready()).isTrue();
                assertThat(pod.node()).isNotEmpty();
                assertThat(pod.phase()).isEqualTo("Running");
                assertThat(pod.notes()).isEmpty();
            });
            assertThat(component(mesh, "istiod").warnings()).isEmpty();

            ObjectNode gateway = guide.object("apps/v1", "Deployment", "istio-system", "istio-ingressgateway")
                    .orElseThrow();
            ((ObjectNode) gateway.at("/spec/template/spec/containers/0"))
                    .put("image", "registry.invalid/proxyv2:1.30.3");
            change(guide, gateway);
            Component broken = component(mesh, "istio-ingressgateway");
            assertThat(broken.pods())
                    .filteredOn(pod -> !pod.ready())
                    .singleElement()
                    .satisfies(pod -> assertThat(String.join("; ", pod.notes()))
                            .contains("Ready is False", "container istio-proxy waits", "ImagePull"));
            assertThat(broken.warnings()).anyMatch(line -> line.startsWith("Failed (Pod istio-ingressgateway-"));
            assertThat(mesh.status().toString()).contains("warning: Failed (Pod", "Ready is False");
        }
    }

    @Test
    void aMissingKindIsExplained() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            ObjectNode kind = guide.object(
                            "apiextensions.k8s.io/v1",
                            "CustomResourceDefinition",
                            "",
                            "virtualservices.networking.istio.io")
                    .orElseThrow();
            guide.sandbox.kernel().read(world -> {
                guide.remove(world, kind);
                return world.changes();
            });
            guide.pass(Duration.ofMinutes(1));
            assertThat(problem(mesh, "istiod"))
                    .contains("does not serve Istio's VirtualService")
                    .contains("most likely a CustomResourceDefinition was deleted");
        }
    }

    @Test
    void aQuotaThatIsUsedUpIsExplained() throws IOException {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            guide.put((ObjectNode) new YAMLMapper().readTree("""
                    apiVersion: v1
                    kind: ResourceQuota
                    metadata: {name: small, namespace: istio-system}
                    spec: {hard: {pods: 2}}
                    """));
            restart(guide);
            assertThat(problem(mesh, "istio-ingressgateway"))
                    .contains("exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2")
                    .contains("most likely a ResourceQuota of the namespace is used up");
        }
    }

    @Test
    void anInjectorThatCannotBeReachedIsExplained() throws IOException {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            Mesh mesh = guide.install(istio -> istio);
            guide.put((ObjectNode) new YAMLMapper().readTree("""
                    apiVersion: admissionregistration.k8s.io/v1
                    kind: ValidatingWebhookConfiguration
                    metadata: {name: unreachable}
                    webhooks:
                    - name: namespace.sidecar-injector.istio.io
                      failurePolicy: Fail
                      sideEffects: None
                      admissionReviewVersions: [v1]
                      clientConfig: {service: {name: none, namespace: istio-system}, caBundle: Q0E=}
                      rules:
                      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
                    """));
            restart(guide);
            assertThat(problem(mesh, "istio-ingressgateway"))
                    .contains("failed calling webhook")
                    .contains("port 15017 must be open");
        }
    }

    private static void restart(GuideMesh guide) {
        ObjectNode gateway = guide.object("apps/v1", "Deployment", "istio-system", "istio-ingressgateway")
                .orElseThrow();
        Trees.with(gateway, "spec", "template", "metadata", "annotations").put("restarted", "now");
        change(guide, gateway);
    }

    private static void change(GuideMesh guide, ObjectNode object) {
        object.remove("status");
        guide.put(object);
        guide.pass(Duration.ofMinutes(1));
    }

    private static String problem(Mesh mesh, String component) {
        return component(mesh, component).problem();
    }

    private static Component component(Mesh mesh, String name) {
        return mesh.status().mesh().orElseThrow().components().stream()
                .filter(found -> found.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
