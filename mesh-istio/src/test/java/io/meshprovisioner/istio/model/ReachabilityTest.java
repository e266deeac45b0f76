package io.meshprovisioner.istio.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.model.schema.IstioSchema;
import io.meshprovisioner.istio.model.schema.KindFacts;
import io.meshprovisioner.istio.model.schema.MessageFacts;
import io.meshprovisioner.istio.model.schema.PublishedCrds;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every property of the newest CRDs can be said with the builders, and nothing else comes out of them. */
class ReachabilityTest {
    /** The protocol buffer's spelling of fields that are sayable under their own name. */
    private static final Set<String> SECOND_SPELLINGS =
            Set.of("VirtualService.http[].mirror_percent", "RequestAuthentication.jwtRules[].jwks_uri");

    @Test
    void everyPropertyIsReachable() {
        Set<String> published = new TreeSet<>();
        for (JsonNode crd : PublishedCrds.of("1.30.3")) {
            PublishedCrds.walk(
                    PublishedCrds.spec(crd, crd.at("/spec/versions/0")),
                    PublishedCrds.kind(crd),
                    (path, property) -> published.add(path));
        }
        published.removeAll(SECOND_SPELLINGS);
        Set<String> said = new TreeSet<>();
        Stream.concat(Examples.all().stream(), Stream.of(0, 1, 2).map(RoutingExamples::policyOf))
                .forEach(resource -> {
                    KindFacts kind = IstioSchema.get()
                            .kind(resource.document().group(), resource.kind())
                            .orElseThrow();
                    collect(
                            resource.document().root().path("spec"),
                            IstioSchema.get().spec(kind),
                            kind.kind(),
                            said);
                });
        assertThat(published).hasSizeGreaterThan(700);
        assertThat(without(published, said)).as("not sayable").isEmpty();
        assertThat(without(said, published)).as("said, and not in the CRD").isEmpty();
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private void collect(JsonNode node, MessageFacts message, String path, Set<String> said) {
        node.properties().forEach(member -> {
            String inner = path + "." + member.getKey();
            said.add(inner);
            message.field(member.getKey()).flatMap(IstioSchema.get()::message).ifPresent(inside -> {
                switch (message.field(member.getKey()).orElseThrow().type().shape()) {
                    case SINGLE -> collect(member.getValue(), inside, inner, said);
                    case LIST -> member.getValue().forEach(element -> collect(element, inside, inner + "[]", said));
                    case MAP -> member.getValue().forEach(element -> collect(element, inside, inner + "{}", said));
                }
            });
        });
    }
}
