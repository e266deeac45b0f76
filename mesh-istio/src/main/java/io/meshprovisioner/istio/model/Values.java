package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads nodes as the types of fields, in every spelling that protojson accepts, and says what does not fit. */
final class Values {
    private Values() {}

    static String text(String field, JsonNode value) {
        if (!value.isTextual()) {
            throw misfit(field, value, "text");
        }
        return value.textValue();
    }

    static boolean flag(String field, JsonNode value) {
        if (!value.isBoolean()) {
            throw misfit(field, value, "true or false");
        }
        return value.booleanValue();
    }

    /** A whole number, also written as text or with a fraction of zero. */
    static long whole(String field, JsonNode value) {
        if (value.canConvertToLong() && value.canConvertToExactIntegral()) {
            return value.longValue();
        }
        if (value.isTextual()) {
            try {
                return Long.parseLong(value.textValue());
            } catch (NumberFormatException e) {
                throw misfit(field, value, "a whole number");
            }
        }
        throw misfit(field, value, "a whole number");
    }

    static double decimal(String field, JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (value.isTextual()) {
            try {
                return Double.parseDouble(value.textValue());
            } catch (NumberFormatException e) {
                throw misfit(field, value, "a number");
            }
        }
        throw misfit(field, value, "a number");
    }

    /** A number without a fraction is written without a point. */
    static JsonNode decimal(double value) {
        return value == (int) value ? Trees.of((int) value) : Trees.of(value);
    }

    static <E extends Enum<E>> E constant(String field, String value, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.toString().equals(value)) {
                return constant;
            }
        }
        throw new IllegalStateException(field + " is \"" + value + "\", not one of " + List.of(type.getEnumConstants())
                + "; the document says what its type does not know");
    }

    static ObjectNode object(String field, JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            throw misfit(field, value, "a mapping");
        }
        return object;
    }

    static List<JsonNode> list(String field, @Nullable JsonNode value) {
        if (value != null && !value.isArray()) {
            throw misfit(field, value, "a list");
        }
        return Trees.elements(value);
    }

    static <V> Map<String, V> map(String field, @Nullable JsonNode value, BiFunction<String, JsonNode, V> read) {
        Map<String, V> map = new LinkedHashMap<>();
        if (value != null) {
            object(field, value)
                    .properties()
                    .forEach(entry -> map.put(entry.getKey(), read.apply(entry.getKey(), entry.getValue())));
        }
        return Collections.unmodifiableMap(map);
    }

    private static IllegalStateException misfit(String field, JsonNode value, String expected) {
        String written = value.toString();
        String shown = written.length() > 60 ? written.substring(0, 60) + "..." : written;
        return new IllegalStateException(field + " is " + shown + ", not " + expected + "; correct it in the document");
    }
}
