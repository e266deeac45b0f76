package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Selectors against labels. */
final class LabelMatch {
    private LabelMatch() {}

    /** Whether the labels have each of the selector's; an empty selector selects everything. */
    static boolean matches(Map<String, String> selector, Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.entrySet());
    }

    /** A selector as text, in a stable order. */
    static String text(Map<String, String> selector) {
        return new TreeMap<>(selector).entrySet().stream().map(Object::toString).collect(Collectors.joining(","));
    }

    /** A selector with expressions, as webhooks have it; one that is absent selects everything. */
    static boolean matches(Node selector, Map<String, String> labels) {
        return matches(selector.textMap("matchLabels"), labels)
                && selector.items("matchExpressions").stream().allMatch(expression -> holds(expression, labels));
    }

    private static boolean holds(Node expression, Map<String, String> labels) {
        String value = labels.get(expression.text("key"));
        List<String> values = expression.texts("values");
        return switch (expression.text("operator")) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
