package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.schema.FieldFacts;
import io.meshprovisioner.istio.model.schema.FieldType.Shape;
import io.meshprovisioner.istio.model.schema.IstioSchema;
import io.meshprovisioner.istio.model.schema.MessageFacts;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts a tree into the order of Istio's reference: fields as documented, entries of a map by key, what is unknown last
 * and as it was.
 */
final class CanonicalOrder {
    private static final List<String> TOP = List.of("apiVersion", "kind", "metadata", "spec");
    private static final List<String> METADATA = List.of("name", "namespace", "labels", "annotations");

    private final IstioSchema schema;

    private CanonicalOrder(IstioSchema schema) {
        this.schema = schema;
    }

    static ObjectNode of(ObjectNode root) {
        String apiVersion = root.path("apiVersion").asText("");
        String group = apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
        Map<String, JsonNode> members = Trees.members(listed(root, TOP));
        members.computeIfPresent("metadata", (name, value) -> metadata(value));
        String kind = root.path("kind").asText("");
        IstioSchema.having(group, kind).ifPresent(schema -> {
            MessageFacts spec = schema.spec(schema.kind(group, kind).orElseThrow());
            members.computeIfPresent("spec", (name, value) -> new CanonicalOrder(schema).message(value, spec));
        });
        return Trees.object(members);
    }

    private static JsonNode metadata(JsonNode metadata) {
        if (!(metadata instanceof ObjectNode object)) {
            return metadata;
        }
        Map<String, JsonNode> members = Trees.members(listed(object, METADATA));
        for (String map : List.of("labels", "annotations")) {
            members.computeIfPresent(
                    map, (name, value) -> value instanceof ObjectNode entries ? byKey(entries) : value);
        }
        return Trees.object(members);
    }

    private static ObjectNode listed(ObjectNode object, List<String> first) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        first.forEach(name -> Optional.ofNullable(object.get(name)).ifPresent(value -> members.put(name, value)));
        object.properties().forEach(member -> members.putIfAbsent(member.getKey(), member.getValue()));
        return Trees.object(members);
    }

    private static ObjectNode byKey(ObjectNode map) {
        return Trees.object(new LinkedHashMap<>(new TreeMap<>(Trees.members(map))));
    }

    private JsonNode message(JsonNode node, MessageFacts message) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        for (FieldFacts field : message.fields()) {
            JsonNode value = object.get(field.name());
            if (value != null) {
                members.put(field.name(), field(value, field));
            }
        }
        object.properties().forEach(member -> {
            if (!members.containsKey(member.getKey())) {
                JsonNode value = message.fieldByOriginalName(member.getKey())
                        .map(field -> field(member.getValue(), field))
                        .orElse(member.getValue());
                members.put(member.getKey(), value);
            }
        });
        return Trees.object(members);
    }

    private JsonNode field(JsonNode value, FieldFacts field) {
        Optional<MessageFacts> message = schema.message(field);
        Shape shape = field.type().shape();
        if (shape == Shape.MAP && value instanceof ObjectNode map) {
            ObjectNode sorted = byKey(map);
            return message.isEmpty() ? sorted : entries(sorted, message.get());
        }
        if (message.isEmpty()) {
            return value;
        }
        if (shape == Shape.LIST && value.isArray()) {
            List<JsonNode> elements = new ArrayList<>(value.size());
            value.forEach(element -> elements.add(message(element, message.get())));
            return Trees.array(elements);
        }
        return message(value, message.get());
    }

    private ObjectNode entries(ObjectNode map, MessageFacts message) {
        Map<String, JsonNode> members = Trees.members(map);
        members.replaceAll((key, value) -> message(value, message));
        return Trees.object(members);
    }
}
