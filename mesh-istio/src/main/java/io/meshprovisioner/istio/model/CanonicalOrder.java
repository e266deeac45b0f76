package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.schema.FieldFacts;
import io.meshprovisioner.istio.model.schema.FieldType.Shape;
import io.meshprovisioner.istio.model.schema.IstioSchema;
import io.meshprovisioner.istio.model.schema.KindFacts;
import io.meshprovisioner.istio.model.schema.MessageFacts;
import io.meshprovisioner.istio.yaml.Members;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Puts a tree into the order of Istio's reference: fields as documented, entries of a map by key, what is unknown last
 * and as it was. Parts that are in order already are not copied.
 */
final class CanonicalOrder {
    private static final Comparator<String> TOP = listed("apiVersion", "kind", "metadata", "spec");
    private static final Comparator<String> METADATA = listed("name", "namespace", "labels", "annotations");
    private static final BiFunction<String, JsonNode, JsonNode> AS_IT_IS = (name, value) -> value;

    private final IstioSchema schema;

    private CanonicalOrder(IstioSchema schema) {
        this.schema = schema;
    }

    static ObjectNode of(ObjectNode root) {
        return ordered(root, TOP, (name, value) -> switch (name) {
            case "metadata" -> metadata(value);
            case "spec" -> spec(value, root);
            default -> value;
        });
    }

    private static JsonNode spec(JsonNode spec, ObjectNode root) {
        String apiVersion = root.path("apiVersion").asText("");
        String group = apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
        String kind = root.path("kind").asText("");
        Optional<IstioSchema> schema = IstioSchema.having(group, kind);
        if (schema.isEmpty()) {
            return spec;
        }
        KindFacts facts = schema.get().kind(group, kind).orElseThrow();
        return new CanonicalOrder(schema.get()).message(spec, schema.get().spec(facts));
    }

    private static JsonNode metadata(JsonNode metadata) {
        return metadata instanceof ObjectNode object
                ? ordered(
                        object,
                        METADATA,
                        (name, value) -> name.equals("labels") || name.equals("annotations") ? byKey(value) : value)
                : metadata;
    }

    private static JsonNode byKey(JsonNode map) {
        return map instanceof ObjectNode object ? ordered(object, Comparator.naturalOrder(), AS_IT_IS) : map;
    }

    private JsonNode message(JsonNode node, MessageFacts message) {
        return node instanceof ObjectNode object
                ? ordered(object, message.order(), (name, value) -> field(value, message.find(name)))
                : node;
    }

    private JsonNode field(JsonNode value, @Nullable FieldFacts field) {
        if (field == null || !value.isContainerNode()) {
            return value;
        }
        Shape shape = field.type().shape();
        MessageFacts message = schema.message(field).orElse(null);
        if (shape == Shape.MAP && value instanceof ObjectNode map) {
            return message == null
                    ? byKey(map)
                    : ordered(map, Comparator.naturalOrder(), (name, entry) -> message(entry, message));
        }
        if (message == null) {
            return value;
        }
        return shape == Shape.LIST && value.isArray() ? elements(value, message) : message(value, message);
    }

    @SuppressWarnings("ReferenceEquality") // the question is whether a copy was made
    private JsonNode elements(JsonNode list, MessageFacts message) {
        List<JsonNode> elements = new ArrayList<>(list.size());
        boolean same = true;
        for (JsonNode element : list) {
            JsonNode ordered = message(element, message);
            same &= ordered == element;
            elements.add(ordered);
        }
        return same ? list : Trees.array(elements);
    }

    /** The object with its members in order and each changed; the object itself when that is no difference. */
    @SuppressWarnings("ReferenceEquality") // the question is whether a copy was made
    private static ObjectNode ordered(
            ObjectNode object, Comparator<String> order, BiFunction<String, JsonNode, JsonNode> change) {
        Collection<Map.Entry<String, JsonNode>> entries = object.properties();
        boolean same = true;
        if (!isOrdered(entries, order)) {
            same = false;
            entries = entries.stream().sorted(Map.Entry.comparingByKey(order)).toList();
        }
        Members members = new Members(object.size());
        for (Map.Entry<String, JsonNode> entry : entries) {
            JsonNode changed = change.apply(entry.getKey(), entry.getValue());
            same &= changed == entry.getValue();
            members.put(entry.getKey(), changed);
        }
        return same ? object : members.toObject();
    }

    private static boolean isOrdered(Collection<Map.Entry<String, JsonNode>> entries, Comparator<String> order) {
        String before = null;
        for (Map.Entry<String, JsonNode> entry : entries) {
            if (before != null && order.compare(before, entry.getKey()) > 0) {
                return false;
            }
            before = entry.getKey();
        }
        return true;
    }

    private static Comparator<String> listed(String... first) {
        List<String> names = List.of(first);
        return Comparator.comparingInt(name -> names.contains(name) ? names.indexOf(name) : names.size());
    }
}
