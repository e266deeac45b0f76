package io.meshprovisioner.istio.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.model.schema.PublishedCrds;
import io.meshprovisioner.istio.model.schema.Release;
import io.meshprovisioner.istio.yaml.Trees;
import io.meshprovisioner.spi.Manifest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated CRDs stand for the published ones. */
class CustomResourceDefinitionsTest {
    private static final List<String> WORDS = List.of(
            "type",
            "nullable",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "pattern",
            "anyOf",
            "x-kubernetes-int-or-string",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-list-type",
            "x-kubernetes-list-map-keys");
    /** Of one name alone, none or one is no rule: those are left out. */
    private static final List<String> WORDS_AND_ONE_OFS =
            Stream.concat(WORDS.stream(), Stream.of("oneOf", "allOf")).toList();
    /** Before, alternatives repeat the groups of the fields that they are about; the rule is the same. */
    private static final Release ONE_OFS_APART = new Release(20);

    @ParameterizedTest
    @ValueSource(strings = {"1.9.3", "1.10.6", "1.17.8", "1.23.6", "1.24.6", "1.27.9", "1.30.3"})
    void areThoseOfTheRelease(String version) {
        Map<String, JsonNode> generated = new TreeMap<>();
        for (Manifest crd : CustomResourceDefinitions.forRelease(version)) {
            generated.put(crd.name(), Trees.of(crd.toMap()));
        }
        List<JsonNode> published = PublishedCrds.of(version);
        assertThat(generated.containsKey("istiooperators.install.istio.io"))
                .isEqualTo(new Release(23).has(Release.of(version)));
        generated.remove("istiooperators.install.istio.io");
        assertThat(generated).hasSize(published.size());
        for (JsonNode theirs : published) {
            JsonNode ours = generated.get(theirs.at("/metadata/name").asText());
            String kind = PublishedCrds.kind(theirs);
            assertThat(ours.path("apiVersion")).isEqualTo(theirs.path("apiVersion"));
            assertThat(ours.at("/spec/names")).as(kind).isEqualTo(theirs.at("/spec/names"));
            assertThat(ours.at("/spec/scope")).isEqualTo(theirs.at("/spec/scope"));
            assertThat(versions(ours)).as(kind).isEqualTo(versions(theirs));
            assertThat(rules(ours, version)).as(kind).containsExactlyEntriesOf(rules(theirs, version));
        }
    }

    private static Map<String, String> versions(JsonNode crd) {
        Map<String, String> versions = new TreeMap<>();
        crd.at("/spec/versions")
                .forEach(version -> versions.put(
                        version.path("name").asText(), version.path("served") + "/" + version.path("storage")));
        return versions;
    }

    /** Of each path of the stored version all that a server checks; of CEL rules how many there are. */
    private static Map<String, String> rules(JsonNode crd, String release) {
        List<String> words = Release.of(release).has(ONE_OFS_APART) ? WORDS_AND_ONE_OFS : WORDS;
        Map<String, String> rules = new TreeMap<>();
        for (JsonNode version : crd.at("/spec/versions")) {
            if (version.path("storage").asBoolean()) {
                JsonNode spec = PublishedCrds.spec(crd, version);
                rules.put("", checks(spec, words));
                walk(spec, "", words, rules);
            }
        }
        return rules;
    }

    private static void walk(JsonNode schema, String path, List<String> words, Map<String, String> rules) {
        schema.path("properties").properties().forEach(property -> {
            rules.put(path + "." + property.getKey(), checks(property.getValue(), words));
            walk(property.getValue(), path + "." + property.getKey(), words, rules);
        });
        for (String inner : List.of("items", "additionalProperties")) {
            if (schema.path(inner).isObject()) {
                rules.put(path + "/" + inner, checks(schema.path(inner), words));
                walk(schema.path(inner), path + "/" + inner, words, rules);
            }
        }
    }

    private static String checks(JsonNode schema, List<String> words) {
        Map<String, String> checks = new TreeMap<>();
        for (String word : words) {
            if (schema.has(word) && !(word.equals("oneOf") && schema.get(word).size() == 2)) {
                checks.put(word, schema.get(word).toString().replace(".0", ""));
            }
        }
        for (String set : List.of("enum", "required")) {
            if (schema.has(set)) {
                TreeSet<String> values = new TreeSet<>();
                schema.get(set).forEach(value -> values.add(value.asText()));
                checks.put(set, values.toString());
            }
        }
        if (schema.has("x-kubernetes-validations")) {
            checks.put(
                    "cel", String.valueOf(schema.get("x-kubernetes-validations").size()));
        }
        return checks.toString();
    }

    @Test
    void everyVersionOfV1HasASchemaAndNoneOfV1beta1() {
        for (Manifest crd : CustomResourceDefinitions.forRelease("1.30.3")) {
            JsonNode tree = Trees.of(crd.toMap());
            tree.at("/spec/versions")
                    .forEach(version -> assertThat(version.at("/schema/openAPIV3Schema/properties/spec/type")
                                    .asText())
                            .isEqualTo("object"));
        }
        for (Manifest crd : CustomResourceDefinitions.forRelease("1.9.3")) {
            JsonNode tree = Trees.of(crd.toMap());
            assertThat(tree.at("/spec/validation/openAPIV3Schema/type").asText())
                    .isEqualTo("object");
            tree.at("/spec/versions")
                    .forEach(version -> assertThat(version.has("schema")).isFalse());
        }
    }
}
