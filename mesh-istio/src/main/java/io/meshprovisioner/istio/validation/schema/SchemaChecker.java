package io.meshprovisioner.istio.validation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.istio.validation.finding.Report;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.schema.SchemaNode.Limits;
import io.meshprovisioner.istio.validation.schema.SchemaNode.Trait;
import io.meshprovisioner.istio.validation.schema.SchemaNode.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks an object against its schema as an API server does: nulls that the schema does not allow are dropped from
 * objects first, unknown fields are dropped too and only mentioned. Unlike an API server it goes on to the CEL rules
 * when something else is wrong.
 */
final class SchemaChecker {
    private static final int MAX_DEPTH = 200;
    /** What the schema of an object does not speak of. */
    static final Set<String> OUTSIDE = Set.of("apiVersion", "kind", "metadata", "status");

    private final Report report;

    SchemaChecker(Report report) {
        this.report = report;
    }

    void check(Node object, SchemaNode root) {
        for (Node field : object.fields()) {
            SchemaNode schema = root.fields().get(field.name());
            if (schema != null) {
                checkPresent(field, schema, 0);
            } else if (!OUTSIDE.contains(field.name())) {
                unknown(field, root);
            }
        }
        checkRequired(object, root);
    }

    /** A field or entry that is null where that is no value counts as absent. */
    private void checkPresent(Node node, SchemaNode schema, int depth) {
        if (!node.json().isNull() || schema.is(Trait.NULLABLE)) {
            checkValue(node, schema, depth);
        }
    }

    private void checkValue(Node node, SchemaNode schema, int depth) {
        JsonNode json = node.json();
        if (json.isNull() && schema.is(Trait.NULLABLE)) {
            return;
        }
        if (depth > MAX_DEPTH) {
            report.error(
                    node.dotted(),
                    "crd.depth",
                    "the object is nested too deeply",
                    "Nothing in Istio needs this: look for a loop");
            return;
        }
        if (!isOfType(json, schema.type())) {
            report.error(
                    node.dotted(),
                    "crd.type",
                    describe(json) + " stands where " + describe(schema.type()) + " is expected",
                    advice(json, schema));
            return;
        }
        checkBounds(node, schema);
        if (json.isContainerNode()) {
            checkObject(node, schema, depth);
            checkList(node, schema, depth);
        }
        if (!schema.rules().isEmpty()) {
            checkRules(node, schema);
        }
    }

    private void checkRules(Node node, SchemaNode schema) {
        for (CelRule rule : schema.rules()) {
            if (!rule.holds(node)) {
                report.error(node, rule.id(), rule.problem(), rule.advice());
            }
        }
    }

    private void checkObject(Node node, SchemaNode schema, int depth) {
        if (!node.json().isObject()) {
            return;
        }
        SchemaNode values = schema.values();
        if (values != null) {
            node.entries().forEach(entry -> checkPresent(entry, values, depth + 1));
            return;
        }
        for (Node field : node.fields()) {
            SchemaNode known = schema.fields().get(field.name());
            if (known != null) {
                checkPresent(field, known, depth + 1);
            } else if (!schema.is(Trait.OPEN) && !schema.laterFields().containsKey(field.name())) {
                unknown(field, schema);
            }
        }
        checkRequired(node, schema);
        checkOneOf(node, schema);
    }

    private void checkOneOf(Node node, SchemaNode schema) {
        if (node.json().size() < 2) {
            return;
        }
        for (List<String> group : schema.oneOf()) {
            if (countSet(node, group) > 1) {
                List<String> set = group.stream()
                        .filter(name -> node.json().hasNonNull(name))
                        .toList();
                report.error(
                        node.dotted(),
                        "crd.one-of",
                        String.join(" and ", set) + " exclude each other",
                        "Keep one of " + String.join(", ", group));
            }
        }
    }

    private static int countSet(Node node, List<String> names) {
        int set = 0;
        for (String name : names) {
            set += node.json().hasNonNull(name) ? 1 : 0;
        }
        return set;
    }

    private void checkRequired(Node node, SchemaNode schema) {
        if (schema.required().isEmpty()) {
            return;
        }
        for (String name : schema.required()) {
            if (!node.json().hasNonNull(name)) {
                report.error(child(node, name), "crd.required", name + " is missing", "Set it: the CRD requires it");
            }
        }
    }

    private void checkList(Node node, SchemaNode schema, int depth) {
        SchemaNode items = schema.items();
        if (items == null || node.json().isEmpty()) {
            return;
        }
        Set<String> keys = schema.listKey() == null ? Set.of() : new HashSet<>();
        String key = schema.listKey();
        for (Node item : node.items()) {
            checkValue(item, items, depth + 1);
            if (key != null && item.has(key) && !keys.add(item.get(key).json().asText())) {
                report.error(
                        item.dotted(),
                        "crd.duplicate",
                        "two items have the " + key + " " + item.get(key).json().asText(),
                        "Keep one of the two");
            }
        }
    }

