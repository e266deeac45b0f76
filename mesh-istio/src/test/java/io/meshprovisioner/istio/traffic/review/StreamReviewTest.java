package io.meshprovisioner.istio.traffic.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.Decision;
import io.meshprovisioner.istio.traffic.Traffic;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Rules for TLS and TCP: reached or not, fights about them, what changes of them do. */
class StreamReviewTest {
    private static final List<String> NAMES = List.of(
            "a.example.com", "b.example.com", "a.b.example.com", "c.other.org", "any.example.com", "x.y.example.com");
    private static final List<String> ADDRESSES =
            List.of("10.0.0.1", "10.1.0.1", "10.1.2.3", "10.1.2.77", "10.9.9.9", "192.0.2.1");
    private static final String MESH = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: outer, namespace: shop}
            spec:
              hosts: ["*.example.com"]
              location: MESH_EXTERNAL
              resolution: NONE
              ports: [{number: 443, name: tls, protocol: TLS}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: network, namespace: shop}
            spec:
              hosts: [database.internal]
              location: MESH_EXTERNAL
              addresses: [10.0.0.0/8]
              resolution: NONE
              ports: [{number: 5432, name: tcp, protocol: TCP}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: hub, namespace: shop}
            spec:
              hosts: [hub.internal]
              addresses: [10.200.0.1]
              resolution: STATIC
              endpoints: [{address: 10.200.0.2}]
              ports: [{number: 443, name: tls, protocol: TLS}, {number: 5432, name: tcp, protocol: TCP}, {number: 80, name: http, protocol: HTTP}]
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: public, namespace: shop}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - {port: {number: 8443, name: tls, protocol: TLS}, hosts: ["*.example.com"], tls: {mode: PASSTHROUGH}}
              - {port: {number: 9000, name: tcp, protocol: TCP}, hosts: ["*"]}
            ---
            """;

    private static String rules(String name, String year, String spec) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s, namespace: shop, creationTimestamp: '%s-01-01T00:00:00Z'}
                spec: {%s}
                ---
                """.formatted(name, year, spec);
    }

    private static final String ROUTE = "route: [{destination: {host: hub.internal, port: {number: 443}}}]";

    private static String tls(String hosts, String gateways, String match) {
        return "hosts: [" + hosts + "], gateways: [" + gateways + "], tls: [{match: [" + match + "], " + ROUTE + "}]";
    }

    private static Review review(String yaml) {
        return Review.of(Manifests.read(yaml));
    }

    @Test
    void aNameThatAnEarlierRuleHasIsNeverReached() {
        Review review = review(MESH
                + rules(
                        "names",
                        "2024",
                        "hosts: ['*.example.com'], tls: [{match: [{sniHosts: [a.example.com]}], " + ROUTE
                                + "}, {match: [{sniHosts: [a.example.com]}, {sniHosts: ['*.example.com']}], " + ROUTE
                                + "}]"));
        assertThat(review.unreachable()).singleElement().satisfies(rule -> {
            assertThat(rule.place().path()).isEqualTo("spec.tls[1].match[0]");
            assertThat(rule.insteadOf()).extracting(Place::path).containsExactly("spec.tls[0]");
            assertThat(rule.witness().map(Decision::toString).orElse("")).contains("TLS to", "a.example.com");
        });
        assertThat(review.rules()).hasSize(3);
    }

    @Test
    void aSmallerBlockLeavesRoomInALargerOne() {
        String small = "{match: [{destinationSubnets: [10.1.0.0/16]}], " + ROUTE + "}";
        String large = "{match: [{destinationSubnets: [10.0.0.0/8]}], " + ROUTE + "}";
        String host = "hosts: [database.internal], tcp: [";
        assertThat(review(MESH + rules("blocks", "2024", host + small + ", " + large + "]"))
                        .unreachable())
                .isEmpty();
        assertThat(review(MESH + rules("blocks", "2024", host + "{" + ROUTE + "}, " + small + "]"))
                        .unreachable())
                .singleElement()
                .satisfies(rule -> assertThat(rule.place().path()).isEqualTo("spec.tcp[1]"));
    }

    @Test
    void aRuleForAPortOfAnotherProtocolIsNeverReached() {
        assertThat(review(MESH
                                + rules(
                                        "wrong",
                                        "2024",
                                        tls("hub.internal", "mesh", "{port: 5432, sniHosts: [hub.internal]}")))
                        .unreachable())
                .singleElement()
                .satisfies(rule -> assertThat(rule.why()).contains("TLS or HTTPS"));
        assertThat(review(MESH
                                + rules(
                                        "wrong",
                                        "2024",
                                        "hosts: [hub.internal], tcp: [{match: [{port: 80}], " + ROUTE + "}]"))
                        .unreachable())
                .singleElement()
                .satisfies(rule -> assertThat(rule.why()).contains("neither as HTTP"));
        assertThat(review(MESH
                                + rules(
                                        "right",
                                        "2024",
                                        "hosts: [hub.internal], tcp: [{match: [{port: 5432}], " + ROUTE + "}]"))
                        .unreachable())
                .isEmpty();
    }

    @Test
    void aRuleForClientsWithALabelIsReachedByOne() {
        Review review = review(MESH
                + rules(
                        "labels",
                        "2024",
                        tls("'*.example.com'", "mesh", "{sniHosts: [a.example.com], sourceLabels: {team: red}}")));
        assertThat(review.rules()).singleElement().isInstanceOf(RuleReview.Reachable.class);
    }

    @Test
    void onAGatewayTheOlderObjectHasTheNameAndTheyFight() {
        Review review = review(MESH
                + rules("older", "2024", tls("a.example.com", "public", "{sniHosts: [a.example.com]}"))
                + rules(
                        "younger",
                        "2025",
                        tls("a.example.com", "public", "{sniHosts: [a.example.com]}")
                                .replace("number: 443", "number: 5432")));
        assertThat(review.unreachable()).singleElement().satisfies(rule -> {
            assertThat(rule.place().object().name()).isEqualTo("younger");
            assertThat(rule.insteadOf())
                    .extracting(place -> place.object().name())
                    .containsExactly("older");
        });
        assertThat(review.fights()).singleElement().satisfies(fight -> {
            assertThat(fight.winner().name()).isEqualTo("older");
            assertThat(fight.loser().name()).isEqualTo("younger");
            assertThat(fight.witness().toString()).contains("hub.internal:443");
            assertThat(fight.withoutWinner().toString()).contains("hub.internal:5432");
        });
    }

    @Test
    void apiRoutesForTlsAndTcpAreReviewedToo() {
        String gateway = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: shop}
                spec:
                  gatewayClassName: istio
                  listeners:
                  - {name: tls, port: 9443, protocol: TLS, tls: {mode: Passthrough}}
                  - {name: tcp, port: 9001, protocol: TCP}
                ---
                """;
        String route = """
                apiVersion: gateway.networking.k8s.io/v1alpha2
                kind: %s
                metadata: {name: %s, namespace: shop, creationTimestamp: '%s-01-01T00:00:00Z'}
                spec:
                  parentRefs: [{name: edge, sectionName: %s}]
                  %s
                  rules: [{backendRefs: [{name: backend, port: 443}]}]
                ---
                """;
        String mesh = MESH
                + "apiVersion: v1\nkind: Service\nmetadata: {name: backend, namespace: shop}\nspec: {clusterIP: 10.77.0.1, ports: [{name: tls, port: 443}]}\n---\n"
                + gateway;
        String one = route.formatted("TLSRoute", "a", "2024", "tls", "hostnames: [a.example.com]");
        String same = route.formatted("TLSRoute", "b", "2025", "tls", "hostnames: [a.example.com]");
        String tcp = route.formatted("TCPRoute", "c", "2024", "tcp", "");
        assertThat(review(mesh + one + tcp).rules()).hasSize(2).allSatisfy(rule -> assertThat(rule)
                .isInstanceOf(RuleReview.Reachable.class));
        assertThat(review(mesh + one + same + tcp).unreachable())
                .singleElement()
                .satisfies(rule -> assertThat(rule.place().object().name()).isEqualTo("b"));
    }

    @Test
    void aRuleForAnotherNameIsAChangeForThatName() {
        String before = MESH + rules("names", "2024", tls("'*.example.com'", "mesh", "{sniHosts: [a.example.com]}"));
        Snapshot now = Snapshot.of(Manifests.read(before));
        Changes changes = Changes.between(
                now, Snapshot.of(Manifests.read(before.replace("[a.example.com]", "['*.example.com']"))));
        assertThat(changes.all())
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.before().toString()).doesNotContain("for a.example.com"))
                .anySatisfy(change -> {
                    assertThat(change.before().toString()).contains("TLS to", "example.com");
                    assertThat(change.after().toString()).contains("hub.internal:443");
                });
        assertThat(Changes.between(now, Snapshot.of(Manifests.read(before))).all())
                .isEmpty();
    }

    private static String name(Place place) {
        return place.object() + " " + place.path();
    }

    /** Objects out of few names, blocks and ports. */
    private static String mesh(Random random) {
        StringBuilder yaml = new StringBuilder(MESH);
        int objects = 1 + random.nextInt(3);
        for (int i = 0; i < objects; i++) {
            StringBuilder spec = new StringBuilder("hosts: [")
                    .append(one(
                            random,
                            List.of("'*.example.com'", "a.example.com", "database.internal", "hub.internal", "'*'")));
            spec.append("], gateways: [")
                    .append(one(random, List.of("mesh", "public", "'public', mesh")))
                    .append("], tls: [");
            for (int r = random.nextInt(3); r > 0; r--) {
                spec.append("{match: [{sniHosts: [")
                        .append(one(
                                random,
                                List.of(
                                        "a.example.com",
                                        "'*.example.com'",
                                        "'*.b.example.com'",
                                        "'*'",
                                        "hub.internal")))
                        .append("]")
                        .append(one(
                                random,
                                List.of(
                                        "",
                                        "",
                                        ", port: 443",
                                        ", port: 8443",
                                        ", sourceLabels: {team: red}",
                                        ", destinationSubnets: [10.1.0.0/16]")))
                        .append("}], ")
                        .append(ROUTE)
                        .append("},");
            }
            spec.append("], tcp: [");
            for (int r = random.nextInt(3); r > 0; r--) {
                spec.append("{")
                        .append(one(
                                random,
                                List.of(
                                        "",
                                        "match: [{port: 9000}], ",
                                        "match: [{destinationSubnets: [10.1.0.0/16]}, {port: 5432, sourceNamespace: other}], ",
                                        "match: [{destinationSubnets: [10.1.2.0/24]}], ",
                                        "match: [{destinationSubnets: [10.0.0.0/8]}], ")))
                        .append(ROUTE)
                        .append("},");
            }
            yaml.append(
                    rules("v" + i, "202" + random.nextInt(4), spec.append("]").toString()));
        }
        return yaml.toString();
    }

    private static String one(Random random, List<String> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static Decision random(Traffic traffic, List<Proxy> callers, Random random) {
        Proxy caller = callers.get(random.nextInt(callers.size()));
        String name = one(random, NAMES);
        String host = random.nextBoolean() ? one(random, ADDRESSES) : random.nextBoolean() ? "hub.internal" : name;
        int port = List.of(443, 5432, 8443, 9000, 80).get(random.nextInt(5));
        Transport transport = random.nextInt(3) == 0
                ? Transport.PLAINTEXT
                : new Transport.Tls(random.nextInt(5) == 0 ? "hub.internal" : name, "");
        return traffic.as(caller).connect(host, port, transport);
    }

    @Property(tries = 40)
    void whatItSaysIsTrue(@ForAll long seed) {
        Random random = new Random(seed);
        String yaml = mesh(random);
        Traffic traffic = Traffic.of(Manifests.read(yaml));
        Set<String> dead = new HashSet<>();
        for (RuleReview review : Review.of(traffic.snapshot()).rules()) {
            String rule = name(review.place()).replaceAll("\\.match\\[\\d+]$", "");
            if (review instanceof RuleReview.Reachable reachable) {
                assertThat(reachable.witness().decidedBy().map(StreamReviewTest::name))
                        .as(yaml)
                        .contains(rule);
            } else if (review instanceof RuleReview.Unreachable unreachable) {
                assertThat(unreachable.witness().flatMap(Decision::decidedBy).map(StreamReviewTest::name))
                        .as(yaml)
                        .isNotEqualTo(java.util.Optional.of(rule));
                if (rule.equals(name(unreachable.place()))) {
                    dead.add(rule);
                }
            }
        }
        List<Proxy> callers = callers(traffic);
        for (int i = 0; i < 2_000 && !dead.isEmpty(); i++) {
            Decision decision = random(traffic, callers, random);
            assertThat(decision.decidedBy().map(StreamReviewTest::name).stream().toList())
                    .as("%s\n%s", yaml, decision)
                    .doesNotContainAnyElementsOf(dead);
        }
    }

    private static List<Proxy> callers(Traffic traffic) {
        return List.of(
                traffic.sidecar("shop", Map.of()),
                traffic.sidecar("shop", Map.of("team", "red")),
                traffic.sidecar("other", Map.of()),
                traffic.gateways().get(0));
    }

    @Property(tries = 40)
    void whatChangesIsToldWithAConnection(@ForAll long seed) {
        Random random = new Random(seed);
        String yaml = mesh(random);
        int last = yaml.lastIndexOf("apiVersion");
        Traffic before = Traffic.of(Manifests.read(yaml));
        Traffic after = Traffic.of(Manifests.read(yaml.substring(0, last)));
        List<Change> changes =
                Changes.between(before.snapshot(), after.snapshot()).all();
        for (Change change : changes) {
            assertThat(Answer.of(change.before())).isNotEqualTo(Answer.of(change.after()));
        }
        List<Proxy> callers = callers(before);
        for (int i = 0; i < 500; i++) {
            long asked = random.nextLong();
            Decision was = random(before, callers, new Random(asked));
            Decision is = random(after, callers, new Random(asked));
            if (!was.outcome().equals(is.outcome())) {
                assertThat(changes)
                        .as("%s\n%s -> %s", yaml, was, is)
                        .anyMatch(change -> change.before().outcome().equals(was.outcome())
                                && change.after().outcome().equals(is.outcome()));
            }
        }
    }
}
