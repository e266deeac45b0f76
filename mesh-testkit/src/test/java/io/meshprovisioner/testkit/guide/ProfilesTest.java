package io.meshprovisioner.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.Mesh;
import io.meshprovisioner.MeshStatus;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.MutualTls;
import io.meshprovisioner.spi.MeshReport.Component;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G4.1: the profiles, and what {@code istio-demo-auth.yaml} once was: the demo profile with strict mutual TLS. */
class ProfilesTest {

    @ParameterizedTest
    @CsvSource({
        "1.9.3,  DEFAULT, istiod istio-ingressgateway",
        "1.9.3,  DEMO,    istiod istio-ingressgateway istio-egressgateway",
        "1.9.3,  MINIMAL, istiod",
        "1.9.3,  PREVIEW, istiod istio-ingressgateway",
        "1.30.3, DEMO,    istiod istio-ingressgateway istio-egressgateway",
        "1.30.3, AMBIENT, istiod istio-cni-node ztunnel",
        "1.30.3, STABLE,  istiod istio-ingressgateway",
        "1.30.3, EMPTY,   none",
    })
    void aProfileBringsItsComponents(String release, IstioProfile profile, String components) {
        try (GuideMesh guide = new GuideMesh(release)) {
            MeshStatus status = guide.install(istio -> istio.profile(profile)).status();
            assertThat(names(status)).isEqualTo(components.equals("none") ? Set.of() : Set.of(components.split(" ")));
            assertThat(status.drift()).isEmpty();
            if (profile == IstioProfile.AMBIENT) {
                assertThat(guide.objects())
                        .contains("DaemonSet istio-system/ztunnel", "DaemonSet istio-system/istio-cni-node");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1.9.3, security.istio.io/v1beta1", "1.30.3, security.istio.io/v1"})
    void demoAuthIsTheDemoProfileWithStrictMutualTls(String release, String apiVersion) {
        try (GuideMesh guide = new GuideMesh(release)) {
            var before = guide.inventory();
            Mesh mesh = guide.install(istio -> istio.profile(IstioProfile.DEMO).mutualTls(MutualTls.STRICT));
            assertThat(mode(guide, apiVersion)).isEqualTo("STRICT");
            assertThat(mesh.status().healthy()).as(mesh.status().toString()).isTrue();

            Mesh again = guide.install(istio -> istio.profile(IstioProfile.DEMO).mutualTls(MutualTls.STRICT));
            assertThat(again.timeline().orElseThrow().changedNothing()).isTrue();
            guide.install(istio -> istio.profile(IstioProfile.DEMO).mutualTls(MutualTls.PERMISSIVE));
            assertThat(mode(guide, apiVersion)).isEqualTo("PERMISSIVE");

            guide.sandbox.newRun().uninstall();
            assertThat(guide.inventory()).isEqualTo(before);
        }
    }

    @Test
    void somebodyElsesPolicyForTheMeshIsNotOverwritten() {
        try (GuideMesh guide = new GuideMesh("1.30.3")) {
            guide.install(istio -> istio);
            ObjectNode theirs = Trees.parse("""
                    {"apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication",
                     "metadata": {"name": "default", "namespace": "istio-system"},
                     "spec": {"mtls": {"mode": "PERMISSIVE"}}}
                    """);
            guide.put(theirs);
            assertThatThrownBy(() -> guide.install(istio -> istio.mutualTls(MutualTls.STRICT)))
                    .isInstanceOf(ResourceConflictException.class)
                    .hasMessageContaining("STRICT");
            assertThat(mode(guide, "security.istio.io/v1")).isEqualTo("PERMISSIVE");
        }
    }

    private static String mode(GuideMesh guide, String apiVersion) {
        return guide.object(apiVersion, "PeerAuthentication", "istio-system", "default")
                .orElseThrow()
                .at("/spec/mtls/mode")
                .asText();
    }

    private static Set<String> names(MeshStatus status) {
        return status.mesh().orElseThrow().components().stream()
                .filter(component -> component.problem().isEmpty())
                .map(Component::name)
                .collect(Collectors.toSet());
    }
}
