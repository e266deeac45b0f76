package io.meshprovisioner.istio.validation.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Regular expressions in RE2 syntax, the one that Envoy runs. */
public final class Regexes {
    /** The longest expression, in bytes, that Istio takes. */
    public static final int MAX_LENGTH = 1024;

    private Regexes() {}

    /** What keeps the text from being an expression, or null. */
    public static @Nullable String syntaxProblem(String expression) {
        try {
            Pattern.compile(expression);
            return null;
        } catch (PatternSyntaxException e) {
            return e.getDescription()
                    + (e.getPattern() == null || e.getPattern().isEmpty() ? "" : ": " + e.getPattern());
        }
    }

    public static boolean isTooLong(String expression) {
        return expression.length() > MAX_LENGTH || expression.getBytes(StandardCharsets.UTF_8).length > MAX_LENGTH;
    }
}
