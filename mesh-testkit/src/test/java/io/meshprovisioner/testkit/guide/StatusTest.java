package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshStatus;
import io.meshprovisioner.spi.MeshReport.Component;
import io.meshprovisioner.spi.MeshReport.Former;
import io.meshprovisioner.testkit.kube.json.Trees;
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

    private static void change(GuideMesh guide, ObjectNode object) {
        object.remove("status");
        guide.put(object);
        guide.pass(Duration.ofMinutes(1));
    }

    private static String problem(Mesh mesh, String component) {
        return mesh.status().mesh().orElseThrow().components().stream()
                .filter(found -> found.name().equals(component))
                .map(Component::problem)
                .findFirst()
                .orElseThrow();
    }
}
