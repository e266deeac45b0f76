package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.DocumentReader;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Free-form objects. */
final class Structs {
    private Structs() {}

    /** The one mapping that a text says. */
    static ObjectNode parse(String yaml) {
        List<Document> documents = DocumentReader.standard().read(yaml);
        if (documents.size() != 1) {
            throw new IllegalArgumentException("one mapping is needed here, not " + documents.size() + " documents");
        }
        return documents.get(0).root();
    }

    static Map<String, Object> map(@Nullable JsonNode value) {
        return value instanceof ObjectNode object ? Trees.toMap(object) : Map.of();
    }
}
