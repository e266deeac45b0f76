package io.meshprovisioner.spec;

import io.meshprovisioner.error.SpecProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** Collects what is wrong and, apart, what is only unwise. */
final class Problems {
    private static final int LONGEST = 80;

    private final List<SpecProblem> errors = new ArrayList<>();
    private final List<SpecProblem> warnings = new ArrayList<>();

    void add(String path, String message, String advice) {
        errors.add(new SpecProblem(path, message, advice));
    }

    void warn(String path, String message, String advice) {
        warnings.add(new SpecProblem(path, message, advice));
    }

    /** Reports a name that no namespace can have. */
    void namespace(String path, String name) {
        if (!KubernetesNames.isDnsLabel(name)) {
            add(
                    path,
                    "\"" + shown(name) + "\" cannot name a namespace.",
                    "Use 1 to 63 lower-case letters, digits and hyphens, no hyphen first or last.");
        }
    }

    List<SpecProblem> errors() {
        return List.copyOf(errors);
    }

    List<SpecProblem> warnings() {
        return List.copyOf(warnings);
    }

    /** Reports each value that was there before, at its own place. */
    void duplicates(List<String> values, IntFunction<String> path) {
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < values.size(); index++) {
            if (!seen.add(values.get(index))) {
                add(path.apply(index), "\"" + shown(values.get(index)) + "\" is there twice.", "Remove one of them.");
            }
        }
    }

    /** A user's text as it may stand in a message: one line, not too long. */
    static String shown(String text) {
        StringBuilder result = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c)) {
                result.append(String.format("\\u%04x", c));
            } else {
                result.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > LONGEST ? result + "..." : result.toString();
    }
}
