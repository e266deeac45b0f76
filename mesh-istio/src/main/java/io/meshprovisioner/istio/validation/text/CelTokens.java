package io.meshprovisioner.istio.validation.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an expression of the Common Expression Language. */
final class CelTokens {
    enum Kind {
        NAME,
        LITERAL,
        SYMBOL
    }

    record Token(Kind kind, String text) {}

    static final class BadToken extends Exception {
        private static final long serialVersionUID = 1L;

        BadToken(String message) {
            super(message, null, false, false);
        }
    }

    private static final String ESCAPE =
            "\\\\(?:[abfnrtv\\\\?\"'`]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})";
    private static final Pattern SPACE = Pattern.compile("(?:[\\t\\n\\f\\r ]++|//[^\\n]*+)++");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*+");
    private static final Pattern FLOAT =
            Pattern.compile("(?:[0-9]*+\\.[0-9]++(?:[eE][-+]?[0-9]++)?|[0-9]++[eE][-+]?[0-9]++)");
    private static final Pattern INTEGER = Pattern.compile("(?:0x[0-9a-fA-F]++|[0-9]++)[uU]?");
    private static final Pattern STRING = Pattern.compile("(?:[bB]?(?:[rR](?:\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''"
            + "|\"[^\"\\n\\r]*+\"|'[^'\\n\\r]*+')"
            + "|\"\"\"(?:" + ESCAPE + "|(?s:[^\\\\]))*?\"\"\"|'''(?:" + ESCAPE + "|(?s:[^\\\\]))*?'''"
            + "|\"(?:" + ESCAPE + "|[^\"\\\\\\n\\r])*+\"|'(?:" + ESCAPE + "|[^'\\\\\\n\\r])*+'))");
    private static final Pattern SYMBOL = Pattern.compile("\\|\\||&&|<=|>=|==|!=|[-<>+*/%!.,:?(){}\\[\\]]");
    private static final int MAX_LENGTH = 100_000;

    private CelTokens() {}

    static List<Token> read(String text) throws BadToken {
        if (text.length() > MAX_LENGTH) {
            throw new BadToken("it is longer than " + MAX_LENGTH + " characters");
        }
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = end(SPACE, text, at);
            if (end > at) {
                at = end;
                continue;
            }
            Token token = next(text, at);
            tokens.add(token);
            at += token.text().length();
        }
        return tokens;
    }

    private static Token next(String text, int at) throws BadToken {
        for (Pattern literal : List.of(STRING, FLOAT, INTEGER)) {
            int end = end(literal, text, at);
            if (end > at) {
                return new Token(Kind.LITERAL, text.substring(at, end));
            }
        }
        int end = end(NAME, text, at);
        if (end > at) {
            return new Token(Kind.NAME, text.substring(at, end));
        }
        end = end(SYMBOL, text, at);
        if (end > at) {
            return new Token(Kind.SYMBOL, text.substring(at, end));
        }
        throw new BadToken("at character " + (at + 1) + " it cannot be read on: '" + text.charAt(at) + "'");
    }

    private static int end(Pattern pattern, String text, int at) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        return matcher.lookingAt() ? matcher.end() : at;
    }
}
