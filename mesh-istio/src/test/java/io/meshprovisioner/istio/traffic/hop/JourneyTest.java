package io.meshprovisioner.istio.traffic.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.model.MutualTlsMode;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.cluster.ClusterEndpoint;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From one proxy to the next: what the client starts, what the server demands, and what comes of both. */
class JourneyTest {
    /** A client and a server with sidecars, and a server without. */
    private static final String MESH = """
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: shop}
            spec: {clusterIP: 10.1.0.1, selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cart, namespace: shop}
            spec:
              selector: {matchLabels: {app: cart}}
              template: {metadata: {labels: {app: cart}}, spec: {serviceAccountName: cart}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: old, namespace: shop}
            spec: {clusterIP: 10.1.0.2, selector: {app: old}, ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: old, namespace: shop}
            spec:
              selector: {matchLabels: {app: old}}
              template: {metadata: {labels: {app: old, sidecar.istio.io/inject: "false"}}, spec: {}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: front, namespace: web}
            spec:
              selector: {matchLabels: {app: front}}
              template: {metadata: {labels: {app: front}}, spec: {serviceAccountName: front}}
            """;

    private static Snapshot mesh(String... more) {
        return Snapshot.of(Manifests.read(MESH + "---\n" + String.join("\n---\n", more)));
    }

    private static String peer(String mode) {
        return """
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: p, namespace: shop}
                spec: {mtls: {mode: %s}}
                """.formatted(mode);
    }

    private static String rule(String tls) {
        return """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: r, namespace: shop}
                spec: {host: "*.shop.svc.cluster.local", trafficPolicy: {tls: {mode: %s}}}
                """.formatted(tls);
    }

    private static Journey call(Snapshot snapshot, String address, HttpRequest request, Token token) {
        Proxy front = snapshot.registry().workloads().stream()
                .filter(workload -> workload.name().equals("front"))
                .map(workload -> Proxy.sidecar(workload, snapshot.mesh()))
                .findFirst()
                .orElseThrow();
        return Journeys.of(snapshot)
                .through(
                        front,
                        new Arrival(Arrival.Side.OUTBOUND, address, 80, Transport.PLAINTEXT, request, ""),
                        token);
    }

    private static Journey callCart(Snapshot snapshot) {
        return call(snapshot, "10.1.0.1", HttpRequest.get("cart.shop", "/"), null);
    }

    @Test
    void theServerKnowsTheCallerByTheCertificateThatTheCallersSidecarShows() {
        String policy = """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: only-front, namespace: shop}
                spec: {rules: [{from: [{source: {principals: [cluster.local/ns/web/sa/%s]}}]}]}
                """;
        Journey allowed = callCart(mesh(peer("STRICT"), policy.formatted("front")));
        Journey denied = callCart(mesh(peer("STRICT"), policy.formatted("back")));

        assertThat(allowed.outcome()).isInstanceOf(Outcome.Forwarded.class);
        assertThat(allowed.legs()).singleElement().satisfies(leg -> {
            assertThat(leg.arrival().transport())
                    .isEqualTo(new Transport.IstioMutual(
                            "outbound_.80_._.cart.shop.svc.cluster.local",
                            "istio-http/1.1",
                            "cluster.local/ns/web/sa/front"));
            assertThat(leg.arrival().port()).isEqualTo(8080);
            assertThat(leg.hop().orElseThrow().demanded().orElseThrow().mode()).isEqualTo(MutualTlsMode.STRICT);
            assertThat(leg.hop().orElseThrow().verdict().orElseThrow().why())
                    .isEqualTo("allowed: ALLOW shop/only-front rule 0");
        });
        assertThat(denied.outcome()).isEqualTo(new Outcome.Refused(Reason.DENIED, 403, ""));
    }

    @Test
    void aClientThatIsToldNotToSpeakTlsIsRefusedByAServerThatDemandsIt() {
        assertThat(callCart(mesh(peer("STRICT"), rule("DISABLE"))).outcome())
                .isEqualTo(new Outcome.Refused(Reason.NO_FILTER_CHAIN, 503, "UC"));
        assertThat(callCart(mesh(peer("DISABLE"), rule("ISTIO_MUTUAL"))).outcome())
                .isEqualTo(new Outcome.Refused(Reason.WRONG_PROTOCOL, 503, "UF"));
        assertThat(callCart(mesh(peer("PERMISSIVE"), rule("DISABLE"))).outcome())
                .isInstanceOf(Outcome.Forwarded.class);
        assertThat(callCart(mesh(peer("DISABLE"))).outcome())
                .as("nobody asked for TLS, and the client sees that the server takes none")
                .isInstanceOf(Outcome.Forwarded.class);
    }

