package io.meshprovisioner.istio.validation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a CRD of one release says about one place of an object.
 *
 * @param type of the value
 * @param fields by name, of an object
 * @param required names of fields that have to be there
 * @param laterFields fields that a later release has, with the minor that brought each
 * @param items of a list
 * @param values of a map
 * @param choices the texts that are allowed; empty if any is
 * @param laterChoices texts that a later release allows, with the minor that brought each
 * @param limits of size and of value
 * @param pattern that the text has to match
 * @param oneOf groups of fields of which one at most can be set
 * @param rules the CEL rules
 * @param listKey the field that tells items of a list apart
 * @param traits the rest
 */
record SchemaNode(
        Type type,
        Map<String, SchemaNode> fields,
        Set<String> required,
        Map<String, Integer> laterFields,
        @Nullable SchemaNode items,
        @Nullable SchemaNode values,
        Set<String> choices,
        Map<String, Integer> laterChoices,
        Limits limits,
        @Nullable Pattern pattern,
        List<List<String>> oneOf,
        List<CelRule> rules,
        @Nullable String listKey,
        Set<Trait> traits) {

    enum Type {
        OBJECT,
        ARRAY,
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        INTEGER_OR_STRING,
        ANY
    }

    enum Trait {
        /** Null is a value. */
        NULLABLE,
        /** Fields that the schema does not know are kept. */
        OPEN,
        /** The text is a duration for Istio's decoder. */
        DURATION,
        /** The text holds bytes in base 64. */
        BYTES,
        /** A signed integer of 32 bits; without it an integer is unsigned. */
        INT32,
        /** The keys of the map are integers. */
        INTEGER_KEYS,
        /** A field has a name with an underscore. */
        SNAKE_CASE
    }

    /** Bounds; absent ones are infinite, or zero for the least size. */
    record Limits(double min, double max, int minSize, int maxSize) {
        static final Limits NONE = new Limits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, Integer.MAX_VALUE);

        /** Whether a number is within the bounds, or a text, list or mapping as long as it has to be. */
        boolean allow(JsonNode json) {
            return json.isNumber() ? hasRange(json.doubleValue()) : hasSize(size(json));
        }

        boolean areNone() {
            return min == NONE.min && max == NONE.max && minSize == 0 && maxSize == NONE.maxSize;
        }

        boolean hasRange(double number) {
            return number >= min && number <= max;
        }

        boolean hasSize(int size) {
            return size >= minSize && size <= maxSize;
        }

        /** Number of characters, items or entries. */
        static int size(JsonNode json) {
            return json.isTextual()
                    ? json.textValue().codePointCount(0, json.textValue().length())
                    : json.size();
        }
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
