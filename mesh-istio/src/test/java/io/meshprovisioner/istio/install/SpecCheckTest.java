package io.meshprovisioner.istio.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.spec.ChartSource;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.MutualTls;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecCheckTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"1.9.3", "1.11.8", "1.12.0", "1.23.6", "1.30.3"})
    void theDefaultsOfEveryReleaseAreFine(String version) {
        assertThat(check(IstioSpec.version(version))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.6", "1.31.0", "1.30", "latest", "", "2.1.0"})
    void anUnknownReleaseIsNamedWithOneThatFits(String version) {
        SpecProblem problem = only(IstioSpec.version(version));
        assertThat(problem.path()).isEqualTo("istio.version");
        assertThat(problem.advice()).contains("1.30.3");
    }

    @Test
    void settingsAndRawValuesMustAgree() {
        IstioSpec spec = IstioSpec.version("1.30.3").settings(settings -> settings.replicas(2));
        assertThat(only(spec.values(Map.of("pilot", Map.of("replicaCount", 3)))).path())
                .isEqualTo("istio.values.pilot.replicaCount");
        assertThat(check(spec.values(Map.of("pilot", Map.of("replicaCount", 2, "env", Map.of("A", "b"))))))
                .isEmpty();
    }

    @Test
    void everyProblemIsToldAtOnce() {
        IstioSpec spec = IstioSpec.version("1.9.3")
                .profile(IstioProfile.AMBIENT)
                .addons(IstioAddon.LOKI)
                .charts(ChartSource.repository(URI.create("https://example.com/charts")))
                .gateway(new GatewaySpec("ztunnel", "istio-system", Map.of()))
                .values(Map.of("defaults", Map.of("a", 1), "revision", "canary", "global", Map.of("tag", "latest")));
        assertThat(check(spec).stream().map(SpecProblem::path))
                .containsExactly(
                        "istio.profile",
                        "istio.addons",
                        "istio.charts",
                        "istio.gateways[ztunnel].name",
                        "istio.values.defaults",
                        "istio.values.revision",
                        "istio.values.global.tag");
        assertThat(check(spec)).allSatisfy(problem -> {
            assertThat(problem.message()).endsWith(".");
            assertThat(problem.advice()).endsWith(".");
        });
    }

    @Test
    void aProfileThatTheReleaseLacksIsAnsweredWithThoseItHas() {
        assertThat(only(IstioSpec.version("1.17.8").profile(IstioProfile.AMBIENT))
                        .advice())
                .contains("default, demo, minimal");
        assertThat(check(IstioSpec.version("1.30.3").profile(IstioProfile.AMBIENT)))
                .isEmpty();
        assertThat(check(IstioSpec.version("1.30.3").profile(IstioProfile.STABLE)))
                .isEmpty();
    }

    @Test
    void profilesWithoutAControlPlaneCannotHaveGateways() {
        assertThat(only(IstioSpec.version("1.30.3").profile(IstioProfile.EMPTY).ingressGateway())
                        .message())
                .contains("gateways");
        assertThat(check(IstioSpec.version("1.30.3").profile(IstioProfile.EMPTY)))
                .isEmpty();
        assertThat(only(IstioSpec.version("1.30.3").profile(IstioProfile.REMOTE))
                        .message())
                .contains("another cluster");
    }

    /** G4.1: what a release does not have is refused by name, and everything else is offered. */
    @ParameterizedTest
    @ValueSource(ints = {9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void everyProfileIsOfferedOrRefusedByName(int minor) {
        for (IstioProfile profile : IstioProfile.values()) {
            IstioSpec spec =
                    IstioSpec.version(Releases.newest(minor).toString()).profile(profile);
            boolean lacking = (profile == IstioProfile.AMBIENT && minor < 18)
                    || (profile == IstioProfile.STABLE && minor < 23)
                    || profile == IstioProfile.REMOTE;
            if (lacking) {
                assertThat(only(spec).path()).isEqualTo("istio.profile");
                assertThat(only(spec).message()).contains(profile.istioName());
            } else {
                assertThat(check(spec)).as(minor + " " + profile).isEmpty();
            }
        }
    }

    /** G2.3 */
    @Test
    void theOperatorIsForReleasesThatHaveIt() {
        for (String version : List.of("1.9.3", "1.12.9", "1.23.6")) {
            assertThat(check(IstioSpec.version(version).operator(operator -> operator)))
                    .as(version)
                    .isEmpty();
        }
        SpecProblem tooNew = only(IstioSpec.version("1.24.6").operator(operator -> operator));
        assertThat(tooNew.path()).isEqualTo("istio.operator");
        assertThat(tooNew.message()).contains("1.23.6");
        assertThat(tooNew.advice()).contains("Helm charts");
    }

    @Test
    void anOperatorThatCouldNotWorkIsRefused() {
        IstioSpec spec = IstioSpec.version("1.20.8").operator(operator -> operator);
        assertThat(only(spec.charts(ChartSource.repository(URI.create("https://example.com/charts"))))
                        .message())
                .contains("never published");
        assertThat(only(spec.operator(operator -> operator.watchedNamespaces("team-a")))
                        .advice())
                .contains("istio-system");
        assertThat(only(spec.operator(operator -> operator.tag("latest"))).path())
                .isEqualTo("istio.operator.tag");
        assertThat(only(spec.gateway(new GatewaySpec("istio-ingressgateway", "edge", Map.of())))
                        .message())
                .contains("by name alone");
        assertThat(only(IstioSpec.version("1.30.3").profile(IstioProfile.EMPTY).mutualTls(MutualTls.STRICT))
                        .path())
                .isEqualTo("istio.mutualTls");
    }

    @Test
    void gatewaysMustNotTakeTheNamesOfIstiosParts() {
        IstioSpec spec = IstioSpec.version("1.30.3");
        assertThat(only(spec.gateway(new GatewaySpec("istiod", "istio-system", Map.of())))
                        .path())
                .isEqualTo("istio.gateways[istiod].name");
        assertThat(check(spec.gateway(new GatewaySpec("istiod", "edge", Map.of()))))
                .isEmpty();
    }

    @Test
    void sourcesThatCannotWorkAreRefused() {
        IstioSpec spec = IstioSpec.version("1.30.3");
        assertThat(only(IstioSpec.version("1.11.8").charts(ChartSource.oci("oci://gcr.io/istio-release/charts")))
                        .message())
                .contains("never published in a chart repository");
        assertThat(only(spec.charts(ChartSource.folder(folder))).message()).contains("manifests/charts");
    }

    private static List<SpecProblem> check(IstioSpec spec) {
        return new IstioInstaller().check(spec);
    }

    private static SpecProblem only(IstioSpec spec) {
        List<SpecProblem> problems = check(spec);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }
}
