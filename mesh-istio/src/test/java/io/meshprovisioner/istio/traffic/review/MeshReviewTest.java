package io.meshprovisioner.istio.traffic.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fights, hosts that nobody can call, callers of a workload. */
class MeshReviewTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Service
            metadata: {name: checkout, namespace: shop}
            spec: {clusterIP: 10.0.0.1, selector: {app: checkout}, ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: empty, namespace: shop}
            spec: {clusterIP: 10.0.0.2, selector: {app: nothing}, ports: [{name: http, port: 80}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: checkout, namespace: shop}
            spec:
              selector: {matchLabels: {app: checkout}}
              template: {metadata: {labels: {app: checkout, version: v1}}, spec: {containers: [{name: app}]}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: frontend, namespace: web}
            spec:
              selector: {matchLabels: {app: frontend}}
              template:
                metadata: {labels: {app: frontend}}
                spec: {serviceAccountName: frontend, containers: [{name: app}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: batch, namespace: web}
            spec:
              selector: {matchLabels: {app: batch}}
              template:
                metadata: {labels: {app: batch}}
                spec: {serviceAccountName: batch, containers: [{name: app}]}
            ---
            """;
    private static final String POLICY = """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: viewers, namespace: shop}
            spec:
              selector: {matchLabels: {app: checkout}}
              rules:
              - from: [{source: {principals: [cluster.local/ns/web/sa/frontend]}}]
                to: [{operation: {methods: [POST], paths: [/pay*]}}]
            ---
            """;
    private static final String GATEWAY = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: public, namespace: shop}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.example.com"]}]
            ---
            """;

    private static String rules(String name, String year, String gateway, String host, String http) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s, namespace: shop, creationTimestamp: '%s-01-01T00:00:00Z'}
                spec: {hosts: [%s], gateways: [%s], http: [%s]}
                ---
                """.formatted(name, year, host, gateway, http);
    }

    private static Review review(String yaml) {
        return Review.of(Manifests.read(yaml));
    }

    @Test
    void twoObjectsForOneHostFightAndTheOlderWins() {
        Review review = review(MESH
                + rules("younger", "2025", "mesh", "checkout", "{directResponse: {status: 202}}")
                + rules("older", "2024", "mesh", "checkout", "{directResponse: {status: 201}}"));

        assertThat(review.fights()).singleElement().satisfies(fight -> {
            assertThat(fight.winner().name()).isEqualTo("older");
            assertThat(fight.loser().name()).isEqualTo("younger");
            assertThat(fight.witness().outcome()).isEqualTo(new Outcome.Answered(201, ""));
            assertThat(fight.withoutWinner().outcome()).isEqualTo(new Outcome.Answered(202, ""));
        });
    }

    @Test
    void objectsThatAGatewayPutsTogetherFightOnlyWhereTheyMeet() {
        String meeting = rules(
                        "older",
                        "2024",
                        "public",
                        "a.example.com",
                        "{match: [{uri: {prefix: /a}}], directResponse: {status: 201}}")
                + rules(
                        "younger",
                        "2025",
                        "public",
                        "a.example.com",
                        "{match: [{uri: {prefix: /a/b}}], directResponse: {status: 202}}");
        String apart = meeting.replace("prefix: /a/b", "prefix: /b");

        assertThat(review(MESH + GATEWAY + meeting).fights()).singleElement().satisfies(fight -> {
            assertThat(fight.loser().name()).isEqualTo("younger");
            assertThat(fight.witness().toString()).contains("/a/b").contains("201");
        });
        assertThat(review(MESH + GATEWAY + apart).fights()).isEmpty();
    }

    @Test
    void theSecondGatewayForAHostOfTlsIsNotHeard() {
        String gateways = """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: %1$s, namespace: shop, creationTimestamp: '%2$s-01-01T00:00:00Z'}
                spec:
                  selector: {istio: ingressgateway}
                  servers:
                  - {port: {number: 443, name: https, protocol: HTTPS}, hosts: [a.example.com], tls: {mode: SIMPLE, credentialName: c}}
                ---
                """;
        Review review = review(MESH
                + gateways.formatted("first", "2024")
                + gateways.formatted("second", "2025")
                + rules("a", "2024", "second", "a.example.com", "{directResponse: {status: 200}}"));

        assertThat(review.fights()).singleElement().satisfies(fight -> {
            assertThat(fight.winner().name()).isEqualTo("first");
            assertThat(fight.withoutWinner().outcome()).isEqualTo(new Outcome.Answered(200, ""));
        });
    }

    @Test
    void aHostWithNothingBehindItCannotBeCalled() {
        assertThat(review(MESH).uncallable()).singleElement().satisfies(dead -> {
            assertThat(dead.host()).isEqualTo("empty.shop.svc.cluster.local");
            assertThat(dead.why()).contains("nothing that is ready");
        });
    }

    @Test
    void aHostThatPoliciesOpenForOnePathAndOneCallerCanBeCalled() {
        assertThat(review(MESH + POLICY).uncallable())
                .extracting(Uncallable::host)
                .containsExactly("empty.shop.svc.cluster.local");
        assertThat(review(MESH + POLICY.replace("sa/frontend", "sa/nobody")).uncallable())
                .extracting(Uncallable::host)
                .containsExactlyInAnyOrder("empty.shop.svc.cluster.local", "checkout.shop.svc.cluster.local");
    }

    @Test
    void whoReachesAWorkloadIsToldWithTheRequestThatArrives() {
        Access access = review(MESH
                        + POLICY
                        + GATEWAY
                        + rules("a", "2024", "public", "a.example.com", "{route: [{destination: {host: checkout}}]}"))
                .accessTo("shop/checkout");

        assertThat(access.open()).singleElement().satisfies(way -> {
            assertThat(way.callers()).containsExactly("frontend.web");
            assertThat(way.host()).isEqualTo("checkout.shop.svc.cluster.local");
            assertThat(way.witness().toString()).startsWith("POST").contains("/payx");
        });
        assertThat(access.closed()).flatExtracting(Access.Way::callers).contains("batch.web", "checkout.shop");
        assertThat(access.closed()).extracting(Access.Way::host).contains("a.example.com");
        assertThat(access.closed()).extracting(way -> way.witness().outcome()).allSatisfy(outcome -> assertThat(outcome)
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.DENIED)));
    }

    private static final String STRICT = """
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata: {name: default, namespace: shop}
            spec: {mtls: {mode: STRICT}}
            ---
            """;
    private static final String BARE = """
            apiVersion: v1
            kind: Pod
            metadata: {name: legacy, namespace: old}
            spec: {containers: [{name: app}], nodeName: n}
            status: {podIP: 10.9.0.1}
            ---
            """;

    @Test
    void whoHasNoSidecarComesInPlainTextUnlessMutualTlsIsDemanded() {
        assertThat(review(MESH + BARE).accessTo("shop/checkout").open())
                .filteredOn(way -> way.callers().contains("any workload without sidecar"))
                .singleElement()
                .satisfies(way -> assertThat(way.port()).isEqualTo(80));
        Access strict = review(MESH + STRICT + BARE).accessTo("shop/checkout");
        assertThat(strict.open()).isNotEmpty().noneMatch(way -> way.callers().contains("any workload without sidecar"));
        assertThat(strict.closed())
                .filteredOn(way -> way.callers().contains("any workload without sidecar"))
                .singleElement()
                .satisfies(way -> assertThat(way.witness().outcome()).isInstanceOf(Outcome.Refused.class));
    }

    @Test
    void callersThatNoPolicyTellsApartAreToldTogether() {
        assertThat(review(MESH).accessTo("shop/checkout").open())
                .extracting(Access.Way::callers)
                .contains(List.of("batch.web", "frontend.web"));
        assertThat(review(MESH + POLICY).accessTo("shop/checkout").open())
                .extracting(Access.Way::callers)
                .containsExactly(List.of("frontend.web"));
    }

    @Test
    void aPolicyThatIsAddedShowsWhomItKeepsOut() {
        Changes changes =
                Changes.between(Snapshot.of(Manifests.read(MESH)), Snapshot.of(Manifests.read(MESH + POLICY)));

        assertThat(changes.all())
                .isNotEmpty()
                .allSatisfy(change ->
                        assertThat(change.after().outcome()).isEqualTo(new Outcome.Refused(Reason.DENIED, 403, "")))
                .noneSatisfy(change ->
                        assertThat(change.before().toString()).contains("POST", "/payx", "from frontend.web"));
        assertThat(changes.all())
                .extracting(change -> change.before().toString())
                .anySatisfy(before -> assertThat(before).contains("POST", "/payx"));
    }
}
