package io.meshprovisioner.istio.traffic.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.question.Token;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway that accepts a token knows its claims when it looks for the route. */
class ClaimRoutingTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Service
            metadata: {name: gate, namespace: istio-system}
            spec: {clusterIP: 10.1.0.9, selector: {istio: gate}, ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: gate, namespace: istio-system}
            spec:
              selector: {matchLabels: {istio: gate}}
              template: {metadata: {labels: {istio: gate}}, spec: {}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart, namespace: shop}
            spec: {clusterIP: 10.1.0.1, selector: {app: cart}, ports: [{name: http, port: 80}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cart, namespace: shop}
            spec:
              selector: {matchLabels: {app: cart}}
              template: {metadata: {labels: {app: cart}}, spec: {}}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: g, namespace: shop}
            spec: {selector: {istio: gate}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
            """;
    private static final String TOKENS = """
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: %1$s, namespace: %2$s}
            spec:
              jwtRules: [{issuer: me, forwardOriginalToken: %3$s, outputClaimToHeaders: [{header: x-team, claim: team}]}]
            """;
    private static final String AT_GATEWAY = TOKENS.formatted("t", "istio-system", false);

    private static String route(String condition) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: v, namespace: shop}
                spec:
                  hosts: ["*"]
                  gateways: [g]
                  http:
                  - match: [%s]
                    rewrite: {uri: /matched}
                    route: [{destination: {host: cart}}]
                  - route: [{destination: {host: cart}}]
                """.formatted(condition);
    }

    private static Decision ask(Token token, String... objects) {
        Traffic traffic = Traffic.of(Manifests.read(MESH + "---\n" + String.join("\n---\n", objects)));
        return traffic.fromOutside().header("x-team", "forged").token(token).get("http://shop.com/");
    }

    private static boolean isMatched(Decision decision) {
        assertThat(decision.destinations()).hasSize(1);
        return decision.decidedBy().orElseThrow().toString().contains("http[0]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {headers: {"@request.auth.claims.team": {exact: blue}}}                 | true
            {headers: {"@request.auth.claims.team": {prefix: bl}}}                  | true
            {headers: {"@request.auth.claims.team": {regex: "b.*"}}}                | true
            {headers: {"@Request.Auth.Claims[team]": {exact: blue}}}                | true
            {headers: {"@request.auth.claims.team": {exact: red}}}                  | false
            {headers: {"@request.auth.claims.Team": {exact: blue}}}                 | false
            {headers: {"@request.auth.claims.roles": {exact: admin}}}               | true
            {headers: {"@request.auth.claims.roles": {exact: root}}}                | false
            {headers: {"@request.auth.claims[org][unit]": {exact: a.b}}}            | true
            {headers: {"@request.auth.claims.org.unit": {exact: a.b}}}              | true
            {headers: {"@request.auth.claims.org": {exact: a.b}}}                   | false
            {headers: {"@request.auth.claims.level": {exact: "3"}}}                 | false
            {headers: {"@request.auth.claims.scope": {exact: write}}}               | true
            {withoutHeaders: {"@request.auth.claims.team": {exact: red}}}           | true
            {withoutHeaders: {"@request.auth.claims.missing": {exact: red}}}        | true
            {withoutHeaders: {"@request.auth.claims.team": {exact: blue}}}          | false
            {headers: {x-team: {exact: blue}}}                                      | true
            {headers: {x-team: {exact: forged}}}                                    | false
            """)
    void aClaimOfTheTokenDecides(String condition, boolean matched) {
        Token token = Token.of(Map.of(
                "iss",
                "me",
                "team",
                "blue",
                "roles",
                List.of("dev", "admin"),
                "org",
                Map.of("unit", "a.b"),
                "level",
                3,
                "scope",
                "read write"));

        assertThat(isMatched(ask(token, AT_GATEWAY, route(condition)))).isEqualTo(matched);
    }

    @Test
    void withoutRequestAuthenticationAtTheGatewayNoClaimIsKnown() {
        Token token = Token.of(Map.of("iss", "me", "team", "blue"));
        String rule = route("{headers: {\"@request.auth.claims.team\": {exact: blue}}}");

        assertThat(isMatched(ask(token, rule))).isFalse();
        assertThat(isMatched(ask(token, TOKENS.formatted("t", "shop", true), rule)))
                .isFalse();
        assertThat(ask(token, AT_GATEWAY, rule).passedOver()).isEmpty();
        assertThat(ask(Token.of("me", "you"), AT_GATEWAY, rule).passedOver())
                .singleElement()
                .asString()
                .contains("claim team is \"blue\"");
        assertThat(ask(token.broken(), AT_GATEWAY, rule).status()).hasValue(401);
    }

    @Test
    void theServiceSeesTheHeadersMadeOfClaimsAndTheTokenOnlyIfItIsToldToBeSentOn() {
        Token token = Token.of(Map.of("iss", "me", "sub", "you", "team", "blue"));
        String anyToken = """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: shop}
                spec: {rules: [{from: [{source: {requestPrincipals: [me/you]}}]}]}
                """;
        String rule = route("{uri: {prefix: /}}");
        String atService = TOKENS.formatted("s", "shop", false);

        Decision kept = ask(token, AT_GATEWAY, rule, atService, anyToken);
        Decision sent = ask(token, TOKENS.formatted("t", "istio-system", true), rule, atService, anyToken);

        assertThat(kept.upstream().orElseThrow().headers()).containsEntry("x-team", List.of("blue"));
        assertThat(kept.status()).hasValue(403);
        assertThat(sent.status()).isEmpty();
        assertThat(sent.destinations()).hasSize(1);
    }
}
