package io.meshprovisioner.istio.traffic.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReviewTest {
    private static final int REQUESTS = 10_000;
    private static final List<String> HOSTS = List.of(
            "a.shop.svc.cluster.local",
            "b.other.svc.cluster.local",
            "x.example.com",
            "y.example.com",
            "nobody.example.com");
    private static final List<String> AUTHORITIES =
            List.of("a", "a.shop", "b", "A", "X.example.com", "a:80", "b.other:80");

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: checkout, namespace: shop}
            spec: {selector: {app: checkout}, ports: [{name: http, port: 80}]}
            ---
            """;

    private static String rules(String name, String year, String http) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s, namespace: shop, creationTimestamp: '%s-01-01T00:00:00Z'}
                spec:
                  hosts: [checkout]
                  http:
                %s
                ---
                """.formatted(name, year, http);
    }

    @Test
    void aRuleBehindACatchAllNamesIt() {
        Review review = Review.of(Manifests.read(SERVICE + rules("checkout", "2025", """
                  - route: [{destination: {host: checkout}}]
                  - match: [{headers: {x-group: {exact: testers}}}]
                    route: [{destination: {host: checkout, subset: v2}}]
                """)));

        assertThat(review.unreachable()).singleElement().satisfies(rule -> {
            assertThat(rule.place().path()).isEqualTo("spec.http[1]");
            assertThat(rule.insteadOf()).extracting(Place::path).containsExactly("spec.http[0]");
            assertThat(rule.witness().map(Decision::toString).orElse("")).contains("x-group: testers");
            assertThat(rule.witness().flatMap(Decision::decidedBy).map(Place::path))
                    .contains("spec.http[0]");
        });
    }

    @Test
    void theYoungerOfTwoObjectsForOneHostIsNeverReached() {
        Review review = Review.of(Manifests.read(SERVICE
                + rules("older", "2024", "  - {match: [{uri: {prefix: /a}}], route: [{destination: {host: checkout}}]}")
                + rules(
                        "younger",
                        "2025",
                        "  - {match: [{uri: {prefix: /b}}], route: [{destination: {host: checkout}}]}")));

        assertThat(review.unreachable()).singleElement().satisfies(rule -> {
            assertThat(rule.place().object().name()).isEqualTo("younger");
            assertThat(rule.why()).contains("older");
        });
    }

    @Test
    void aDelegateThatNobodyNamesIsLost() {
        Review review = Review.of(Manifests.read("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: alone, namespace: shop}
                spec: {http: [{route: [{destination: {host: checkout}}]}]}
                """));

        assertThat(review.unreachable()).singleElement().satisfies(rule -> assertThat(rule.why())
                .contains("delegates to it"));
    }

    @Property(tries = 40)
    void whatItSaysIsTrue(@ForAll long seed) {
        RandomRules random = new RandomRules(seed);
        String yaml = random.mesh();
        Traffic traffic = Traffic.of(Manifests.read(yaml));
        Set<String> dead = new HashSet<>();
        for (RuleReview review : Review.of(traffic.snapshot()).rules()) {
            if (review instanceof RuleReview.Reachable reachable) {
                assertThat(names(reachable.witness())).as(yaml).contains(name(reachable.place()));
            } else if (review instanceof RuleReview.Unreachable unreachable) {
                dead.add(name(unreachable.place()));
                assertThat(unreachable.witness().map(ReviewTest::names).orElse(Set.of()))
                        .as(yaml)
                        .doesNotContain(name(unreachable.place()));
            }
        }
        if (dead.isEmpty()) {
            return;
        }
        List<Proxy> callers = List.of(
                traffic.sidecar("shop", Map.of()),
                traffic.sidecar("shop", Map.of("team", "red")),
                traffic.sidecar("other", Map.of()),
                traffic.sidecar("third", Map.of("team", "red")),
                traffic.gateways().get(0));
        for (int i = 0; i < REQUESTS; i++) {
            Proxy caller = callers.get(i % callers.size());
            String host = HOSTS.get(i / callers.size() % HOSTS.size());
            Decision decision = traffic.as(caller)
                    .send(
                            host,
                            i % 3 == 0 && !caller.isGateway() ? 8080 : 80,
                            Transport.PLAINTEXT,
                            random.request(i % 4 == 0 ? AUTHORITIES : List.of(host)));
            assertThat(names(decision)).as("%s\n%s", yaml, decision).doesNotContainAnyElementsOf(dead);
        }
    }

    private static String name(Place place) {
        return place.object() + " " + place.path();
    }

    /** The rule that decided, and the entry of its match. */
    private static Set<String> names(Decision decision) {
        Optional<String> rule = decision.route().flatMap(route -> route.place()).map(ReviewTest::name);
        String route = decision.route().map(one -> one.name()).orElse("");
        int dot = route.indexOf(".m");
        return rule.map(name ->
                        dot < 0 ? Set.of(name) : Set.of(name, name + ".match[" + route.substring(dot + 2) + "]"))
                .orElse(Set.of());
    }
}
