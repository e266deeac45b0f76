package io.meshprovisioner.testkit.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Validates a custom resource against the OpenAPI v3 schema of its definition. */
public final class SchemaValidation {
    private final List<Problem> problems = new ArrayList<>();

    private SchemaValidation() {}

    /** Everything that is wrong with a value; metadata is validated elsewhere. */
    public static List<Problem> validate(JsonNode object, JsonNode schema) {
        SchemaValidation validation = new SchemaValidation();
        validation.value(object, schema, "");
        return validation.problems;
    }

    private static boolean valid(JsonNode value, JsonNode schema, String path) {
        SchemaValidation validation = new SchemaValidation();
        validation.value(value, schema, path);
        return validation.problems.isEmpty();
    }

    private void value(JsonNode value, JsonNode schema, String path) {
        if (value.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (!type(value, schema, path)) {
            return;
        }
        if (value.isObject()) {
            object(value, schema, path);
        } else if (value.isArray()) {
            array(value, schema, path);
        } else if (value.isTextual()) {
            text(value.asText(), schema, path);
        } else if (value.isNumber()) {
            number(value, schema, path);
        }
        if (schema.has("enum")) {
            enumeration(value, schema.get("enum"), path);
        }
        logic(value, schema, path);
    }

    private boolean type(JsonNode value, JsonNode schema, String path) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return value.isIntegralNumber() || value.isTextual() || wrongType(value, "integer,string", path);
        }
        String type = schema.path("type").asText();
        boolean fits =
                switch (type) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "boolean" -> value.isBoolean();
                    case "number" -> value.isNumber();
                    case "integer" ->
                        value.isIntegralNumber()
                                || (value.isNumber()
                                        && value.decimalValue()
                                                        .stripTrailingZeros()
                                                        .scale()
                                                <= 0);
                    default -> true;
                };
        return fits || wrongType(value, type, path);
    }

    private boolean wrongType(JsonNode value, String type, String path) {
        String found = value.isTextual()
                ? "string"
                : value.isBoolean()
                        ? "boolean"
                        : value.isIntegralNumber()
                                ? "integer"
                                : value.isNumber()
                                        ? "number"
                                        : value.isArray() ? "array" : value.isNull() ? "null" : "object";
        problems.add(new Problem(
                "FieldValueTypeInvalid",
                path,
                "Invalid value: \"" + found + "\": " + path + " in body must be of type " + type + ": \"" + found
                        + "\""));
        return false;
    }

    private void object(JsonNode value, JsonNode schema, String path) {
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                problems.add(Problem.required(join(path, required.asText()), ""));
            }
        }
        JsonNode properties = schema.path("properties");
        JsonNode additional = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String inner = join(path, entry.getKey());
            if (properties.has(entry.getKey()) && !inner.equals("metadata")) {
                value(entry.getValue(), properties.get(entry.getKey()), inner);
            } else if (additional.isObject()) {
                value(entry.getValue(), additional, inner);
            }
        }
        if (schema.has("maxProperties")
                && value.size() > schema.get("maxProperties").asInt()) {
            int most = schema.get("maxProperties").asInt();
            problems.add(new Problem(
                    "FieldValueTooMany", path, "Too many: " + value.size() + ": must have at most " + most + " items"));
        }
        if (schema.has("minProperties")
                && value.size() < schema.get("minProperties").asInt()) {
            problems.add(Problem.invalid(
                    path,
                    Integer.toString(value.size()),
                    path + " in body should have at least " + schema.get("minProperties") + " properties"));
        }
    }

    private void array(JsonNode value, JsonNode schema, String path) {
        for (int i = 0; i < value.size(); i++) {
            value(value.get(i), schema.path("items"), path + "[" + i + "]");
        }
        if (schema.has("maxItems") && value.size() > schema.get("maxItems").asInt()) {
            problems.add(new Problem(
                    "FieldValueTooMany",
                    path,
                    "Too many: " + value.size() + ": must have at most " + schema.get("maxItems") + " items"));
        }
        if (schema.has("minItems") && value.size() < schema.get("minItems").asInt()) {
            problems.add(Problem.invalid(
                    path,
                    Integer.toString(value.size()),
                    path + " in body should have at least " + schema.get("minItems") + " items"));
        }
        listType(value, schema, path);
    }

    private void listType(JsonNode value, JsonNode schema, String path) {
        String listType = schema.path("x-kubernetes-list-type").asText();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode element = value.get(i);
            String identity = element.toString();
            if (listType.equals("map")) {
                StringBuilder keys = new StringBuilder();
                for (JsonNode key : schema.path("x-kubernetes-list-map-keys")) {
                    keys.append(keys.length() == 0 ? "" : ",")
                            .append(key)
                            .append(':')
                            .append(element.path(key.asText()));
                }
                identity = "{" + keys + "}";
            }
            if ((listType.equals("map") || listType.equals("set")) && !seen.add(identity)) {
                problems.add(Problem.duplicate(path + "[" + i + "]", identity));
            }
        }
    }

    private void text(String value, JsonNode schema, String path) {
        String quoted = "\"" + value + "\"";
        int length = value.codePointCount(0, value.length());
        if (schema.has("maxLength") && length > schema.get("maxLength").asInt()) {
            problems.add(new Problem(
                    "FieldValueTooLong", path, "Too long: may not be more than " + schema.get("maxLength") + " bytes"));
        }
        if (schema.has("minLength") && length < schema.get("minLength").asInt()) {
            problems.add(Problem.invalid(
                    path, quoted, path + " in body should be at least " + schema.get("minLength") + " chars long"));
        }
        if (schema.has("pattern") && !matches(schema.get("pattern").asText(), value)) {
            problems.add(Problem.invalid(
                    path,
                    quoted,
                    path + " in body should match '" + schema.get("pattern").asText() + "'"));
        }
        if (schema.path("format").asText().equals("date-time") && !isInstant(value)) {
            problems.add(Problem.invalid(path, quoted, path + " in body must be of type date-time: " + quoted));
        }
    }

    private static boolean matches(String pattern, String value) {
        try {
            return Pattern.compile(pattern).matcher(value).find();
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    private static boolean isInstant(String value) {
        try {
            Instant.parse(value.replaceFirst("[+-]\\d\\d:\\d\\d$", "Z"));
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private void number(JsonNode value, JsonNode schema, String path) {
        BigDecimal number = value.decimalValue();
        if (schema.has("minimum")) {
            BigDecimal least = schema.get("minimum").decimalValue();
            boolean exclusive = schema.path("exclusiveMinimum").asBoolean();
            if (number.compareTo(least) < (exclusive ? 1 : 0)) {
                problems.add(Problem.invalid(
                        path,
                        value.asText(),
                        path + " in body should be greater than " + (exclusive ? "" : "or equal to ")
                                + least.toPlainString()));
            }
        }
        if (schema.has("maximum")) {
            BigDecimal most = schema.get("maximum").decimalValue();
            boolean exclusive = schema.path("exclusiveMaximum").asBoolean();
            if (number.compareTo(most) > (exclusive ? -1 : 0)) {
                problems.add(Problem.invalid(
                        path,
                        value.asText(),
                        path + " in body should be less than " + (exclusive ? "" : "or equal to ")
                                + most.toPlainString()));
            }
        }
        if (schema.has("multipleOf")
                && number.remainder(schema.get("multipleOf").decimalValue()).signum() != 0) {
            problems.add(Problem.invalid(
                    path, value.asText(), path + " in body should be a multiple of " + schema.get("multipleOf")));
        }
    }

    private void enumeration(JsonNode value, JsonNode allowed, String path) {
        List<String> names = new ArrayList<>();
        for (JsonNode one : allowed) {
            if (one.equals(value)) {
                return;
            }
            names.add(one.asText());
        }
        problems.add(Problem.unsupported(path, value.toString(), names));
    }

    private void logic(JsonNode value, JsonNode schema, String path) {
        for (JsonNode all : schema.path("allOf")) {
            value(value, all, path);
        }
        if (schema.has("anyOf") && count(value, schema.get("anyOf"), path) == 0) {
            problems.add(
                    Problem.invalid(path, print(value), path + " in body must validate at least one schema (anyOf)"));
        }
        if (schema.has("oneOf")) {
            int found = count(value, schema.get("oneOf"), path);
            if (found != 1) {
                problems.add(Problem.invalid(
                        path,
                        print(value),
                        path + " in body must validate one and only one schema (oneOf). Found "
                                + (found == 0 ? "none valid" : found + " valid alternatives")));
            }
        }
        if (schema.has("not") && valid(value, schema.get("not"), path)) {
            problems.add(Problem.invalid(path, print(value), path + " in body must not validate the schema (not)"));
        }
    }

    private static int count(JsonNode value, JsonNode alternatives, String path) {
        int found = 0;
        for (JsonNode alternative : alternatives) {
            found += valid(value, alternative, path) ? 1 : 0;
        }
        return found;
    }

    private static String print(JsonNode value) {
        return value.isObject() ? "\"object\"" : value.isArray() ? "\"array\"" : value.toString();
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
