package io.meshprovisioner.istio.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The facts that the project holds are those of the published CRDs, no more and no less. */
class SchemaFactsTest {
    private final IstioSchema schema = IstioSchema.get();

    @Test
    void kindsAndApiVersionsAreThoseOfEveryRelease() {
        Map<Release, List<JsonNode>> releases = PublishedCrds.all();
        assertThat(releases).hasSize(22);
        releases.forEach((release, crds) -> {
            assertThat(schema.kinds().stream()
                            .filter(kind -> kind.isKnownTo(release))
                            .map(KindFacts::kind))
                    .as("kinds of " + release)
                    .containsExactlyInAnyOrderElementsOf(
                            crds.stream().map(PublishedCrds::kind).toList());
            for (JsonNode crd : crds) {
                JsonNode names = crd.at("/spec/names");
                KindFacts kind = schema.kind(crd.at("/spec/group").asText(), PublishedCrds.kind(crd))
                        .orElseThrow();
                assertThat(kind.plural()).isEqualTo(names.path("plural").asText());
                assertThat(kind.singular()).isEqualTo(names.path("singular").asText());
                List<String> served = new ArrayList<>();
                String stored = "";
                for (JsonNode version : crd.at("/spec/versions")) {
                    served.add(version.path("name").asText());
                    assertThat(version.path("served").asBoolean()).isTrue();
                    stored = version.path("storage").asBoolean()
                            ? version.path("name").asText()
                            : stored;
                }
                assertThat(kind.servedBy(release))
                        .as(kind.kind() + " at " + release)
                        .containsExactlyInAnyOrderElementsOf(served);
                assertThat(kind.storedBy(release))
                        .as(kind.kind() + " at " + release)
                        .hasValue(stored);
                List<String> shortNames = new ArrayList<>();
                names.path("shortNames").forEach(name -> shortNames.add(name.asText()));
                assertThat(kind.shortNames().stream()
                                .filter(name -> release.has(name.since()))
                                .map(KindFacts.Since::name))
                        .as(kind.kind() + " at " + release)
                        .containsExactlyElementsOf(shortNames);
            }
        });
    }

    @Test
    void everyFieldAndEnumValueCameWithTheReleaseThatTheFactsName() {
        Map<String, Release> published = new TreeMap<>();
        PublishedCrds.all().forEach((release, crds) -> {
            for (JsonNode crd : crds) {
                String kind = PublishedCrds.kind(crd);
                for (JsonNode version : crd.at("/spec/versions")) {
                    PublishedCrds.walk(PublishedCrds.spec(crd, version), kind, (path, property) -> {
                        published.putIfAbsent(path, release);
                        PublishedCrds.enumValues(property)
                                .forEach(value -> published.putIfAbsent(path + "=" + value, release));
                        PublishedCrds.enumValues(property.path("items"))
                                .forEach(value -> published.putIfAbsent(path + "=" + value, release));
                    });
                }
            }
        });
        Map<String, Release> held = new TreeMap<>();
        for (KindFacts kind : schema.kinds()) {
            facts(schema.spec(kind), kind.kind(), kind.since(), held::put);
        }
        assertThat(published).hasSizeGreaterThan(1000);
        assertThat(held).isEqualTo(published);
    }

    /** The release of a path is the latest on the way to it. */
    private void facts(MessageFacts message, String path, Release around, BiConsumer<String, Release> out) {
        for (FieldFacts field : message.fields()) {
            String inner = path + "." + field.name();
            Release since = around.max(field.since());
            out.accept(inner, since);
            if (field.servedAlias() != null) {
                out.accept(path + "." + field.servedAlias(), since);
            }
            String suffix =
                    switch (field.type().shape()) {
                        case SINGLE -> "";
                        case LIST -> "[]";
                        case MAP -> "{}";
                    };
            schema.message(field).ifPresent(inside -> facts(inside, inner + suffix, since, out));
            schema.enumeration(field).ifPresent(values -> values.values()
                    .forEach(value -> out.accept(inner + "=" + value.name(), since.max(value.since()))));
        }
    }

    @Test
    void typesAreThoseOfTheNewestRelease() {
        List<JsonNode> newest = PublishedCrds.of("1.30.3");
        List<String> differences = new ArrayList<>();
        for (JsonNode crd : newest) {
            KindFacts kind = schema.kind(crd.at("/spec/group").asText(), PublishedCrds.kind(crd))
                    .orElseThrow();
            compareTypes(
                    schema.spec(kind), PublishedCrds.spec(crd, crd.at("/spec/versions/0")), kind.kind(), differences);
        }
        assertThat(differences).isEmpty();
    }

    private void compareTypes(MessageFacts message, JsonNode published, String path, List<String> differences) {
        for (FieldFacts field : message.fields()) {
            JsonNode property = published.path("properties").path(field.name());
            JsonNode element =
                    switch (field.type().shape()) {
                        case SINGLE -> property;
                        case LIST -> property.path("items");
                        case MAP -> property.path("additionalProperties");
                    };
            String expected =
                    switch (field.type().scalar()) {
                        case STRING, DURATION, BYTES, ENUM -> "string";
                        case BOOL -> "boolean";
                        case INT32, UINT32, UINT64 -> "integer";
                        case DOUBLE -> "number";
                        case STRUCT, MESSAGE -> "object";
                    };
            if (!element.path("type").asText().equals(expected)) {
                differences.add(path + "." + field.name() + " is " + element.path("type") + ", not " + expected);
            }
            boolean isDuration =
                    element.path("x-kubernetes-validations").toString().contains("duration(");
            if (isDuration && field.type().scalar() != FieldType.Scalar.DURATION) {
                differences.add(path + "." + field.name() + " is a duration");
            }
            schema.message(field)
                    .ifPresent(inside -> compareTypes(inside, element, path + "." + field.name(), differences));
        }
    }
}
