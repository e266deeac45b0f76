package io.meshprovisioner.testkit.kube.schema;

import java.util.List;

/**
 * What is wrong with one field of an object.
 *
 * @param reason such as FieldValueInvalid
 * @param field its path
 * @param message in an API server's words, without the path
 */
public record Problem(String reason, String field, String message) {

    /** A value that is not allowed; {@code value} as JSON. */
    public static Problem invalid(String field, String value, String why) {
        return new Problem("FieldValueInvalid", field, "Invalid value: " + value + ": " + why);
    }

    public static Problem required(String field, String why) {
        return new Problem("FieldValueRequired", field, "Required value" + (why.isEmpty() ? "" : ": " + why));
    }

    public static Problem forbidden(String field, String why) {
        return new Problem("FieldValueForbidden", field, "Forbidden: " + why);
    }

    public static Problem duplicate(String field, String value) {
        return new Problem("FieldValueDuplicate", field, "Duplicate value: " + value);
    }

    public static Problem unsupported(String field, String value, List<String> supported) {
        return new Problem(
                "FieldValueNotSupported",
                field,
                "Unsupported value: " + value + ": supported values: \"" + String.join("\", \"", supported) + "\"");
    }
}
