package io.meshprovisioner.istio.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.answer.Share;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rules that somebody wrote to hurt: they cost time in proportion to their length and no more. */
class HostileRulesTest {
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: shop, namespace: default}
            spec: {clusterIP: 10.0.0.1, selector: {app: shop}, ports: [{name: http, port: 80}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop, namespace: default}
            spec: {selector: {matchLabels: {app: shop}}, template: {metadata: {labels: {app: shop}}}}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: default}
            spec:
              hosts: [shop]
            """;

    private static Traffic traffic(String http) {
        return Traffic.of(Manifests.read(SERVICE + http));
    }

    @Test
    void tenThousandRulesAreLookedAtOneByOne() {
        StringBuilder http = new StringBuilder("  http:\n");
        for (int i = 0; i < 10_000; i++) {
            http.append("  - {match: [{uri: {regex: '/(a+)+")
                    .append(i)
                    .append("'}}], directResponse: {status: 418}}\n");
        }
        http.append("  - route: [{destination: {host: shop}}]\n");
        Traffic traffic = traffic(http.toString());

        Decision decision =
                assertTimeout(Duration.ofSeconds(60), () -> traffic.get("http://shop/" + "a".repeat(30) + "!"));

        assertThat(decision.destinations()).extracting(Share::host).containsExactly("shop.default.svc.cluster.local");
        assertThat(decision.passedOver()).hasSize(10_000);
    }

    @Test
    void anExpressionThatExplodesElsewhereIsLinear() {
        Traffic traffic = traffic("""
                  http:
                  - match: [{headers: {x: {regex: "(a|aa)+$"}}}]
                    directResponse: {status: 418}
                  - route: [{destination: {host: shop}}]
                """);

        Decision decision = assertTimeout(Duration.ofSeconds(60), () -> traffic.fromNamespace("default")
                .header("x", "a".repeat(50_000) + "b")
                .get("http://shop/"));

        assertThat(decision.status()).isEmpty();
    }

    @Test
    void anExpressionThatCannotBeCompiledMatchesNothing() {
        Traffic traffic = traffic("""
                  http:
                  - match: [{uri: {regex: "(?<=x)["}}]
                    directResponse: {status: 418}
                  - route: [{destination: {host: shop}}]
                """);

        assertThat(traffic.get("http://shop/[").status()).isEmpty();
    }

    @Test
    void delegatesThatNameEachOtherEnd() {
        Traffic traffic = traffic("""
                  http:
                  - delegate: {name: a}
                  - route: [{destination: {host: shop}}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: a, namespace: default}
                spec: {http: [{delegate: {name: b}}]}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: b, namespace: default}
                spec: {http: [{delegate: {name: a}}]}
                """);

        assertThat(assertTimeout(Duration.ofSeconds(60), () -> traffic.get("http://shop/"))
                        .decidedBy())
                .isPresent();
    }

    @Test
    void externalNamesInACircleStandForNothing() {
        Traffic traffic = Traffic.of(Manifests.read("""
                apiVersion: v1
                kind: Service
                metadata: {name: a, namespace: default}
                spec: {type: ExternalName, externalName: b.default.svc.cluster.local}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: b, namespace: default}
                spec: {type: ExternalName, externalName: a.default.svc.cluster.local}
                """));

        assertThat(traffic.get("http://a/").destinations())
                .extracting(Share::cluster)
                .containsExactly("PassthroughCluster");
    }
}