    @Test
    void aServerWithoutSidecarTakesPlainTextOnly() {
        HttpRequest request = HttpRequest.get("old.shop", "/");
        Journey automatic = call(mesh(peer("STRICT")), "10.1.0.2", request, null);
        Journey forced = call(mesh(rule("ISTIO_MUTUAL")), "10.1.0.2", request, null);

        assertThat(automatic.outcome()).isInstanceOf(Outcome.Forwarded.class);
        assertThat(automatic.legs().get(0).hop()).isEmpty();
        assertThat(automatic.legs().get(0).arrival().transport()).isEqualTo(Transport.PLAINTEXT);
        assertThat(forced.outcome()).isEqualTo(new Outcome.Refused(Reason.WRONG_MUTUAL_TLS, 503, "UF"));
    }

    @Test
    void somebodyWithoutSidecarHasNoIdentity() {
        Snapshot strict = mesh(peer("STRICT"));
        Snapshot permissive = mesh("""
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: known, namespace: shop}
                spec: {action: DENY, rules: [{from: [{source: {notPrincipals: ["*"]}}]}]}
                """);

        assertThat(straight(strict).outcome()).isEqualTo(new Outcome.Refused(Reason.NO_FILTER_CHAIN, 0, "NR"));
        assertThat(straight(permissive).outcome()).isEqualTo(new Outcome.Refused(Reason.DENIED, 403, ""));
        assertThat(straight(mesh()).outcome()).isInstanceOf(Outcome.Forwarded.class);
    }

    private static Journey straight(Snapshot snapshot) {
        String address = snapshot.registry().workloads().stream()
                .filter(workload -> workload.name().equals("cart"))
                .findFirst()
                .orElseThrow()
                .addresses()
                .get(0);
        return Journeys.of(snapshot)
                .straight(
                        new Arrival(
                                Arrival.Side.INBOUND,
                                address,
                                8080,
                                Transport.PLAINTEXT,
                                HttpRequest.get("cart.shop", "/"),
                                "10.9.9.9"),
                        null);
    }

    @Test
    void theRequestArrivesAsItWasRewrittenAndWithItsToken() {
        Snapshot snapshot = mesh("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: v, namespace: shop}
                spec:
                  hosts: [cart]
                  http:
                  - match: [{uri: {prefix: /v1}}]
                    rewrite: {uri: /v2}
                    route: [{destination: {host: cart}}]
                """, """
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: idp, namespace: shop}
                spec: {jwtRules: [{issuer: idp}]}
                """, """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: users, namespace: shop}
                spec:
                  rules:
                  - from: [{source: {requestPrincipals: [idp/*]}}]
                    to: [{operation: {paths: [/v2/items]}}]
                """);
        HttpRequest request = new HttpRequest(
                "GET", "http", "cart.shop.svc.cluster.local", "/v1/items", Map.of("x", List.of("1")), false);

        assertThat(call(snapshot, "10.1.0.1", request, Token.of("idp", "alice")).outcome())
                .isInstanceOf(Outcome.Forwarded.class);
        assertThat(call(snapshot, "10.1.0.1", request, Token.of("idp", "alice").broken())
                        .outcome())
                .isEqualTo(new Outcome.Refused(Reason.BAD_TOKEN, 401, ""));
        assertThat(call(snapshot, "10.1.0.1", request, null).outcome())
                .isEqualTo(new Outcome.Refused(Reason.DENIED, 403, ""));
    }

    @Test
    void everyEndpointCanBeAsked() {
        Snapshot snapshot = mesh("""
                apiVersion: networking.istio.io/v1
                kind: WorkloadEntry
                metadata: {name: vm, namespace: shop}
                spec: {address: 10.9.0.1, labels: {app: cart, kind: vm}, serviceAccount: cart}
                """, """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: vm, namespace: shop}
                spec: {selector: {matchLabels: {kind: vm}}, action: DENY, rules: [{}]}
                """);
        Journey journey = callCart(snapshot);
        Destination cart = journey.first().orElseThrow().destinations().get(0);
        List<ClusterEndpoint> endpoints = cart.cluster().orElseThrow().endpoints();

        assertThat(endpoints).hasSize(2);
        assertThat(endpoints)
                .extracting(endpoint -> Journeys.of(snapshot)
                        .to(journey, cart, endpoint, null)
                        .outcome()
                        .getClass()
                        .getSimpleName())
                .containsExactlyInAnyOrder("Forwarded", "Refused");
    }
}
