package io.meshprovisioner.testkit.kube.cel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A compiled expression. Immutable. */
public final class Cel {
    private final Node root;

    private Cel(Node root) {
        this.root = root;
    }

    /** Compiles an expression; throws {@link CelException} for one that uses what is not supported here. */
    public static Cel compile(String expression) {
        return new Cel(new CelParser(new CelLexer(expression).tokens()).parse());
    }

    /** Whether the expression holds for a value; throws {@link CelException} when it cannot be evaluated. */
    public boolean test(JsonNode self) {
        return CelValues.bool(evaluate(self));
    }

    /** The text that the expression makes of a value. */
    public String text(JsonNode self) {
        return String.valueOf(evaluate(self));
    }

    private Object evaluate(JsonNode self) {
        return root.value(Map.of("self", CelValues.of(self)));
    }

    /** A part of an expression. */
    @FunctionalInterface
    interface Node {
        Object value(Map<String, Object> variables);
    }
}
