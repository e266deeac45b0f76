package io.meshprovisioner.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshprovisioner.error.InvalidSpecException;
import java.util.Map;
import java.util.Optional;

/**
 * Specs as YAML or JSON. Written are name, region and whatever differs from the defaults, in a stable order; what is
 * left out reads as its default, so nothing is lost. A number is taken where a text belongs, as it was written:
 * {@code version: 1.30} is 1.30. Anchors, aliases, tags and keys that are there twice are refused.
 */
public final class SpecDocuments {
    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writer();

    private SpecDocuments() {}

    /**
     * Reads a spec. Whether its values can work is {@link SpecCheck}'s to say.
     *
     * @throws InvalidSpecException when it is no YAML or JSON, or has unknown fields or wrong types: all of them, each
     *     with its path and line
     */
    public static MeshSpec read(String yamlOrJson) {
        Problems problems = new Problems();
        Optional<MeshSpec> spec = SpecReader.read(Documents.parse(yamlOrJson), problems);
        if (spec.isEmpty() || !problems.errors().isEmpty()) {
            throw new InvalidSpecException(problems.errors());
        }
        return spec.get();
    }

    /** @throws InvalidSpecException when {@code istio.values} holds what no document can */
    public static String toYaml(MeshSpec spec) {
        return YamlText.of(tree(spec));
    }

    /** @throws InvalidSpecException when {@code istio.values} holds what no document can */
    public static String toJson(MeshSpec spec) {
        try {
            return JSON.writeValueAsString(tree(spec));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A spec of plain values could not be written.", e);
        }
    }

    private static Map<String, Object> tree(MeshSpec spec) {
        Problems problems = new Problems();
        spec.istio().ifPresent(istio -> ValueTree.check("istio.values", istio.values(), problems));
        if (!problems.errors().isEmpty()) {
            throw new InvalidSpecException(problems.errors());
        }
        return SpecWriter.tree(spec);
    }
}
