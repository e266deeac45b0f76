package io.meshprovisioner.istio.traffic.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a text: StringMatch. Regular expressions are RE2 and must match the whole text; one that cannot be
 * compiled matches nothing.
 */
public final class TextMatch {
    /** How the value is compared. */
    public enum Kind {
        EXACT,
        PREFIX,
        REGEX,
        /** Nothing is compared: the text only has to be there. Also the expression {@code *}, which is no RE2. */
        PRESENT
    }

    private final Kind kind;
    private final String value;
    private final @Nullable Pattern pattern;

    private TextMatch(Kind kind, String value) {
        this.kind = kind;
        this.value = value;
        this.pattern = kind == Kind.REGEX ? compile(value) : null;
    }

    private static @Nullable Pattern compile(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    /** A comparison with a value. */
    public static TextMatch of(Kind kind, String value) {
        return new TextMatch(kind, value);
    }

    /** Reads a StringMatch; null where there is none. */
    static @Nullable TextMatch read(Node node) {
        if (!node.present()) {
            return null;
        }
        Node one = node.lastOf("exact", "prefix", "regex");
        if (!one.present()) {
            return new TextMatch(Kind.PRESENT, "");
        }
        return switch (one.name()) {
            case "prefix" -> new TextMatch(Kind.PREFIX, one.text());
            case "regex" ->
                one.text().equals("*") ? new TextMatch(Kind.PRESENT, "*") : new TextMatch(Kind.REGEX, one.text());
            default -> new TextMatch(Kind.EXACT, one.text());
        };
    }

    public Kind kind() {
        return kind;
    }

    /** The value, prefix or expression; empty for mere presence. */
    public String value() {
        return value;
    }

    /** Whether a text that is there fits. */
    public boolean matches(String text) {
        return switch (kind) {
            case EXACT -> text.equals(value);
            case PREFIX -> text.startsWith(value);
            case REGEX -> pattern != null && pattern.matches(text);
            case PRESENT -> true;
        };
    }

    /** The same without regard to case; an expression is compared as it is. */
    public boolean matchesIgnoringCase(String text) {
        return switch (kind) {
            case EXACT -> text.equalsIgnoreCase(value);
            case PREFIX -> text.regionMatches(true, 0, value, 0, value.length());
            default -> matches(text);
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TextMatch that && kind == that.kind && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, value);
    }

    /** As one would say it. */
    @Override
    public String toString() {
        return switch (kind) {
            case EXACT -> "is \"" + value + "\"";
            case PREFIX -> "begins with \"" + value + "\"";
            case REGEX -> "matches " + value;
            case PRESENT -> "is there";
        };
    }
}
