package io.meshprovisioner.istio.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an unquoted YAML scalar means. Follows kubectl's parser (go-yaml v2: YAML 1.1 words for true and false, octal
 * and underscored integers), so that a manifest means here what it means there.
 */
final class PlainScalar {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUES =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSES =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NOT_JSON = Set.of(
            ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN");
    private static final String INDICATORS = "=<!*&|>'\"%@`{}[],#?:";
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F_]+)|0[bB]([01_]+)|0[oO]?([0-7_]+)|([0-9][0-9_]*))");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern OTHER_PARSERS_NUMBER = Pattern.compile(
            "[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|[-+]?(\\.[0-9_]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?"
                    + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?");

    private PlainScalar() {}

    static JsonNode resolve(String text, Budget budget, int line) {
        if (NULLS.contains(text)) {
            return NullNode.getInstance();
        }
        char first = text.charAt(0);
        if (!(first >= '0' && first <= '9') && first != '-' && first != '+' && first != '.') {
            return word(text);
        }
        if (NOT_JSON.contains(text)) {
            throw budget.fail(line, text + " is not a number that a manifest can hold");
        }
        Matcher integer = INTEGER.matcher(text);
        if (integer.matches()) {
            return integer(integer, text, budget, line);
        }
        if (FLOAT.matcher(text).matches()) {
            return budget.fraction(text, line);
        }
        return TextNode.valueOf(text);
    }

    private static JsonNode word(String text) {
        if (text.length() <= 5) {
            if (TRUES.contains(text)) {
                return BooleanNode.TRUE;
            }
            if (FALSES.contains(text)) {
                return BooleanNode.FALSE;
            }
        }
        return TextNode.valueOf(text);
    }

    private static JsonNode integer(Matcher match, String text, Budget budget, int line) {
        int[] radixes = {16, 2, 8, 10};
        String sign = match.group(1).equals("-") ? "-" : "";
        for (int group = 2; group <= 5; group++) {
            String digits = match.group(group);
            if (digits != null && !digits.replace("_", "").isEmpty()) {
                return budget.integer(sign + digits.replace("_", ""), radixes[group - 2], line);
            }
        }
        return TextNode.valueOf(text);
    }

    /** Whether {@code text}, written without quotes, would be read as something else by this or another parser. */
    static boolean needsQuotes(String text) {
        if (text.isEmpty() || NULLS.contains(text) || TRUES.contains(text) || FALSES.contains(text)) {
            return true;
        }
        char first = text.charAt(0);
        if (INDICATORS.indexOf(first) >= 0 || text.chars().anyMatch(PlainScalar::isUnusual)) {
            return true;
        }
        boolean mayBeNumber = (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
        return mayBeNumber
                && text.length() < 1000
                && (INTEGER.matcher(text).matches()
                        || OTHER_PARSERS_NUMBER.matcher(text).matches()
                        || NOT_JSON.contains(text));
    }

    /** Control characters and line breaks that only YAML knows; a newline alone may stand in a block. */
    private static boolean isUnusual(int c) {
        return (c < ' ' && c != '\n') || (c >= 0x7f && c <= 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff;
    }
}
