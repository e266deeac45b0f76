package io.meshprovisioner.testkit.aws.protocol;

import java.util.Locale;
import java.util.Map;

/** An error answer of a service: its code, HTTP status and modelled fields. Carries no stack trace. */
public final class AwsError extends RuntimeException {
    private final int status;
    private final String code;
    private final transient Map<String, Object> fields;

    /** @param fields modelled members besides the message, such as {@code clusterName}; used by the JSON protocols */
    public AwsError(int status, String code, String message, Map<String, Object> fields) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.fields = Map.copyOf(fields);
    }

    /** A client error with status 400. */
    public static AwsError of(String code, String format, Object... arguments) {
        return new AwsError(400, code, text(format, arguments), Map.of());
    }

    /** A client error with the given status. */
    public static AwsError of(int status, String code, String format, Object... arguments) {
        return new AwsError(status, code, text(format, arguments), Map.of());
    }

    private static String text(String format, Object... arguments) {
        return arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
    }

    /** The same error with one more modelled member. */
    public AwsError with(String name, Object value) {
        Map<String, Object> more = new java.util.TreeMap<>(fields);
        more.put(name, value);
        return new AwsError(status, code, text(), more);
    }

    /** The message, never null. */
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Map<String, Object> fields() {
        return fields;
    }
}
