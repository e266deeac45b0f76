package io.meshprovisioner.testkit.kube.cel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values and the operators on them: Long, Double, String, Boolean, Duration, List, Map and {@link #NULL}. */
final class CelValues {
    static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private CelValues() {}

    static Object of(JsonNode node) {
        if (node.isObject()) {
            Map<Object, Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(element -> list.add(of(element)));
            return list;
        }
        if (node.isIntegralNumber()) {
            return node.asLong();
        }
        if (node.isNumber()) {
            return node.asDouble();
        }
        return node.isBoolean() ? (Object) node.asBoolean() : node.isTextual() ? node.asText() : NULL;
    }

    static Object number(String text) {
        return text.contains(".") ? (Object) Double.valueOf(text) : Long.valueOf(text.replaceFirst("[uU]$", ""));
    }

    static boolean bool(Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw new CelException("no such overload: a condition is " + value);
    }

    static boolean has(Object holder, String name) {
        if (holder instanceof Map<?, ?> map) {
            return map.containsKey(name);
        }
        throw new CelException("invalid type for field selection: " + name);
    }

    static Object field(Object holder, String name) {
        if (holder instanceof Map<?, ?> map && map.get(name) != null) {
            return map.get(name);
        }
        throw new CelException("no such key: " + name);
    }

    static Object index(Object holder, Object index) {
        if (holder instanceof Map<?, ?> map && map.get(index) != null) {
            return map.get(index);
        }
        if (holder instanceof List<?> list && index instanceof Long at && at >= 0 && at < list.size()) {
            return list.get(at.intValue());
        }
        throw new CelException("index out of bounds: " + index);
    }

    static boolean in(Object value, Object holder) {
        if (holder instanceof Map<?, ?> map) {
            return map.containsKey(value);
        }
        if (holder instanceof List<?> list) {
            return list.contains(value);
        }
        throw new CelException("no such overload: in " + holder);
    }

    static boolean compare(String operator, Object left, Object right) {
        if (operator.equals("==") || operator.equals("!=")) {
            boolean same = (left instanceof Number one && right instanceof Number other)
                    ? one.doubleValue() == other.doubleValue()
                    : left.equals(right);
            return same == operator.equals("==");
        }
        int order = order(left, right);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    @SuppressWarnings("unchecked") // both sides are of one class, which is checked first
    private static int order(Object left, Object right) {
        if (left instanceof Number one && right instanceof Number other) {
            return Double.compare(one.doubleValue(), other.doubleValue());
        }
        if (left.getClass() == right.getClass() && left instanceof Comparable<?>) {
            return ((Comparable<Object>) left).compareTo(right);
        }
        throw new CelException("no such overload: " + left + " and " + right + " have no order");
    }

    static Object arithmetic(String operator, Object left, Object right) {
        if (operator.equals("+") && left instanceof String one && right instanceof String other) {
            return one + other;
        }
        if (operator.equals("+") && left instanceof List<?> one && right instanceof List<?> other) {
            List<Object> both = new ArrayList<>(one);
            both.addAll(other);
            return both;
        }
        if (left instanceof Long one && right instanceof Long other) {
            if ((operator.equals("/") || operator.equals("%")) && other == 0) {
                throw new CelException("division by zero");
            }
            return switch (operator) {
                case "+" -> one + other;
                case "-" -> one - other;
                case "*" -> one * other;
                case "/" -> one / other;
                default -> one % other;
            };
        }
        if (left instanceof Number one && right instanceof Number other && !operator.equals("%")) {
            double a = one.doubleValue();
            double b = other.doubleValue();
            return switch (operator) {
                case "+" -> a + b;
                case "-" -> a - b;
                case "*" -> a * b;
                default -> a / b;
            };
        }
        throw new CelException("no such overload: " + left + " " + operator + " " + right);
    }
}
