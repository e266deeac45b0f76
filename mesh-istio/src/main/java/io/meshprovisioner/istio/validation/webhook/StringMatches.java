package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.text.Regexes;

/** Matches of a text: exact, by prefix or by regular expression. */
final class StringMatches {
    private StringMatches() {}

    /** The member that decides: the last one set. */
    static Node active(Node match) {
        return match.lastOf("exact", "prefix", "regex");
    }

    /** Checks a match whose prefix must not be empty, since 1.22. */
    static void check(Context context, Node match, String what) {
        Node active = active(match);
        if (!active.present()) {
            return;
        }
        if (context.since(22) && active.name().equals("prefix") && active.text().isEmpty()) {
            context.error(
                    active,
                    "match.prefix-empty",
                    "the prefix to match the " + what + " with is empty",
                    "Write a prefix, or leave the match out: an empty prefix matches everything");
        }
        checkActiveRegex(context, active, what);
    }

    /** Checks the regular expression, if the match is by one. */
    static void checkRegex(Context context, Node match, String what) {
        checkActiveRegex(context, active(match), what);
    }

    private static void checkActiveRegex(Context context, Node active, String what) {
        if (!active.present() || !active.name().equals("regex")) {
            return;
        }
        if (active.text().isEmpty()) {
            context.error(
                    active,
                    "match.regex-empty",
                    "the regular expression to match the " + what + " with is empty",
                    "Write an expression, or leave the match out");
        } else {
            checkExpression(context, active, what);
        }
    }

    static void checkExpression(Context context, Node expression, String what) {
        if (context.since(13) && Regexes.isTooLong(expression.text())) {
            context.error(
                    expression,
                    "match.regex-length",
                    "the regular expression for the " + what + " has more than " + Regexes.MAX_LENGTH + " bytes",
                    "Shorten it, or split the rule into several matches");
            return;
        }
        String problem = Regexes.syntaxProblem(expression.text());
        if (problem != null) {
            context.error(
                    expression,
                    "match.regex-syntax",
                    "the regular expression for the " + what + " cannot be read: " + problem,
                    "Use RE2 syntax (https://github.com/google/re2/wiki/Syntax): no lookaround, no back-references");
        }
    }
}
