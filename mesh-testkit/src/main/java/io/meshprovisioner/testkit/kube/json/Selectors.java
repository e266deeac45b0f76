package io.meshprovisioner.testkit.kube.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label selectors, as a query string has them and as an object has them, and field selectors. */
public final class Selectors {
    private static final Pattern SET = Pattern.compile("^(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)$");
    private static final Pattern EQUALS = Pattern.compile("^([^\\s=!<>()]+)\\s*(==|=|!=)\\s*([^\\s=!]*)$");
    private static final Pattern COMPARES = Pattern.compile("^(\\S+?)\\s*([<>])\\s*(-?\\d+)$");
    private static final Pattern KEY = Pattern.compile("^(!?)\\s*([A-Za-z0-9][-A-Za-z0-9_./]*)$");

    private Selectors() {}

    /** Parses {@code a=b,c!=d,e in (f,g),!h}; a text that is none throws. */
    public static Predicate<Map<String, String>> labels(String selector) {
        Predicate<Map<String, String>> all = labels -> true;
        for (String part : split(selector)) {
            all = all.and(requirement(part));
        }
        return all;
    }

    private static Predicate<Map<String, String>> requirement(String part) {
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            List<String> values =
                    Arrays.stream(set.group(3).split(",")).map(String::trim).toList();
            String key = set.group(1);
            return set.group(2).equals("in")
                    ? labels -> labels.containsKey(key) && values.contains(labels.get(key))
                    : labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
        }
        Matcher equals = EQUALS.matcher(part);
        if (equals.matches()) {
            String key = equals.group(1);
            String value = equals.group(3);
            return equals.group(2).equals("!=")
                    ? labels -> !value.equals(labels.get(key))
                    : labels -> value.equals(labels.get(key));
        }
        Matcher compares = COMPARES.matcher(part);
        if (compares.matches()) {
            String key = compares.group(1);
            long bound = Long.parseLong(compares.group(3));
            int sign = compares.group(2).equals(">") ? 1 : -1;
            return labels -> integer(labels.get(key))
                    && Long.compare(Long.parseLong(labels.getOrDefault(key, "0")), bound) == sign;
        }
        Matcher exists = KEY.matcher(part);
        if (exists.matches()) {
            boolean wanted = exists.group(1).isEmpty();
            return labels -> labels.containsKey(exists.group(2)) == wanted;
        }
        throw new IllegalArgumentException("unable to parse requirement: " + part);
    }

    private static boolean integer(@org.jspecify.annotations.Nullable String text) {
        return text != null && text.matches("-?\\d{1,18}");
    }

    private static List<String> split(String selector) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= selector.length(); i++) {
            char c = i < selector.length() ? selector.charAt(i) : ',';
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && (depth == 0 || i == selector.length())) {
                String part = selector.substring(start, i).trim();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            }
        }
        return parts;
    }

    /** Whether labels match a LabelSelector object; an absent selector matches nothing, an empty one everything. */
    public static boolean matches(JsonNode selector, Map<String, String> labels) {
        if (!selector.isObject()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> entry : selector.path("matchLabels").properties()) {
            if (!entry.getValue().asText().equals(labels.get(entry.getKey()))) {
                return false;
            }
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            if (!expression(expression, labels)) {
                return false;
            }
        }
        return true;
    }

    /** Whether labels match one expression with key, operator and values. */
    public static boolean expression(JsonNode expression, Map<String, String> labels) {
        String key = expression.path("key").asText();
        List<String> values = Trees.texts(expression.path("values"));
        String value = labels.get(key);
        return switch (expression.path("operator").asText()) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> integer(value) && Long.parseLong(value) > Long.parseLong(values.get(0));
            case "Lt" -> integer(value) && Long.parseLong(value) < Long.parseLong(values.get(0));
            default -> false;
        };
    }

    /** Whether labels hold all of a plain map's entries; an empty map matches nothing (a Service without selector). */
    public static boolean contains(JsonNode plain, Map<String, String> labels) {
        if (plain.isEmpty()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> entry : plain.properties()) {
            if (!entry.getValue().asText().equals(labels.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Parses {@code metadata.name=a,status.phase!=b} into a test on objects; a text that is none throws. */
    /** A field that nobody can select by; the message is its name. */
    public static final class UnknownFieldException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnknownFieldException(String field) {
            super(field);
        }
    }

    public static Predicate<JsonNode> fields(String selector, Set<String> known) {
        Predicate<JsonNode> all = object -> true;
        for (String part : split(selector)) {
            Matcher equals = EQUALS.matcher(part);
            if (!equals.matches()) {
                throw new IllegalArgumentException("invalid selector: '" + part + "'; can't understand '" + part + "'");
            }
            if (!known.contains(equals.group(1))) {
                throw new UnknownFieldException(equals.group(1));
            }
            String[] path = equals.group(1).split("\\.");
            boolean wanted = !equals.group(2).equals("!=");
            all = all.and(object -> Trees.text(object, path).equals(equals.group(3)) == wanted);
        }
        return all;
    }
}
