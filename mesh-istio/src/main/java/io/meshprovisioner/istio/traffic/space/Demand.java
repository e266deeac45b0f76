package io.meshprovisioner.istio.traffic.space;

import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import io.meshprovisioner.istio.traffic.rule.TextMatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule demands of one dimension.
 *
 * @param anyCase whether capitals do not count
 * @param segments whether a prefix ends at a slash
 * @param negated whether the match must fail; a missing header is then compared as an empty one, a missing claim is not
 */
record Demand(Dimension dimension, TextMatch match, boolean anyCase, boolean segments, boolean negated) {

    /** All demands of a condition; none of a missing one. */
    static List<Demand> of(@Nullable HttpCondition condition) {
        if (condition == null) {
            return List.of();
        }
        List<Demand> all = new ArrayList<>();
        TextMatch uri = condition.uri();
        if (uri != null && !isAnyPath(uri)) {
            all.add(new Demand(Dimension.PATH, uri, condition.ignoreUriCase(), condition.separatedPrefix(), false));
        }
        plain(all, Dimension.METHOD, condition.method());
        plain(all, Dimension.AUTHORITY, condition.authority());
        plain(all, Dimension.SCHEME, condition.scheme());
        condition.headers().forEach((name, match) -> plain(all, Dimension.header(name), match));
        condition
                .withoutHeaders()
                .forEach((name, match) -> all.add(new Demand(Dimension.header(name), match, false, false, true)));
        condition.queryParams().forEach((name, match) -> plain(all, Dimension.parameter(name), match));
        return List.copyOf(all);
    }

    private static boolean isAnyPath(TextMatch uri) {
        return uri.kind() == TextMatch.Kind.PRESENT
                || (uri.kind() == TextMatch.Kind.PREFIX && uri.value().equals("/"));
    }

    private static void plain(List<Demand> all, Dimension dimension, @Nullable TextMatch match) {
        if (match != null) {
            all.add(new Demand(dimension, match, false, false, false));
        }
    }

    /** Whether a text fulfils it; null is a missing one. */
    boolean holds(@Nullable String text) {
        if (dimension.kind() == Dimension.Kind.CLAIM) {
            return negated != (text != null && ClaimTexts.values(text).stream().anyMatch(this::fits));
        }
        if (match.kind() == TextMatch.Kind.PRESENT) {
            return negated == (text == null);
        }
        if (negated) {
            return !fits(text == null ? "" : text);
        }
        return text != null && fits(text);
    }

    /** Whether one text is as the match says, negated or not. */
    boolean fits(String text) {
        if (segments && match.kind() == TextMatch.Kind.PREFIX) {
            String prefix = segmentPrefix();
            return text.regionMatches(anyCase, 0, prefix, 0, prefix.length())
                    && (text.length() == prefix.length() || text.charAt(prefix.length()) == '/');
        }
        return anyCase ? match.matchesIgnoringCase(text) : match.matches(text);
    }

    /** The prefix without the slash at its end. */
    String segmentPrefix() {
        String value = match.value();
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    @Override
    public String toString() {
        return (negated ? "not: " : "") + dimension + " " + match + (anyCase ? " in any case" : "");
    }
}
