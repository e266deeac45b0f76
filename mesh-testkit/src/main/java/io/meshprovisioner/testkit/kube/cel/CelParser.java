package io.meshprovisioner.testkit.kube.cel;

import io.meshprovisioner.testkit.kube.cel.Cel.Node;
import io.meshprovisioner.testkit.kube.cel.CelLexer.Token;
import io.meshprovisioner.testkit.kube.cel.CelLexer.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Recursive descent over CEL's grammar, straight into something that evaluates. */
final class CelParser {
    private static final Set<String> RELATIONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private final List<Token> tokens;
    private int position;

    CelParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    Node parse() {
        Node root = conditional();
        if (peek().type() != Type.END) {
            throw new CelException("unexpected '" + peek().text() + "'");
        }
        return root;
    }

    private Token peek() {
        return tokens.get(position);
    }

    private boolean takes(String operator) {
        if (peek().type() == Type.OPERATOR && peek().text().equals(operator)) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(String operator) {
        if (!takes(operator)) {
            throw new CelException("expected '" + operator + "' before '" + peek().text() + "'");
        }
    }

    private Node conditional() {
        Node condition = or();
        if (!takes("?")) {
            return condition;
        }
        Node yes = conditional();
        expect(":");
        Node no = conditional();
        return variables -> CelValues.bool(condition.value(variables)) ? yes.value(variables) : no.value(variables);
    }

    private Node or() {
        Node left = and();
        while (takes("||")) {
            left = logical(left, and(), true);
        }
        return left;
    }

    private Node and() {
        Node left = relation();
        while (takes("&&")) {
            left = logical(left, relation(), false);
        }
        return left;
    }

    /** An error on one side does not matter when the other side decides. */
    private static Node logical(Node left, Node right, boolean decisive) {
        return variables -> {
            try {
                if (CelValues.bool(left.value(variables)) == decisive) {
                    return decisive;
                }
            } catch (CelException failure) {
                if (CelValues.bool(right.value(variables)) == decisive) {
                    return decisive;
                }
                throw failure;
            }
            return CelValues.bool(right.value(variables));
        };
    }

    private Node relation() {
        Node left = sum();
        while (true) {
            Token token = peek();
            if (token.type() == Type.OPERATOR && RELATIONS.contains(token.text())) {
                position++;
                Node before = left;
                Node right = sum();
                left = variables -> CelValues.compare(token.text(), before.value(variables), right.value(variables));
            } else if (token.type() == Type.NAME && token.text().equals("in")) {
                position++;
                Node before = left;
                Node right = sum();
                left = variables -> CelValues.in(before.value(variables), right.value(variables));
            } else {
                return left;
            }
        }
    }

    private Node sum() {
        Node left = product();
        while (peek().type() == Type.OPERATOR
                && (peek().text().equals("+") || peek().text().equals("-"))) {
            left = arithmetic(left, tokens.get(position++).text(), product());
        }
        return left;
    }

    private Node product() {
        Node left = unary();
        while (peek().type() == Type.OPERATOR && Set.of("*", "/", "%").contains(peek().text())) {
            left = arithmetic(left, tokens.get(position++).text(), unary());
        }
        return left;
    }

    private static Node arithmetic(Node left, String operator, Node right) {
        return variables -> CelValues.arithmetic(operator, left.value(variables), right.value(variables));
    }

    private Node unary() {
        if (takes("!")) {
            Node inner = unary();
            return variables -> !CelValues.bool(inner.value(variables));
        }
        if (takes("-")) {
            Node inner = unary();
            return variables -> CelValues.arithmetic("-", 0L, inner.value(variables));
        }
        return member();
    }

    private Node member() {
        Node node = primary();
        while (true) {
            if (takes(".")) {
                String name = name();
                node = takes("(") ? method(node, name) : field(node, name);
            } else if (takes("[")) {
                Node target = node;
                Node index = conditional();
                expect("]");
                node = variables -> CelValues.index(target.value(variables), index.value(variables));
            } else {
                return node;
            }
        }
    }

    private String name() {
        Token token = tokens.get(position++);
        if (token.type() != Type.NAME) {
            throw new CelException("expected a name before '" + token.text() + "'");
        }
        return token.text();
    }

    private static Node field(Node target, String name) {
        return variables -> CelValues.field(target.value(variables), name);
    }

    private Node method(Node target, String name) {
        if (CelFunctions.isMacro(name)) {
            String variable = name();
            expect(",");
            Node body = conditional();
            expect(")");
            return CelFunctions.macro(name, target, variable, body);
        }
        List<Node> arguments = arguments(")");
        return CelFunctions.method(name, target, arguments);
    }

    private List<Node> arguments(String end) {
        List<Node> arguments = new ArrayList<>();
        while (!takes(end)) {
            arguments.add(conditional());
            if (!takes(",")) {
                expect(end);
                break;
            }
        }
        return arguments;
    }

    private Node primary() {
        Token token = tokens.get(position++);
        switch (token.type()) {
            case STRING:
                return variables -> token.text();
            case NUMBER:
                Object number = CelValues.number(token.text());
                return variables -> number;
            case NAME:
                return named(token.text());
            default:
                break;
        }
        switch (token.text()) {
            case "(":
                Node inner = conditional();
                expect(")");
                return inner;
            case "[":
                List<Node> elements = arguments("]");
                return variables -> elements.stream()
                        .map(element -> element.value(variables))
                        .toList();
            case "{":
                return map();
            default:
                throw new CelException("unexpected '" + token.text() + "'");
        }
    }

    private Node map() {
        Map<Node, Node> entries = new LinkedHashMap<>();
        while (!takes("}")) {
            Node key = conditional();
            expect(":");
            entries.put(key, conditional());
            takes(",");
        }
        return variables -> {
            Map<Object, Object> result = new LinkedHashMap<>();
            entries.forEach((key, value) -> result.put(key.value(variables), value.value(variables)));
            return result;
        };
    }

    private Node named(String name) {
        switch (name) {
            case "true":
                return variables -> true;
            case "false":
                return variables -> false;
            case "null":
                return variables -> CelValues.NULL;
            default:
                break;
        }
        if (!takes("(")) {
            return variables -> {
                Object value = variables.get(name);
                if (value == null) {
                    throw new CelException("undeclared reference to '" + name + "'");
                }
                return value;
            };
        }
        if (name.equals("has")) {
            return has();
        }
        return CelFunctions.function(name, arguments(")"));
    }

    /** {@code has(a.b.c)}: the last name is looked for, the rest is evaluated. */
    private Node has() {
        Node target = primary();
        String last = "";
        while (takes(".")) {
            if (!last.isEmpty()) {
                target = field(target, last);
            }
            last = name();
        }
        expect(")");
        Node holder = target;
        String member = last;
        return variables -> CelValues.has(holder.value(variables), member);
    }
}
