package io.meshprovisioner.istio.validation.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text is an expression of the Common Expression Language. Only the form is looked at: neither names nor
 * types are known here.
 */
public final class CelSyntax {
    private static final int MAX_DEPTH = 250;
    private static final Set<String> RESERVED = Set.of(
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");
    private static final Set<String> KEYWORDS = Set.of("in", "true", "false", "null");
    private static final Set<String> TWO_ARGUMENT_MACROS = Set.of("all", "exists", "exists_one", "filter", "map");
    private static final List<Set<String>> BINARY = List.of(
            Set.of("||"),
            Set.of("&&"),
            Set.of("<", "<=", ">=", ">", "==", "!=", "in"),
            Set.of("+", "-"),
            Set.of("*", "/", "%"));

    /** What an operand looks like, as far as macros ask for it. */
    private enum Form {
        NAME,
        SELECTION,
        OTHER
    }

    private static final class SyntaxProblem extends Exception {
        private static final long serialVersionUID = 1L;

        SyntaxProblem(String message) {
            super(message, null, false, false);
        }
    }

    private final List<CelTokens.Token> tokens;
    private int at;
    private int depth;

    private CelSyntax(List<CelTokens.Token> tokens) {
        this.tokens = tokens;
    }

    /** What is wrong with the expression, or null. */
    public static @Nullable String problem(String expression) {
        try {
            CelSyntax parser = new CelSyntax(CelTokens.read(expression));
            parser.expression();
            return parser.at == parser.tokens.size() ? null : "it should end before " + parser.peekText();
        } catch (SyntaxProblem | CelTokens.BadToken problem) {
            return problem.getMessage();
        }
    }

    private Form expression() throws SyntaxProblem {
        if (++depth > MAX_DEPTH) {
            throw new SyntaxProblem("it is nested more than " + MAX_DEPTH + " times");
        }
        Form form = binary(0);
        if (accept("?")) {
            binary(0);
            expect(":");
            expression();
            form = Form.OTHER;
        }
        depth--;
        return form;
    }

    private Form binary(int level) throws SyntaxProblem {
        if (level == BINARY.size()) {
            return unary();
        }
        Form form = binary(level + 1);
        while (at < tokens.size() && isOperator(BINARY.get(level))) {
            at++;
            binary(level + 1);
            form = Form.OTHER;
        }
        return form;
    }

    private boolean isOperator(Set<String> operators) {
        CelTokens.Token token = tokens.get(at);
        return token.kind() != CelTokens.Kind.LITERAL && operators.contains(token.text());
    }

    private Form unary() throws SyntaxProblem {
        String sign = at < tokens.size() ? tokens.get(at).text() : "";
        boolean signed = false;
        while ((sign.equals("!") || sign.equals("-")) && accept(sign)) {
            signed = true;
        }
        Form form = member();
        return signed ? Form.OTHER : form;
    }

    private Form member() throws SyntaxProblem {
        Form form = primary();
        while (true) {
            if (accept(".")) {
                String name = name(false);
                form = accept("(") ? call(name, true) : Form.SELECTION;
            } else if (accept("[")) {
                expression();
                expect("]");
                form = Form.OTHER;
            } else if (form != Form.OTHER && accept("{")) {
                entries(true);
                form = Form.OTHER;
            } else {
                return form;
            }
        }
    }

    private Form primary() throws SyntaxProblem {
        if (at == tokens.size()) {
            throw new SyntaxProblem(tokens.isEmpty() ? "it is empty" : "it ends where an operand is expected");
        }
        CelTokens.Token token = tokens.get(at);
        if (token.kind() == CelTokens.Kind.LITERAL
                || (token.kind() == CelTokens.Kind.NAME
                        && KEYWORDS.contains(token.text())
                        && !token.text().equals("in"))) {
            at++;
            return Form.OTHER;
        }
        if (accept("(")) {
            expression();
            expect(")");
            return Form.OTHER;
        }
        if (accept("[")) {
            list("]");
            return Form.OTHER;
        }
        if (accept("{")) {
            entries(false);
            return Form.OTHER;
        }
        accept(".");
        String name = name(true);
        return accept("(") ? call(name, false) : Form.NAME;
    }

    private Form call(String function, boolean ofMember) throws SyntaxProblem {
        List<Form> arguments = new ArrayList<>();
        if (!accept(")")) {
            do {
                arguments.add(expression());
            } while (accept(","));
            expect(")");
        }
        if (!ofMember && function.equals("has") && arguments.size() == 1 && arguments.get(0) != Form.SELECTION) {
            throw new SyntaxProblem("has() asks for a field, such as has(request.headers)");
        }
        boolean macro = (arguments.size() == 2 && TWO_ARGUMENT_MACROS.contains(function))
                || (arguments.size() == 3 && function.equals("map"));
        if (ofMember && macro && arguments.get(0) != Form.NAME) {
            throw new SyntaxProblem(function + "() asks for a variable's name first");
        }
        return Form.OTHER;
    }

    private void list(String end) throws SyntaxProblem {
        while (!accept(end)) {
            expression();
            if (!accept(",")) {
                expect(end);
                return;
            }
        }
    }

    private void entries(boolean named) throws SyntaxProblem {
        while (!accept("}")) {
            if (named) {
                name(false);
            } else {
                expression();
            }
            expect(":");
            expression();
            if (!accept(",")) {
                expect("}");
                return;
            }
        }
    }

    private String name(boolean alone) throws SyntaxProblem {
        if (at == tokens.size() || tokens.get(at).kind() != CelTokens.Kind.NAME) {
            throw new SyntaxProblem("a name is expected before " + peekText());
        }
        String name = tokens.get(at++).text();
        if (KEYWORDS.contains(name) || (alone && RESERVED.contains(name))) {
            throw new SyntaxProblem("\"" + name + "\" is a reserved word");
        }
        return name;
    }

    private boolean accept(String symbol) {
        boolean here = at < tokens.size()
                && tokens.get(at).kind() == CelTokens.Kind.SYMBOL
                && tokens.get(at).text().equals(symbol);
        if (here) {
            at++;
        }
        return here;
    }

    private void expect(String symbol) throws SyntaxProblem {
        if (!accept(symbol)) {
            throw new SyntaxProblem("\"" + symbol + "\" is expected before " + peekText());
        }
    }

    private String peekText() {
        return at < tokens.size() ? "\"" + tokens.get(at).text() + "\"" : "the end";
    }
}
