package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** JSON trees as the JSON protocols write them. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode texts(Iterable<String> items) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items.forEach(array::add);
        return array;
    }

    static <T> ArrayNode list(Iterable<T> items, java.util.function.Function<T, ? extends JsonNode> each) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> array.add(each.apply(item)));
        return array;
    }

    static <K, V> ArrayNode entries(Map<K, V> items, BiFunction<K, V, ? extends JsonNode> each) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items.forEach((key, value) -> array.add(each.apply(key, value)));
        return array;
    }

    static ObjectNode map(Map<String, String> items) {
        ObjectNode node = object();
        items.forEach(node::put);
        return node;
    }

    /** Seconds since the epoch with fractions, as timestamps are in JSON bodies. */
    static double time(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }

    static void put(ObjectNode node, String name, Optional<String> value) {
        value.ifPresent(text -> node.put(name, text));
    }

    /** Reads a request body; an empty one is an empty object. */
    static ObjectNode read(String body) {
        if (body.isBlank()) {
            return object();
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode node) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw AwsError.of("SerializationException", "The body is not JSON: %s", e.getOriginalMessage());
        }
        throw AwsError.of("SerializationException", "The body is not a JSON object.");
    }
}
