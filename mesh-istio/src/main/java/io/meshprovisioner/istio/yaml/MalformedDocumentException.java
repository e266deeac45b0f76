package io.meshprovisioner.istio.yaml;

import org.jspecify.annotations.Nullable;

/** A text that is not YAML or JSON, or that goes beyond what a manifest may be; the message says where and why. */
public final class MalformedDocumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String source;
    private final int line;
    private final String reason;

    MalformedDocumentException(@Nullable String source, int line, String reason) {
        super(place(source, line) + ": " + reason);
        this.source = source;
        this.line = line;
        this.reason = reason;
    }

    /** The file, or null when the text came from memory. */
    public @Nullable String source() {
        return source;
    }

    /** The line, counted from 1; 0 when the whole input is meant. */
    public int line() {
        return line;
    }

    /** What is wrong, without the place. */
    public String reason() {
        return reason;
    }

    private static String place(@Nullable String source, int line) {
        String name = source == null ? "input" : source;
        return line > 0 ? name + " line " + line : name;
    }
}
