package io.meshprovisioner.testkit.kube.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts an expression into tokens. */
final class CelLexer {
    private static final Pattern TOKEN = Pattern.compile("\\s+"
            + "|(?<string>[rR]?(?:\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'))"
            + "|(?<number>\\d+\\.\\d+(?:[eE][+-]?\\d+)?|\\d+[uU]?)"
            + "|(?<name>[A-Za-z_]\\w*)"
            + "|(?<operator>&&|\\|\\||==|!=|<=|>=|[-+*/%<>!?:.,()\\[\\]{}])");

    /** What a token is. */
    enum Type {
        STRING,
        NUMBER,
        NAME,
        OPERATOR,
        END
    }

    /** A token; the text of a string is what it says. */
    record Token(Type type, String text) {}

    private final String expression;

    CelLexer(String expression) {
        this.expression = expression;
    }

    List<Token> tokens() {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(expression);
        int position = 0;
        while (position < expression.length()) {
            if (!matcher.find(position) || matcher.start() != position) {
                throw new CelException("unexpected '" + expression.charAt(position) + "' in " + expression);
            }
            position = matcher.end();
            if (matcher.group("string") != null) {
                tokens.add(new Token(Type.STRING, unquoted(matcher.group("string"))));
            } else if (matcher.group("number") != null) {
                tokens.add(new Token(Type.NUMBER, matcher.group("number")));
            } else if (matcher.group("name") != null) {
                tokens.add(new Token(Type.NAME, matcher.group("name")));
            } else if (matcher.group("operator") != null) {
                tokens.add(new Token(Type.OPERATOR, matcher.group("operator")));
            }
        }
        tokens.add(new Token(Type.END, ""));
        return tokens;
    }

    private static String unquoted(String literal) {
        boolean raw = literal.startsWith("r") || literal.startsWith("R");
        String inner = literal.substring(raw ? 2 : 1, literal.length() - 1);
        if (raw) {
            return inner;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '\\' && i + 1 < inner.length()) {
                char escaped = inner.charAt(++i);
                text.append(
                        switch (escaped) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            default -> escaped;
                        });
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
