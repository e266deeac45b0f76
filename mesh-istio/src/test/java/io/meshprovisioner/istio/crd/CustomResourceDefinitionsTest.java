package io.meshprovisioner.istio.model.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.yaml.Trees;
import io.meshprovisioner.spi.Manifest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated CRDs stand for the published ones. */
class CustomResourceDefinitionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"1.9.3", "1.10.6", "1.17.8", "1.24.6", "1.30.3"})
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
            assertThat(fields(ours)).as(kind).isEqualTo(fields(theirs));
        }
    }

    private static Map<String, String> versions(JsonNode crd) {
        Map<String, String> versions = new TreeMap<>();
        crd.at("/spec/versions")
                .forEach(version -> versions.put(
                        version.path("name").asText(), version.path("served") + "/" + version.path("storage")));
        return versions;
    }

    /** Each path of the first version with its type and enum. */
    private static Map<String, String> fields(JsonNode crd) {
        Map<String, String> fields = new TreeMap<>();
        PublishedCrds.walk(
                PublishedCrds.spec(crd, crd.at("/spec/versions/0")),
                "",
                (path, property) -> fields.put(
                        path, property.path("type").asText() + new TreeSet<>(PublishedCrds.enumValues(property))));
        return fields;
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
