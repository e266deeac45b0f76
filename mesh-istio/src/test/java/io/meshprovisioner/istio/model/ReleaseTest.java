package io.meshprovisioner.istio.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.istio.Manifests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseTest {
    private static final VirtualService ANSWERS =
            VirtualService.named("a").hosts("a").http(r -> r.directResponse(503));

    @ParameterizedTest
    @CsvSource({"1.9.3, v1beta1", "1.21.6, v1beta1", "1.22, v1", "1.30.3, v1", "1.31.0, v1"})
    void theApiVersionIsOneThatTheReleaseServes(String release, String version) {
        VirtualService routes = VirtualService.named("a").hosts("a").http(r -> r.route("a"));
        assertThat(routes.forRelease(release).apiVersion()).isEqualTo("networking.istio.io/" + version);
    }

    @Test
    void anApiVersionThatIsServedStays() {
        Manifests old = Manifests.read(
                "apiVersion: networking.istio.io/v1alpha3\nkind: VirtualService\nmetadata: {name: a}\nspec: {hosts: [a]}");
        assertThat(old.get(VirtualService.class, "a")
                        .orElseThrow()
                        .forRelease("1.30.3")
                        .apiVersion())
                .isEqualTo("networking.istio.io/v1alpha3");
        assertThat(old.forRelease("1.9.3")).isEqualTo(old);
        assertThat(EnvoyFilter.named("e").forRelease("1.30.3").apiVersion()).isEqualTo("networking.istio.io/v1alpha3");
        assertThat(Telemetry.named("t").forRelease("1.10.6").apiVersion()).isEqualTo("telemetry.istio.io/v1alpha1");
        assertThat(AuthorizationPolicy.named("t")
                        .allowNothing()
                        .forRelease("1.9.3")
                        .apiVersion())
                .isEqualTo("security.istio.io/v1beta1");
    }

    @Test
    void whatCameLaterIsRefusedByNameWithAnAlternative() {
        assertThatThrownBy(() -> ANSWERS.forRelease("1.9.3"))
                .isInstanceOf(UnknownToReleaseException.class)
                .hasMessageContaining("VirtualService a cannot be written for Istio 1.9.3")
                .hasMessageContaining("spec.http[0].directResponse came with Istio 1.15")
                .hasMessageContaining("abort fault");
        assertThat(ANSWERS.forRelease("1.15.0").http()).hasSize(1);
    }

    @Test
    void allThatCameLaterIsNamedAtOnce() {
        DestinationRule rule = DestinationRule.named("d").host("a").trafficPolicy(p -> p.loadBalancer(
                        l -> l.simple(LoadBalancerAlgorithm.LEAST_REQUEST))
                .retryBudget(b -> b.percent(10))
                .portLevelSettings(80, q -> q.tls(t -> t.simple().caCrl("/x"))));
        assertThatThrownBy(() -> rule.forRelease("1.9.3"))
                .satisfies(e -> assertThat(((UnknownToReleaseException) e).unknown())
                        .hasSize(3)
                        .anyMatch(line -> line.startsWith(
                                        "spec.trafficPolicy.loadBalancer.simple: LEAST_REQUEST came with Istio 1.14")
                                && line.contains("LEAST_CONN"))
                        .anyMatch(line -> line.startsWith("spec.trafficPolicy.retryBudget came with Istio 1.27"))
                        .anyMatch(line -> line.startsWith("spec.trafficPolicy.portLevelSettings[0].tls.caCrl")));
        assertThat(rule.forRelease("1.27.0").apiVersion()).endsWith("/v1");
    }

    @Test
    void kindsThatCameLaterAreRefused() {
        assertThatThrownBy(() -> Telemetry.named("t").forRelease("1.9.3"))
                .hasMessageContaining("the kind Telemetry came with Istio 1.10");
        assertThatThrownBy(() -> TrafficExtension.named("t").lua("x").forRelease("1.29.6"))
                .hasMessageContaining("1.30");
    }

    @Test
    void whatIsNoReleaseIsSaid() {
        assertThatThrownBy(() -> ANSWERS.forRelease("latest")).hasMessageContaining("not a version of Istio");
        assertThatThrownBy(() -> ANSWERS.forRelease("1.8.6")).hasMessageContaining("oldest release known here is 1.9");
    }
}
