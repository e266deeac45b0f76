package io.meshprovisioner.istio.traffic.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Rules that hang on claims of the caller's token: reached or not, and what a change of them does. */
class ClaimReviewTest {
    private static final String MESH = """
            apiVersion: v1
            kind: Service
            metadata: {name: gate, namespace: istio-system}
            spec: {clusterIP: 10.1.0.9, selector: {istio: gate}, ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: gate, namespace: istio-system}
            spec: {selector: {matchLabels: {istio: gate}}, template: {metadata: {labels: {istio: gate}}, spec: {}}}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: g, namespace: shop}
            spec: {selector: {istio: gate}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
            ---
            """;
    private static final String TOKENS = """
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: tokens, namespace: istio-system}
            spec: {jwtRules: [{issuer: me, audiences: [shop, bank]}, {issuer: other}]}
            ---
            """;
    private static final List<String> NAMES = List.of(
            "@request.auth.claims.group",
            "@request.auth.claims[group]",
            "@request.auth.claims.a.b",
            "@request.auth.claims.iss",
            "@request.auth.claims.aud");
    private static final List<String> MATCHES = List.of(
            "exact: x",
            "exact: y",
            "prefix: x",
            "prefix: ''",
            "regex: 'x.*'",
            "regex: '.*y'",
            "regex: '(x|y)'",
            "exact: me",
            "exact: shop");
    private static final List<Object> VALUES = List.of(
            "x", "y", "xy", "z", "me", "shop", List.of("x", "y"), List.of("y", "z"), List.of("z"), List.of(), 7, "x y");

    private static String rules(String http) {
        return MESH + """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: v, namespace: shop}
                spec:
                  hosts: [shop.com]
                  gateways: [g]
                  http:
                """ + http + "---\n";
    }

    private static String rule(String match, int status) {
        return "  - match: [{" + match + "}]\n    directResponse: {status: " + status + "}\n";
    }

    private static String claim(String name, String match) {
        return "headers: {'@request.auth.claims." + name + "': {" + match + "}}";
    }

    private static Review review(String yaml) {
        return Review.of(Manifests.read(yaml));
    }

    private static Optional<Place> decidedBy(RuleReview review) {
        return review instanceof RuleReview.Reachable reachable
                ? reachable.witness().decidedBy()
                : Optional.empty();
    }

    @Test
    void aRuleForAClaimIsReachedByARequestWithThatClaim() {
        String http = rule(claim("group", "exact: testers"), 201) + rule("uri: {prefix: /}", 200);
        assertThat(review(TOKENS + rules(http)).rules())
                .allSatisfy(rule -> assertThat(decidedBy(rule)).contains(rule.place()))
                .first()
                .satisfies(rule -> assertThat(rule.toString()).contains("token", "group=testers", "aud=[shop, bank]"));
    }

    @Test
    void allRequestsWithAClaimCanBeAskedAboutAtOnce() {
        Traffic traffic = Traffic.of(Manifests.read(
                TOKENS + rules(rule(claim("group", "exact: testers"), 201) + rule("uri: {prefix: /}", 200))));
        Requests all = Requests.through(traffic, traffic.gateways().get(0)).to("shop.com", 80);
        assertThat(all.claim("group", "testers").answers().decisions())
                .extracting(Decision::outcome)
                .containsExactly(new Outcome.Answered(201, ""));
        assertThat(all.claim("group", "others").answers().decisions())
                .as("a token may name both groups")
                .extracting(Decision::outcome)
                .containsExactly(new Outcome.Answered(201, ""), new Outcome.Answered(200, ""));
    }

    @Test
    void withoutAnyoneWhoAcceptsTokensItIsNot() {
        String http = rule(claim("group", "exact: testers"), 201) + rule("uri: {prefix: /}", 200);
        assertThat(review(rules(http)).unreachable()).singleElement().satisfies(rule -> assertThat(rule.why())
                .contains("claim group is \"testers\""));
    }

    @Test
    void aClaimThatAnEarlierRuleTakesIsNeverReached() {
        String http = rule(claim("group", "prefix: t"), 201) + rule(claim("group", "exact: testers"), 202);
        assertThat(review(TOKENS + rules(http)).unreachable()).singleElement().satisfies(rule -> {
            assertThat(rule.insteadOf()).extracting(Place::path).containsExactly("spec.http[0]");
            assertThat(rule.witness().map(Decision::outcome)).contains(new Outcome.Answered(201, ""));
        });
    }

