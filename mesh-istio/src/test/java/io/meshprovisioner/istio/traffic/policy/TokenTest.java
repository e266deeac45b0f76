package io.meshprovisioner.istio.traffic.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final Token ALICE = Token.of(Map.of(
            "iss", "https://idp", "sub", "alice", "aud", "https://shop/", "scope", "read write", "team", "blue"));

    private static final WorkloadPolicies POLICIES =
            Policies.of(Snapshot.of(Manifests.read("""
                    apiVersion: security.istio.io/v1
                    kind: RequestAuthentication
                    metadata: {name: idp, namespace: shop}
                    spec:
                      jwtRules:
                      - issuer: https://idp
                        audiences: [shop]
                        outputClaimToHeaders: [{header: x-team, claim: team}]
                      - issuer: https://other
                        fromHeaders: [{name: x-jwt}]
                        fromParams: [token]
                        fromCookies: [session]
                    ---
                    apiVersion: security.istio.io/v1
                    kind: AuthorizationPolicy
                    metadata: {name: users, namespace: shop}
                    spec:
                      rules:
                      - from: [{source: {requestPrincipals: ["https://idp/*"]}}]
                        when: [{key: "request.auth.claims[scope]", values: [write]}]
                      - to: [{operation: {paths: [/health]}}]
                      - to: [{operation: {paths: [/team]}}]
                        when: [{key: "request.headers[x-team]", values: [blue]}]
                    """))).at("shop", Map.of("app", "cart"));

    @Test
    void aRightTokenGivesItsClaimsToThePolicies() {
        TokenVerdict verdict = POLICIES.authenticate(Call.GET, ALICE);

        assertThat(verdict.passes()).isTrue();
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.call().claims()).containsEntry("scope", List.of("read", "write"));
        assertThat(POLICIES.authorizeRequest(verdict.call()).decidedBy())
                .hasValueSatisfying(rule -> assertThat(rule.rule()).isZero());
    }

    @Test
    void withoutATokenTheRequestPassesAndThePoliciesDecide() {
        TokenVerdict verdict = POLICIES.authenticate(Call.GET, null);

        assertThat(verdict.passes()).isTrue();
        assertThat(POLICIES.authorizeRequest(verdict.call()).allowed()).isFalse();
        assertThat(POLICIES.authorizeRequest(verdict.call()).passedOver())
                .extracting(PassedOver::reason)
                .contains("requestPrincipals is not there, none of [https://idp/*]");
        assertThat(POLICIES.authorizeRequest(POLICIES.authenticate(Call.GET.path("/health"), null)
                                .call())
                        .allowed())
                .isTrue();
    }

    @Test
    void aWrongTokenIs401AndOneForOthers403() {
        assertThat(POLICIES.authenticate(Call.GET, ALICE.broken()).status()).isEqualTo(401);
        assertThat(POLICIES.authenticate(Call.GET, Token.of("https://nobody", "alice"))
                        .status())
                .isEqualTo(401);
        assertThat(POLICIES.authenticate(Call.GET, Token.of(Map.of("iss", "https://idp", "aud", "bank")))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aTokenIsLookedForOnlyWhereARuleSays() {
        Token other = Token.of("https://other", "bob");
        Token.Place header = new Token.Place.Header("X-JWT", "");

        assertThat(POLICIES.authenticate(Call.GET, other.at(header)).accepted()).isTrue();
        assertThat(POLICIES.authenticate(Call.GET, other.at(new Token.Place.Parameter("token")))
                        .accepted())
                .isTrue();
        assertThat(POLICIES.authenticate(Call.GET, other.at(new Token.Place.Cookie("session")))
                        .accepted())
                .isTrue();
        assertThat(POLICIES.authenticate(Call.GET, other).status())
                .as("Authorization is for the other issuer")
                .isEqualTo(401);
        TokenVerdict unseen = POLICIES.authenticate(Call.GET, other.broken().at(new Token.Place.Cookie("x")));
        assertThat(unseen.passes()).isTrue();
        assertThat(unseen.accepted()).isFalse();
    }

    @Test
    void headersMadeOfClaimsCannotBeForged() {
        Call forged = Call.GET.path("/team").header("x-team", "blue");

        assertThat(POLICIES.authorizeRequest(POLICIES.authenticate(forged, null).call())
                        .allowed())
                .isFalse();
        assertThat(POLICIES.authorizeRequest(POLICIES.authenticate(
                                        forged, Token.of(Map.of("iss", "https://idp", "aud", "shop", "team", "blue")))
                                .call())
                        .allowed())
                .isTrue();
    }

    @Test
    void theTokenItselfIsGoneForThePoliciesBehind() {
        Call call = Call.GET.header("authorization", "Bearer abc");

        assertThat(POLICIES.authenticate(call, ALICE).call().header("authorization"))
                .isNull();
        assertThat(POLICIES.authenticate(call, null).call().header("authorization"))
                .isEqualTo("Bearer abc");
    }

    @Test
    void aPreflightNeedsNoToken() {
        Call preflight =
                Call.GET.method("OPTIONS").header("origin", "https://a").header("access-control-request-method", "PUT");

        assertThat(POLICIES.authenticate(preflight, ALICE.broken()).passes()).isTrue();
        assertThat(POLICIES.authenticate(Call.GET.method("OPTIONS"), ALICE.broken())
                        .passes())
                .isFalse();
    }
}
