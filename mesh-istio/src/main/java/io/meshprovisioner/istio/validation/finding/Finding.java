package io.meshprovisioner.istio.validation.finding;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One thing that validation has to say.
 *
 * @param severity whether the object is refused for it
 * @param layer who says so
 * @param rule a stable id such as {@code virtualservice.http.route-and-redirect}, or Istio's code such as IST0101
 * @param resource the object, as {@code Kind namespace/name}
 * @param path where, as {@code spec.http[0].route}; empty for the whole object
 * @param lineNumber the line in the text that the object was read from, 0 if there is none
 * @param problem what is wrong
 * @param advice what to do
 * @param source the document or code that the rule follows
 */
public record Finding(
        Severity severity,
        Layer layer,
        String rule,
        String resource,
        String path,
        int lineNumber,
        String problem,
        String advice,
        String source) {

    /** The line, where the object was read from text. */
    public OptionalInt line() {
        return lineNumber > 0 ? OptionalInt.of(lineNumber) : OptionalInt.empty();
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The same finding with a line; a line below 1 or null leaves it as it is. */
    public Finding atLine(@Nullable Integer line) {
        return line == null || line < 1
                ? this
                : new Finding(severity, layer, rule, resource, path, line, problem, advice, source);
    }

    @Override
    public String toString() {
        String where = path.isEmpty() ? resource : resource + " " + path;
        String line = lineNumber > 0 ? " (line " + lineNumber + ")" : "";
        return severity + " " + where + line + ": " + problem + ". " + advice + " [" + rule + "]";
    }
}