    @Test
    void aClaimWithTwoValuesReachesARuleThatAsksForBoth() {
        String both = "headers: {'@request.auth.claims.group': {exact: a}, '@request.auth.claims[group]': {exact: b}}";
        assertThat(review(TOKENS + rules(rule(both, 201))).rules()).first().satisfies(rule -> {
            assertThat(decidedBy(rule)).contains(rule.place());
            assertThat(rule.toString()).contains("group=[a, b]");
        });
    }

    @Test
    void anIssuerThatNobodyAcceptsIsNeverReached() {
        assertThat(review(TOKENS + rules(rule(claim("iss", "exact: nobody"), 201)))
                        .unreachable())
                .hasSize(1);
        assertThat(review(TOKENS + rules(rule(claim("iss", "exact: other"), 201)))
                        .unreachable())
                .isEmpty();
    }

    @Test
    void aChangeOfAClaimShowsTheTokensThatItMoves() {
        Snapshot before = Snapshot.of(
                Manifests.read(TOKENS + rules(rule(claim("group", "exact: a"), 201) + rule("uri: {prefix: /}", 200))));
        Snapshot after = Snapshot.of(
                Manifests.read(TOKENS + rules(rule(claim("group", "exact: b"), 201) + rule("uri: {prefix: /}", 200))));
        Changes changes = Changes.between(before, after);
        assertThat(changes.unsure()).isEmpty();
        assertThat(changes.all()).hasSize(2).extracting(Object::toString).allSatisfy(change -> assertThat(change)
                .containsPattern("group=(a|b)[,}]"));
    }

    @Test
    void whomAPolicyLetsInByTokenIsFound() {
        String mesh = """
                apiVersion: v1
                kind: Service
                metadata: {name: cart, namespace: shop}
                spec: {clusterIP: 10.1.0.1, selector: {app: cart}, ports: [{name: http, port: 80}]}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: cart, namespace: shop}
                spec: {selector: {matchLabels: {app: cart}}, template: {metadata: {labels: {app: cart}}, spec: {}}}
                ---
                apiVersion: security.istio.io/v1
                kind: RequestAuthentication
                metadata: {name: tokens, namespace: shop}
                spec: {jwtRules: [{issuer: me}]}
                ---
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: tokens, namespace: shop}
                spec:
                  rules:
                  - from: [{source: {requestPrincipals: ["me/*"]}}]
                    when: [{key: "request.auth.claims[realm][role]", values: [admin]}]
                """;
        assertThat(review(mesh).uncallable()).isEmpty();
        assertThat(review(mesh).accessTo("shop/cart").open())
                .hasSize(2)
                .allSatisfy(way -> assertThat(way.witness().toString()).contains("role=admin", "iss=me"));
    }

    @Property(tries = 60)
    void whatItSaysIsTrue(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder http = new StringBuilder();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            http.append(rule(condition(random), 200 + i));
        }
        String yaml = TOKENS + rules(http.toString());
        Traffic traffic = Traffic.of(Manifests.read(yaml));
        Set<Place> dead = new HashSet<>();
        for (RuleReview review : Review.of(traffic.snapshot()).rules()) {
            if (review instanceof RuleReview.Reachable) {
                assertThat(decidedBy(review)).as(yaml).contains(review.place());
            } else if (review instanceof RuleReview.Unreachable unreachable) {
                assertThat(unreachable.witness().flatMap(Decision::decidedBy))
                        .as(yaml)
                        .isNotEqualTo(Optional.of(unreachable.place()));
                dead.add(unreachable.place());
            }
        }
        for (int i = 0; i < 3_000 && !dead.isEmpty(); i++) {
            Map<String, Object> claims = new HashMap<>();
            for (String name : List.of("group", "iss", "aud", "a")) {
                if (random.nextInt(3) > 0) {
                    Object value = one(random, VALUES);
                    claims.put(name, name.equals("a") && random.nextInt(4) > 0 ? Map.of("b", value) : value);
                }
            }
            if (random.nextInt(3) > 0) {
                claims.put("iss", random.nextBoolean() ? "me" : "other");
                claims.put("aud", random.nextBoolean() ? "shop" : List.of("bank", "x"));
            }
            Decision decision = traffic.fromOutside().token(Token.of(claims)).get("http://shop.com/");
            assertThat(decision.decidedBy().stream().toList())
                    .as("%s\n%s", yaml, claims)
                    .doesNotContainAnyElementsOf(dead);
        }
    }

    private static String condition(Random random) {
        List<String> with = new ArrayList<>();
        List<String> without = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = one(random, NAMES);
            if (used.add(name)) {
                (random.nextInt(3) == 0 ? without : with).add("'" + name + "': {" + one(random, MATCHES) + "}");
            }
        }
        return "headers: {" + String.join(", ", with) + "}, withoutHeaders: {" + String.join(", ", without) + "}";
    }

    private static <T> T one(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
