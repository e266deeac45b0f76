package io.meshprovisioner.istio.model.schema;

import org.jspecify.annotations.Nullable;

/**
 * The type of a field.
 *
 * @param shape one value, a list or a map with text keys
 * @param scalar what the value, or each element, is
 * @param reference the message or enum by name; null for the others
 */
public record FieldType(
        Shape shape, Scalar scalar, @Nullable String reference) {

    /** How many values. */
    public enum Shape {
        SINGLE,
        LIST,
        MAP
    }

    /** What one value is. */
    public enum Scalar {
        STRING,
        BOOL,
        INT32,
        UINT32,
        UINT64,
        DOUBLE,
        /** Seconds and fractions with a unit, for example {@code 1.5s}. */
        DURATION,
        /** Base64 text. */
        BYTES,
        /** Any object. */
        STRUCT,
        ENUM,
        MESSAGE
    }
}
