package io.meshprovisioner.testkit.assertions;

import static io.meshprovisioner.testkit.assertions.MeshAssertions.assertThat;
import static io.meshprovisioner.testkit.assertions.MeshAssertions.assertThatThrownBy;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.review.Requests;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeshAssertionsTest {
    private static final Traffic TRAFFIC = Traffic.of(Manifests.read("""
            apiVersion: v1
            kind: Service
            metadata: {name: checkout, namespace: shop}
            spec: {selector: {app: checkout}, ports: [{name: http, port: 80}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: frontend, namespace: web}
            spec:
              selector: {matchLabels: {app: frontend}}
              template: {metadata: {labels: {app: frontend}}, spec: {containers: [{name: app}]}}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: checkout, namespace: shop}
            spec:
              hosts: [checkout]
              http:
              - match: [{headers: {x-group: {exact: testers}}, uri: {prefix: /new}}]
                redirect: {uri: /beta, redirectCode: 302}
              - match: [{headers: {x-group: {exact: testers}}}]
                directResponse: {status: 202}
              - directResponse: {status: 200}
                timeout: 2s
            """));

    @Test
    void aFailureNamesTheRuleThatDecidedAndThoseItPassedOver() {
        assertThatThrownBy(() -> assertThat(TRAFFIC.from("web/frontend").get("http://checkout.shop/"))
                        .isAnswered(202))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected that it is answered 202, but")
                .hasMessageContaining("spec.http[2]")
                .hasMessageContaining("passed over VirtualService shop/checkout spec.http[1]")
                .hasMessageContaining("x-group");
    }

    @Test
    void oneRequestOfManyThatGoesElsewhereIsShown() {
        Requests testers = Requests.from(TRAFFIC, "web/frontend")
                .to("checkout.shop.svc.cluster.local", 80)
                .header("x-group", "testers");

        assertThatThrownBy(() -> assertThat(testers).areAllAnswered(202))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but not this one")
                .hasMessageContaining("/new");
        assertThat(testers.pathPrefix("/old")).areAllAnswered(202);
        assertThat(testers.pathPrefix("/new"))
                .each(request -> request.isRedirected(302, "http://checkout.shop.svc.cluster.local/beta"));
    }

    @Test
    void aTableTellsAllRowsThatFail() {
        assertThatThrownBy(() -> assertThat(TRAFFIC).answers("""
                        | caller        | request                      | headers          | answer      |
                        | web/frontend  | GET http://checkout.shop/    | x-group: testers | 202         |
                        | web/frontend  | GET http://checkout.shop/    |                  | 404         |
                        | namespace web | GET http://checkout.shop/new | x-group: testers | checkout v2 |
                        """))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is answered 404, but")
                .hasMessageContaining("goes to checkout v2, but")
                .message()
                .doesNotContain("is answered 202, but");
    }

    @Test
    void aTableThatCannotBeReadSaysWhatIsWrong() {
        assertThatThrownBy(() -> assertThat(TRAFFIC).answers("| who | what |"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[caller, request, headers, answer]");
    }

    @Test
    void settingsAreAsserted() {
        assertThatThrownBy(() -> assertThat(TRAFFIC.from("web/frontend").get("http://checkout.shop/"))
                        .hasTimeout(Duration.ofSeconds(3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("has timeout PT3S");
        assertThat("everything of AssertJ").isNotBlank();
    }
}