    private void checkBounds(Node node, SchemaNode schema) {
        JsonNode json = node.json();
        if (!schema.choices().isEmpty() && !schema.choices().contains(json.asText())) {
            Integer since = schema.laterChoices().get(json.asText());
            report.error(
                    node.dotted(),
                    "crd.enum",
                    "\"" + json.asText() + "\" is none of the values that are allowed here"
                            + (since == null ? "" : " in this release (it came with Istio 1." + since + ")"),
                    "Use one of " + schema.choices());
        }
        Limits limits = schema.limits();
        int before = report.size();
        if (!limits.equals(Limits.NONE)) {
            checkLimits(node, limits);
        }
        if (schema.pattern() != null
                && report.size() == before
                && json.isTextual()
                && !schema.pattern().matcher(json.textValue()).find()) {
            report.error(
                    node.dotted(),
                    "crd.pattern",
                    "\"" + json.textValue() + "\" has not the form that is asked for",
                    "Write something that matches " + schema.pattern());
        }
        if (schema.is(Trait.BYTES)
                && json.isTextual()
                && (json.textValue().isEmpty() || !Decoder.isBase64(json.textValue()))) {
            report.error(
                    node.dotted(),
                    "crd.bytes",
                    "the text is empty or no base 64",
                    "Encode the bytes, or use the field for text");
        }
    }

    private void checkLimits(Node node, Limits limits) {
        JsonNode json = node.json();
        if (json.isNumber() && !limits.hasRange(json.doubleValue())) {
            report.error(
                    node.dotted(),
                    "crd.range",
                    json.asText() + " is not in the range " + number(limits.min()) + " to " + number(limits.max()),
                    "Use a number in this range");
        }
        int size = Limits.size(json);
        if (!json.isNumber() && !limits.hasSize(size)) {
            String unit = json.isTextual() ? " characters" : json.isArray() ? " items" : " entries";
            report.error(
                    node.dotted(),
                    "crd.size",
                    "there are " + size + unit + ", but " + (size < limits.minSize() ? "at least " : "at most ")
                            + (size < limits.minSize() ? limits.minSize() : limits.maxSize()) + " are asked for",
                    size < limits.minSize() ? "Fill it, or leave it out" : "Make it shorter");
        }
    }

    private void unknown(Node field, SchemaNode schema) {
        String camel = Names.lowerCamel(field.name());
        String guess = schema.fields().containsKey(camel)
                ? camel
                : Names.nearest(field.name(), schema.fields().keySet());
        report.warn(
                field.dotted(),
                "crd.unknown-field",
                "there is no field " + field.name() + " here, so the API server drops it and Istio never sees it",
                guess.isEmpty() ? "Remove it; it may belong one level up or down" : "Write " + guess);
    }

    /** The place of a field that is absent. */
    private static String child(Node node, String name) {
        String path = node.dotted();
        return path.isEmpty() ? name : path + "." + name;
    }

    private static boolean isOfType(JsonNode json, Type type) {
        return switch (type) {
            case OBJECT -> json.isObject();
            case ARRAY -> json.isArray();
            case STRING -> json.isTextual();
            case BOOLEAN -> json.isBoolean();
            case NUMBER -> json.isNumber();
            case INTEGER -> isInteger(json);
            case INTEGER_OR_STRING -> isInteger(json) || json.isTextual();
            case ANY -> true;
        };
    }

    private static boolean isInteger(JsonNode json) {
        return json.isIntegralNumber() || (json.isNumber() && json.doubleValue() == Math.rint(json.doubleValue()));
    }

    private static String describe(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> "a mapping";
            case ARRAY -> "a list";
            case STRING -> "the text \"" + json.textValue() + "\"";
            case NULL -> "nothing";
            default -> json.asText();
        };
    }

    private static String describe(Type type) {
        return switch (type) {
            case OBJECT -> "a mapping";
            case ARRAY -> "a list";
            case STRING -> "a text";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case INTEGER -> "a whole number";
            case INTEGER_OR_STRING -> "a whole number or a text";
            case ANY -> "anything";
        };
    }

    private static String advice(JsonNode json, SchemaNode schema) {
        if (schema.type() == Type.STRING && json.isValueNode() && !json.isNull()) {
            return "Put it in quotes: \"" + json.asText() + "\"";
        }
        if (schema.type() == Type.ARRAY) {
            return "Begin each item with a dash";
        }
        return json.isTextual() ? "Write it without quotes" : "Write " + describe(schema.type());
    }

    private static String number(double value) {
        return value == Math.rint(value) && !Double.isInfinite(value)
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
