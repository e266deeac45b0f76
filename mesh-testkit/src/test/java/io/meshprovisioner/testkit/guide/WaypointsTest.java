package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.error.InvalidSpecException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.WaypointSpec;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.List;
import org.junit.jupiter.api.Test;

/** G4.1: an ambient mesh whose namespaces have waypoints. */
class WaypointsTest {

    private static IstioSpec ambient(IstioSpec istio) {
        return istio.profile(IstioProfile.AMBIENT).gatewayApi("1.4.0");
    }

    @Test
    void aNamespaceIsLedThroughItsWaypoint() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            List<String> nothing = guide.inventory();
            Mesh mesh = guide.install(istio -> ambient(istio).waypoint("shop"));
            assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();
            assertThat(mesh.status().mesh().orElseThrow().components())
                    .filteredOn(component -> component.namespace().equals("shop"))
                    .singleElement()
                    .satisfies(waypoint -> {
                        assertThat(waypoint.name()).isEqualTo("waypoint");
                        assertThat(waypoint.readyPods()).isEqualTo(1);
                    });
            ObjectNode made =
                    guide.object("apps/v1", "Deployment", "shop", "waypoint").orElseThrow();
            assertThat(made.at("/spec/template/spec/containers/0/image").asText())
                    .isEqualTo("docker.io/istio/proxyv2:1.30.3");
            assertThat(Trees.labels(guide.object("v1", "Namespace", "", "shop").orElseThrow()))
                    .containsEntry("istio.io/dataplane-mode", "ambient")
                    .containsEntry("istio.io/use-waypoint", "waypoint");
            assertThat(mesh.topology().gateways())
                    .extracting(gateway -> gateway.namespace() + "/" + gateway.name())
                    .containsExactly("shop/waypoint");
            assertThat(guide.install(istio -> ambient(istio).waypoint("shop"))
                            .timeline()
                            .orElseThrow()
                            .changedNothing())
                    .isTrue();

            guide.install(
                    istio -> ambient(istio).waypoint(WaypointSpec.in("shop").traffic(WaypointSpec.Traffic.ALL)));
            assertThat(Trees.labels(guide.object("gateway.networking.k8s.io/v1", "Gateway", "shop", "waypoint")
                            .orElseThrow()))
                    .containsEntry("istio.io/waypoint-for", "all");

            guide.sandbox.newRun().uninstall();
            assertThat(guide.inventory()).isEqualTo(nothing);
        }
    }

    @Test
    void aNamespaceOfSomebodyElsesIsNotBroughtIn() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            guide.install(WaypointsTest::ambient);
            ObjectNode theirs = Trees.parse("""
                    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "theirs"}}
                    """);
            guide.put(theirs);
            assertThatThrownBy(() -> guide.install(istio -> ambient(istio).waypoint("theirs")))
                    .isInstanceOf(ResourceFailedException.class)
                    .hasMessageContaining("theirs is somebody else's")
                    .hasMessageContaining("istio.io/dataplane-mode=ambient istio.io/use-waypoint=waypoint");
        }
    }

    @Test
    void whatWaypointsNeedIsSaidBeforeTheFirstCall() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            assertThatThrownBy(() -> guide.install(istio -> istio.waypoint("shop")))
                    .isInstanceOfSatisfying(InvalidSpecException.class, wrong -> assertThat(wrong.problems())
                            .extracting(problem -> problem.path() + ": " + problem.advice())
                            .containsExactly(
                                    "istio.waypoints: Use profile(IstioProfile.AMBIENT).",
                                    "istio.waypoints: Say gatewayApi(\"1.4.0\"), too; kinds that are there already are "
                                            + "used as they are."));
        }
    }
}
