package io.meshprovisioner.istio.validation.text;

import org.jspecify.annotations.Nullable;

/**
 * Values of headers that Envoy adds or sets: text without control characters, in which {@code %NAME%} and
 * {@code %NAME(arguments)%} stand for what Envoy knows and {@code %%} for a percent sign.
 */
public final class HeaderValues {
    private enum Expect {
        TEXT,
        VARIABLE,
        ARGUMENTS,
        STRING,
        INSIDE_STRING,
        COMMA_OR_END,
        CLOSING_PARENTHESIS,
        CLOSING_PERCENT
    }

    private HeaderValues() {}

    /** What is wrong with the value, or null. */
    public static @Nullable String problem(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 0x20 && c != '\t') || c == 0x7f) {
                return "it holds the control character 0x" + Integer.toHexString(c);
            }
        }
        return variableProblem(value);
    }

    private static @Nullable String variableProblem(String value) {
        Expect expect = Expect.TEXT;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean last = i == value.length() - 1;
            switch (expect) {
                case TEXT -> {
                    if (c == '%' && last) {
                        return "it ends in a single percent sign";
                    }
                    if (c == '%' && value.charAt(i + 1) == '%') {
                        i++;
                    } else if (c == '%') {
                        expect = Expect.VARIABLE;
                    }
                }
                case VARIABLE -> expect = c == '%' ? Expect.TEXT : c == '(' ? Expect.ARGUMENTS : expect;
                case ARGUMENTS ->
                    expect = c == '['
                            ? Expect.STRING
                            : c == ' ' ? expect : Expect.INSIDE_STRING; // bare arguments are text
                case STRING -> {
                    if (c != '"' && c != ' ') {
                        return unexpected(c, i, "a double quote");
                    }
                    expect = c == '"' ? Expect.INSIDE_STRING : expect;
                }
                case INSIDE_STRING -> {
                    if (c == '\\' && last) {
                        return "it ends in a single backslash";
                    }
                    if (c == '\\') {
                        i++;
                    } else {
                        expect = c == ')' ? Expect.CLOSING_PERCENT : c == '"' ? Expect.COMMA_OR_END : expect;
                    }
                }
                case COMMA_OR_END -> {
                    if (c != ',' && c != ']' && c != ' ') {
                        return unexpected(c, i, "a comma or a closing bracket");
                    }
                    expect = c == ',' ? Expect.STRING : c == ']' ? Expect.CLOSING_PARENTHESIS : expect;
                }
                case CLOSING_PARENTHESIS -> {
                    if (c != ')' && c != ' ') {
                        return unexpected(c, i, "a closing parenthesis");
                    }
                    expect = c == ')' ? Expect.CLOSING_PERCENT : expect;
                }
                case CLOSING_PERCENT -> {
                    if (c != '%' && c != ' ') {
                        return unexpected(c, i, "a percent sign");
                    }
                    expect = c == '%' ? Expect.TEXT : expect;
                }
            }
        }
        return expect == Expect.TEXT ? null : "it opens a %VARIABLE% and does not close it";
    }

    private static String unexpected(char c, int at, String wanted) {
        return "at character " + (at + 1) + " stands '" + c + "' where " + wanted + " is expected";
    }
}
