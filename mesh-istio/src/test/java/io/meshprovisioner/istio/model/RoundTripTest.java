package io.meshprovisioner.istio.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.SharedData;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.DocumentReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is written reads as the same value, of every kind and from every document. */
class RoundTripTest {

    @Test
    void everyExampleReadsAsItself() {
        for (IstioResource<?> resource : Examples.all()) {
            Manifests written = Manifests.of(resource);
            for (String text : List.of(resource.toYaml(), resource.toJson(), written.toYaml())) {
                assertThat(Manifests.read(text).list(type(resource))).containsExactly(resource);
            }
            assertThat(written.notes()).isEmpty();
            assertThat(Manifests.read(resource.toYaml()).toYaml()).as("stable").isEqualTo(resource.toYaml());
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the class of a kind is that of its values
    private static Class type(IstioResource<?> resource) {
        return resource.getClass();
    }

    @Test
    void everyDocumentOfTheOracleSurvivesItsTypedView() {
        int typed = 0;
        for (String line : SharedData.lines("oracle/documents.jsonl.gz")) {
            String yaml = DocumentReader.standard()
                    .read(line)
                    .get(0)
                    .root()
                    .get("yaml")
                    .asText();
            for (Document document : Manifests.read(yaml).documents()) {
                for (ResourceType<?> type : IstioKinds.all()) {
                    if (type.matches(document)) {
                        Resource<?> view = type.view().apply(document);
                        assertThat(Document.of(view.document().root()).toMap()).isEqualTo(withSpec(document));
                        assertThat(Manifests.read(view.toYaml()).documents().get(0))
                                .isEqualTo(view.document());
                        typed++;
                    }
                }
            }
        }
        assertThat(typed).isGreaterThan(400);
    }

    /** A missing spec is an empty one, and a missing metadata too. */
    private static Map<String, Object> withSpec(Document document) {
        Map<String, Object> map = document.toMap();
        map.putIfAbsent("spec", Map.of());
        map.putIfAbsent("metadata", Map.of());
        return map;
    }

    @Property
    void anyRoutesReadAsThemselves(@ForAll("routes") VirtualService routes) {
        assertThat(Manifests.read(routes.toYaml()).list(VirtualService.class)).containsExactly(routes);
        assertThat(Manifests.read(routes.toJson()).list(VirtualService.class)).containsExactly(routes);
    }

    @Property
    void anyRuleReadsAsItself(@ForAll("rules") DestinationRule rule) {
        assertThat(Manifests.read(rule.toYaml()).list(DestinationRule.class)).containsExactly(rule);
    }

    @Property
    void anyPolicyReadsAsItself(@ForAll("policies") AuthorizationPolicy policy) {
        assertThat(Manifests.read(policy.toYaml()).list(AuthorizationPolicy.class))
                .containsExactly(policy);
        assertThat(Manifests.read(policy.toYaml())
                        .list(AuthorizationPolicy.class)
                        .get(0)
                        .rules())
                .isEqualTo(policy.rules());
    }

    private static Arbitrary<String> text() {
        return Arbitraries.oneOf(
                Arbitraries.of("yes", "1", "true", "a: b", "*", "5s", "", "null", "é", "x #y", "2020-01-01", "0x1"),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(10));
    }

    private static Arbitrary<Duration> durations() {
        return Arbitraries.longs().between(0, 10_000_000).map(Duration::ofMillis);
    }

    @Provide
    Arbitrary<VirtualService> routes() {
        return Combinators.combine(
                        text(),
                        text(),
                        durations(),
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.maps(text(), text()).ofMaxSize(3),
                        Arbitraries.doubles().between(0, 100),
                        Arbitraries.integers().between(0, 4))
                .as((a, b, time, number, labels, share, which) -> VirtualService.named(a)
                        .labels(labels)
                        .hosts(a, b)
                        .http(r -> {
                            var start = r.named(a)
                                    .match(m ->
                                            m.header(b).exact(a).uri().prefix(b).sourceLabels(labels));
                            return switch (which) {
                                case 0 ->
                                    start.route(
                                                    d -> d.host(a).weight(number),
                                                    d -> d.host(b).subset(a).weight(100 - number))
                                            .timeout(time)
                                            .retries(number, t -> t.perTryTimeout(time));
                                case 1 -> start.redirect(t -> t.uri(a).redirectCode(number));
                                case 2 -> start.directResponse(number, x -> x.string(b));
                                case 3 -> start.delegate(d -> d.name(a).namespace(b));
                                default ->
                                    start.route(a)
                                            .fault(f -> f.delay(
                                                    d -> d.fixedDelay(time).percentage(Percentage.of(share))))
                                            .headers(h -> h.request(o -> o.set(labels)));
                            };
                        }));
    }

    @Provide
    Arbitrary<DestinationRule> rules() {
        return Combinators.combine(
                        text(),
                        durations(),
                        Arbitraries.integers(),
                        Arbitraries.longs(),
                        Arbitraries.maps(text(), text()).ofMaxSize(3),
                        Arbitraries.of(LoadBalancerAlgorithm.class))
                .as((a, time, number, big, labels, algorithm) -> DestinationRule.named(a)
                        .host(a)
                        .subset(a, labels, p -> p.loadBalancer(l -> l.simple(algorithm)))
                        .trafficPolicy(p -> p.loadBalancer(l -> l.consistentHash()
                                        .httpCookie(a, c -> c.ttl(time))
                                        .ringHash(big))
                                .outlierDetection(
                                        o -> o.consecutive5xxErrors(number).interval(time))
                                .portLevelSettings(
                                        number, q -> q.tls(t -> t.simple().sni(a)))));
    }

    @Provide
    Arbitrary<AuthorizationPolicy> policies() {
        return Combinators.combine(
                        text(), text(), Arbitraries.maps(text(), text()).ofMaxSize(2), Arbitraries.of(true, false))
                .as((a, b, labels, deny) -> {
                    var start = AuthorizationPolicy.named(a).namespace(b).selector(labels);
                    var policy = deny
                            ? start.deny(r -> r.to(o -> o.paths(a, b)))
                            : start.allow(r -> r.from(s -> s.principals(a)));
                    return policy.rule(r -> r.when(c -> c.key(a).values(b)));
                });
    }
}
