package io.meshprovisioner.istio.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Counts what one input uses up and fails with the place where a limit is passed. */
final class Budget {
    /** So many digits fit into a long, also of base 16. */
    private static final int SURELY_LONG = 15;

    private final Limits limits;
    private final @Nullable String source;
    private long nodes;
    private long characters;

    Budget(Limits limits, @Nullable String source) {
        this.limits = limits;
        this.source = source;
    }

    long nodes() {
        return nodes;
    }

    long characters() {
        return characters;
    }

    void spend(long moreNodes, long moreCharacters, int line) {
        nodes += moreNodes;
        characters += moreCharacters;
        if (nodes > limits.nodes()) {
            throw fail(line, "more than " + limits.nodes() + " values, aliases followed; split the input");
        }
        if (characters > 2L * limits.bytes()) {
            throw fail(
                    line,
                    "more than " + 2L * limits.bytes() + " characters of text, aliases followed; split the input");
        }
    }

    void checkDepth(int depth, int line) {
        if (depth > limits.depth()) {
            throw fail(line, "mappings and lists nest deeper than " + limits.depth() + " levels");
        }
    }

    /** Whether so many characters are few enough for a whole number to be read without looking at its length. */
    boolean isShort(int characters) {
        return characters < SURELY_LONG && characters <= limits.digits();
    }

    JsonNode integer(String digits, int radix, int line) {
        checkNumber(digits, line);
        return Trees.number(
                digits.length() < SURELY_LONG ? Long.valueOf(digits, radix) : new BigInteger(digits, radix));
    }

    JsonNode fraction(String text, int line) {
        checkNumber(text, line);
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw fail(line, "the number " + text + " is too large");
        }
        return Trees.number(value);
    }

    private void checkNumber(String text, int line) {
        if (text.length() > limits.digits()) {
            throw fail(line, "a number of " + text.length() + " characters; " + limits.digits() + " are allowed");
        }
    }

    MalformedDocumentException twice(String key, int line, @Nullable Location first) {
        String firstLine = first == null ? "" : ", first in line " + first.line();
        return fail(line, "the key \"" + key + "\" stands twice in one mapping" + firstLine + "; keep one of them");
    }

    MalformedDocumentException fail(int line, String reason) {
        return new MalformedDocumentException(source, line, reason);
    }
}
