package io.meshprovisioner.istio.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.SharedData;
import io.meshprovisioner.istio.yaml.DocumentReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One of Istio's own cases: an object and what Istio said about it. */
record OracleCase(String name, JsonNode object, JsonNode expected, String namespace) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Cases that cannot agree, with the reason. */
    static final Map<String, String> EXCEPTIONS = Map.of(
            "documents pkg/config/validation/testdata/crds/serviceentry-valid.yaml#0",
            "in [1.2.3.4, 001:db8::] our YAML reader sees a mapping before the bracket, Go's a text: quote it");

    static List<OracleCase> all() {
        return Stream.of(validation(), lifted(), documents())
                .flatMap(List::stream)
                .toList();
    }

    static List<OracleCase> validation() {
        return lines("oracle/validation.jsonl.gz").stream()
                .map(line -> {
                    ObjectNode object = JSON.createObjectNode();
                    object.put("apiVersion", line.get("apiVersion").asText());
                    object.put("kind", line.get("kind").asText());
                    ObjectNode metadata = object.putObject("metadata");
                    for (String field : List.of("name", "namespace")) {
                        if (!line.get(field).asText().isEmpty()) {
                            metadata.put(field, line.get(field).asText());
                        }
                    }
                    metadata.set("labels", line.get("labels"));
                    metadata.set("annotations", line.get("annotations"));
                    object.set("spec", line.get("spec"));
                    return new OracleCase(
                            "validation " + line.get("test").asText(),
                            object,
                            line,
                            line.get("namespace").asText());
                })
                .toList();
    }

    static List<OracleCase> lifted() {
        return lines("oracle/validation-lifted.jsonl.gz").stream()
                .map(line -> new OracleCase("lifted " + line.get("test").asText(), line.get("object"), line, "default"))
                .toList();
    }

    static List<OracleCase> documents() {
        return lines("oracle/documents.jsonl.gz").stream()
                .map(line -> new OracleCase(
                        "documents " + line.get("source").asText(),
                        DocumentReader.standard()
                                .read(line.get("yaml").asText())
                                .get(0)
                                .root(),
                        line,
                        line.get("namespaceUsed").asText()))
                .toList();
    }

    private static List<JsonNode> lines(String file) {
        return SharedData.lines(file).stream()
                .map(line -> {
                    try {
                        return JSON.readTree(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    /** Istio's answer to exactly the JSON shown. */
    JsonNode answer() {
        return expected.has("fromJson") ? expected.get("fromJson") : expected;
    }

    String kind() {
        return object.path("kind").asText();
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
