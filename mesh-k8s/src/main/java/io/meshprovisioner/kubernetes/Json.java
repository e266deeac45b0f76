package io.meshprovisioner.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Documents as plain maps; client-java's own reader would turn every number into a double. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};

    private Json() {}

    /** A document; empty where the bytes are none. */
    static Optional<Map<String, Object>> document(byte[] bytes) {
        try {
            return Optional.ofNullable(MAPPER.readValue(bytes, DOCUMENT));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static byte[] bytes(Object document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The document cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    static Map<String, Object> map(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of();
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> typed = (Map<String, Object>) map;
        return typed;
    }

    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
