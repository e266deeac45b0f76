package io.meshprovisioner.istio.traffic.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.model.AuthorizationPolicy.Action;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationTest {
    private static final Map<String, String> LABELS = Map.of("app", "reviews");

    private static WorkloadPolicies policies(String yaml) {
        return policies(yaml, mesh -> mesh);
    }

    private static WorkloadPolicies policies(String yaml, UnaryOperator<MeshConfig> mesh) {
        return Policies.of(Snapshot.of(Manifests.read(yaml)).mesh(mesh)).at("shop", LABELS);
    }

    /** A policy of one rule, as YAML in flow style. */
    private static WorkloadPolicies one(String action, String rule) {
        return policies("""
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: one, namespace: shop}
                spec: {action: %s, rules: [%s]}
                """.formatted(action, rule));
    }

    private static boolean allows(String rule, Call call) {
        return one("ALLOW", rule).authorizeRequest(call).allowed();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /a/{*}           | /a/b      | true
            /a/{*}           | /a/       | false
            /a/{*}           | /a/b/c    | false
            /a/{*}/c         | /a/b/c    | true
            /a/{**}          | /a/b/c?q  | true
            /a/{**}          | /a/       | true
            /a/{**}          | /ab       | false
            /a/{**}/z        | /a/b/c/z  | true
            /a.b/{*}         | /axb/c    | false
            /a/*             | /a/b/c    | true
            */z              | /a/z      | true
            *                | /         | true
            /a*b             | /a*b      | true
            /a*b             | /axb      | false
            """)
    void pathsAreExactOrHaveAnEndOrATemplate(String said, String path, boolean taken) {
        assertThat(allows("{to: [{operation: {paths: [\"" + said + "\"]}}]}", Call.GET.path(path)))
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            source.namespace           | shop                | cluster.local/ns/shop/sa/cart             | true
            source.namespace           | s*p                 | cluster.local/ns/shop/sa/cart             | true
            source.namespace           | sho                 | cluster.local/ns/shop/sa/cart             | false
            source.serviceAccount      | cart                | cluster.local/ns/shop/sa/cart             | true
            source.serviceAccount      | other/cart          | cluster.local/ns/shop/sa/cart             | false
            source.serviceAccount      | other/cart          | td/ns/other/pod/x/sa/cart/id/7            | true
            source.serviceAccount      | cart                | cluster.local/ns/shop/sa/cart2            | false
            source.trustDomain         | td-*                | td-1/ns/shop/sa/cart                      | true
            source.trustDomain         | td                  | td-1/ns/shop/sa/cart                      | false
            source.trustDomain         | *                   | td-1/ns/shop/sa/cart                      | true
            source.principal           | */sa/cart           | td/ns/x/sa/cart                           | true
            source.principal           | td/ns/*             | td/ns/x/sa/cart                           | true
            source.principal           | *                   | td/ns/x/sa/cart                           | true
            source.principal           | td/ns/x/sa/car      | td/ns/x/sa/cart                           | false
            """)
    void callersAreKnownByTheirCertificate(String key, String value, String identity, boolean taken) {
        String rule = "{when: [{key: " + key + ", values: [\"" + value + "\"]}]}";

        assertThat(allows(rule, Call.GET.from(identity))).isEqualTo(taken);
        assertThat(allows(rule, Call.GET)).as("without a certificate").isFalse();
        assertThat(allows(rule.replace("values", "notValues"), Call.GET.from(identity)))
                .isEqualTo(!taken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            https://idp.example.com/alice | true
            https://idp.example.com/*     | true
            https://idp.example.com/al*   | true
            */alice                       | true
            *.com/alice                   | true
            *                             | true
            */bob                         | false
            https://idp.example.org/*     | false
            https://idp*                  | false
            """)
    void theTokensPrincipalIsIssuerAndSubject(String said, boolean taken) {
        Call call = Call.GET.claims(Map.of("iss", "https://idp.example.com", "sub", "alice"));

        assertThat(allows("{from: [{source: {requestPrincipals: [\"" + said + "\"]}}]}", call))
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            request.auth.claims[groups]      | admins    | true
            request.auth.claims[groups]      | adm*      | true
            request.auth.claims[groups]      | none      | false
            request.auth.claims[realm][role] | clerk     | true
            request.auth.claims[realm][no]   | clerk     | false
            request.auth.claims[level]       | 7         | false
            request.auth.audiences           | shop      | true
            request.auth.presenter           | app       | true
            request.headers[x-a]             | one       | true
            request.headers[x-a]             | *         | true
            request.headers[x-b]             | *         | false
            destination.port                 | 9080      | true
            destination.ip                   | 10.2.0.0/16 | true
            source.ip                        | 10.0.0.2  | false
            remote.ip                        | 10.0.0.0/31 | true
            connection.sni                   | *.shop    | true
            """)
    void conditionsAskAboutEveryAttribute(String key, String value, boolean taken) {
        Call call = Call.GET
                .header("x-a", "one")
                .serverName("cart.shop")
                .claims(Map.of(
                        "groups", List.of("users", "admins"),
                        "realm", Map.of("role", "clerk"),
                        "level", 7,
                        "aud", List.of("shop"),
                        "azp", "app"));

        assertThat(allows("{when: [{key: \"" + key + "\", values: [\"" + value + "\"]}]}", call))
                .isEqualTo(taken);
    }

    @Test
    void aRuleThatAsksWhatDoesNotExistTakesNothingIfItAllowsAndMoreIfItDenies() {
        assertThat(allows("{when: [{key: source.moon, values: [a]}]}", Call.GET))
                .isFalse();
        assertThat(allows("{from: [{source: {ipBlocks: [nonsense]}}]}", Call.GET))
                .isFalse();
        assertThat(one("DENY", "{from: [{source: {ipBlocks: [nonsense]}}]}")
                        .authorizeRequest(Call.GET)
                        .allowed())
                .isFalse();
        assertThat(one("DENY", "{when: [{key: source.moon, values: [a]}]}")
                        .authorizeRequest(Call.GET)
                        .allowed())
                .isTrue();
    }

    @Test
    void aPlainConnectionHasNoMethods() {
        String rule = "{to: [{operation: {methods: [GET], ports: [\"9080\"]}}]}";

        assertThat(one("ALLOW", rule).authorizeConnection(Call.GET).allowed()).isFalse();
        assertThat(one("DENY", rule).authorizeConnection(Call.GET).allowed()).isFalse();
        assertThat(one("DENY", rule).authorizeConnection(Call.GET.port(1)).allowed())
                .isTrue();
        assertThat(one("DENY", rule).authorizeRequest(Call.GET.method("PUT")).allowed())
                .isTrue();
    }

    @Test
    void aTrustDomainOfTheMeshStandsForItsAliases() {
        WorkloadPolicies policies = policies("""
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: one, namespace: shop}
                spec: {rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/cart]}}]}]}
                """, mesh -> mesh.yaml("{trustDomain: new, trustDomainAliases: [old]}"));

        assertThat(policies.authorizeRequest(Call.GET.from("new/ns/shop/sa/cart"))
                        .allowed())
                .isTrue();
        assertThat(policies.authorizeRequest(Call.GET.from("old/ns/shop/sa/cart"))
                        .allowed())
                .isTrue();
        assertThat(policies.authorizeRequest(Call.GET.from("cluster.local/ns/shop/sa/cart"))
                        .allowed())
                .isFalse();
    }

    @Test
    void theVerdictNamesTheRuleThatDecidedAndWhyTheOthersDidNot() {
        WorkloadPolicies policies = policies("""
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: read, namespace: shop}
                spec:
                  rules:
                  - to: [{operation: {methods: [POST]}}]
                  - from: [{source: {namespaces: [web]}}]
                    to: [{operation: {methods: [GET]}}]
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: others, namespace: shop}
                spec: {selector: {matchLabels: {app: cart}}, action: DENY, rules: [{}]}
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: trial, namespace: shop, annotations: {istio.io/dry-run: "true"}}
                spec: {action: DENY, rules: [{}]}
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: log, namespace: istio-system}
                spec: {action: AUDIT, rules: [{}]}
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: far, namespace: elsewhere}
                spec: {action: DENY, rules: [{}]}
                """);

        Verdict allowed = policies.authorizeRequest(Call.GET.from("cluster.local/ns/web/sa/front"));
        Verdict denied = policies.authorizeRequest(Call.GET.from("cluster.local/ns/dev/sa/x"));

        assertThat(allowed.allowed()).isTrue();
        assertThat(allowed.decidedBy()).contains(new RuleName(Action.ALLOW, "shop", "read", 1));
        assertThat(allowed.audited()).extracting(RuleName::policy).containsExactly("log");
        assertThat(allowed.passedOver())
                .extracting(PassedOver::toString)
                .containsExactlyInAnyOrder(
                        "ALLOW shop/read rule 0: methods is GET, none of [POST]",
                        "DENY shop/trial rule 0: a dry run only",
                        "DENY shop/others: its selector {app=cart} does not fit the labels {app=reviews}");
        assertThat(denied.allowed()).isFalse();
        assertThat(denied.decidedBy()).isEmpty();
        assertThat(denied.why()).isEqualTo("denied: there are ALLOW policies, and no rule of theirs takes it");
        assertThat(denied.passedOver())
                .extracting(PassedOver::toString)
                .contains("ALLOW shop/read rule 1: namespaces is spiffe://cluster.local/ns/dev/sa/x, none of [web]");
    }

    @Test
    void anExternalAuthorizerIsAskedOnlyIfTheMeshHasOne() {
        String yaml = """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: ask, namespace: shop}
                spec:
                  action: CUSTOM
                  provider: {name: opa}
                  rules: [{to: [{operation: {paths: [/admin]}}]}]
                """;
        Call admin = Call.GET.path("/admin");
        WorkloadPolicies without = policies(yaml);
        WorkloadPolicies with = policies(
                yaml, mesh -> mesh.yaml("{extensionProviders: [{name: opa, envoyExtAuthzHttp: {service: opa.shop}}]}"));

        assertThat(without.authorizeRequest(admin).allowed()).isFalse();
        assertThat(without.authorizeRequest(Call.GET).allowed()).isTrue();
        assertThat(with.authorizeRequest(admin).allowed()).isTrue();
        assertThat(with.authorizeRequest(admin).externalChecks())
                .extracting(Verdict.ExternalCheck::provider)
                .containsExactly("opa");
        assertThat(with.authorizeRequest(Call.GET).externalChecks()).isEmpty();
        assertThat(with.authorizeConnection(admin).externalChecks())
                .as("HTTP is not asked about connections")
                .isEmpty();
    }

    @Test
    void aGatewayOfTheGatewayApiGoesByTargetRefs() {
        Policies policies = Policies.of(Snapshot.of(Manifests.read("""
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: gw, namespace: shop}
                spec:
                  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}]
                  action: DENY
                  rules: [{}]
                """)));
        String label = "gateway.networking.k8s.io/gateway-name";

        assertThat(policies.at("shop", Map.of(label, "edge"))
                        .authorizeRequest(Call.GET)
                        .allowed())
                .isFalse();
        assertThat(policies.at("shop", Map.of(label, "other"))
                        .authorizeRequest(Call.GET)
                        .allowed())
                .isTrue();
        assertThat(policies.at("shop", LABELS).authorizeRequest(Call.GET).allowed())
                .isTrue();
    }
}
