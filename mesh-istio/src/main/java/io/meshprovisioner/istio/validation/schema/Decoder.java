package io.meshprovisioner.istio.validation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.validation.finding.Report;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.schema.SchemaNode.Trait;
import io.meshprovisioner.istio.validation.text.GoDurations;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object as istiod's decoder (Go's jsonpb) does: names in both spellings, numbers also as text, null as absent,
 * durations as Go writes them, enum values by name. Unknown fields are ignored.
 */
final class Decoder {
    private static final int MAX_DEPTH = 200;
    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");
    private static final BigInteger UINT32_MAX = BigInteger.valueOf(0xFFFFFFFFL);
    private static final BigInteger UINT64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final Report report;

    Decoder(Report report) {
        this.report = report;
    }

    /** Reports what cannot be decoded. */
    void check(Node object, SchemaNode root) {
        SchemaNode schema = root.fields().get("spec");
        if (schema != null) {
            read(object.get("spec"), schema, 0);
        }
    }

    private void read(Node node, SchemaNode schema, int depth) {
        JsonNode json = node.json();
        if (!node.present() || depth > MAX_DEPTH) {
            return;
        }
        String problem =
                switch (schema.type()) {
                    case OBJECT -> json.isObject() ? null : "is no mapping";
                    case ARRAY -> json.isArray() ? null : "is no list";
                    case STRING -> textProblem(json, schema);
                    case BOOLEAN -> json.isBoolean() ? null : "is neither true nor false";
                    case NUMBER -> isNumber(json) ? null : "is no number";
                    case INTEGER -> integerProblem(json, schema.is(Trait.INT32), UINT32_MAX);
                    case INTEGER_OR_STRING -> integerProblem(json, false, UINT64_MAX);
                    case ANY -> null;
                };
        if (problem != null) {
            report.error(
                    node,
                    rule(schema),
                    (json.isValueNode() ? "\"" + json.asText() + "\" " : "this ") + problem
                            + ", so Istio cannot read the object",
                    advice(schema));
            return;
        }
        SchemaNode items = schema.items();
        if (items != null) {
            node.items().forEach(item -> read(item, items, depth + 1));
        }
        SchemaNode values = schema.values();
        if (values != null) {
            for (Node entry : node.entries()) {
                if (!schema.is(Trait.INTEGER_KEYS) || isIntegerKey(entry)) {
                    read(entry, values, depth + 1);
                }
            }
        } else if (!schema.fields().isEmpty()) {
            for (Node field : node.fields()) {
                SchemaNode known = field(schema, field.name());
                if (known != null) {
                    read(field, known, depth + 1);
                }
            }
        }
    }

    private static String rule(SchemaNode schema) {
        if (schema.is(Trait.DURATION)) {
            return "decode.duration";
        }
        return schema.choices().isEmpty() ? "decode.type" : "decode.enum";
    }

    private static @Nullable SchemaNode field(SchemaNode schema, String name) {
        SchemaNode known = schema.fields().get(name);
        return known != null || name.indexOf('_') < 0 ? known : schema.fields().get(Names.lowerCamel(name));
    }

    /** A copy of the tree without the places whose paths are given. */
    static JsonNode without(Node node, Set<String> paths) {
        if (node.json().isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            List<Node> children = new ArrayList<>(node.fields());
            List<Node> entries = node.entries();
            for (int i = 0; i < children.size(); i++) {
                // whether a child is a field or an entry of a map shows in its path only
                boolean asField = paths.contains(children.get(i).toString());
                boolean asEntry = paths.contains(entries.get(i).toString());
                if (!asField && !asEntry) {
                    boolean inEntry = paths.stream().anyMatch(within(entries.get(i)));
                    copy.set(children.get(i).name(), without(inEntry ? entries.get(i) : children.get(i), paths));
                }
            }
            return copy;
        }
        if (node.json().isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.items().stream()
                    .filter(item -> !paths.contains(item.toString()))
                    .forEach(item -> copy.add(without(item, paths)));
            return copy;
        }
        return node.json();
    }

    private static Predicate<String> within(Node node) {
        String start = node.toString();
        return path -> path.startsWith(start);
    }

    private boolean isIntegerKey(Node entry) {
        boolean integer = integerProblem(JsonNodeFactory.instance.textNode(entry.name()), false, UINT32_MAX) == null;
        if (!integer) {
            report.error(
                    entry,
                    "decode.key",
                    "the key \"" + entry.name() + "\" is no number, so Istio cannot read the object",
                    "Use the number of a port");
        }
        return integer;
    }

    private static @Nullable String textProblem(JsonNode json, SchemaNode schema) {
        if (!schema.choices().isEmpty()) {
            boolean known = (json.isIntegralNumber() && json.canConvertToInt())
                    || (json.isTextual()
                            && (schema.choices().contains(json.textValue()) || isZeroName(json.textValue(), schema)));
            return known ? null : "is none of " + schema.choices();
        }
        if (!json.isTextual()) {
            return "is no text";
        }
        if (schema.is(Trait.DURATION) && GoDurations.parse(json.textValue()).isEmpty()) {
            return "is no duration";
        }
        return schema.is(Trait.BYTES) && !isBase64(json.textValue()) ? "is no base 64" : null;
    }

    /** A CRD leaves the name of some zero values out, which the decoder still knows. */
    private static boolean isZeroName(String text, SchemaNode schema) {
        return (text.equals("INVALID") && schema.choices().contains("HTTP_FILTER"))
                || (text.equals("INVALID") && schema.choices().contains("INSERT_BEFORE"));
    }

    private static boolean isNumber(JsonNode json) {
        if (json.isTextual()) {
            try {
                return NOT_FINITE.contains(json.textValue()) || !Double.isNaN(Double.parseDouble(json.textValue()));
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return json.isNumber();
    }

    private static @Nullable String integerProblem(JsonNode json, boolean signed, BigInteger unsignedMax) {
        BigInteger value;
        try {
            value = json.isTextual()
                    ? new BigInteger(shortened(json.textValue()))
                    : json.isIntegralNumber() ? json.bigIntegerValue() : null;
        } catch (NumberFormatException e) {
            return "is no whole number";
        }
        if (value == null) {
            return "is no whole number";
        }
        boolean fits = signed ? value.bitLength() < 32 : value.signum() >= 0 && value.compareTo(unsignedMax) <= 0;
        return fits ? null : "is out of range";
    }

    /** Numbers far beyond any range are not worth the time to read. */
    private static String shortened(String digits) {
        return digits.length() > 40 ? "" : digits;
    }

    static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return text.length() % 4 == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String advice(SchemaNode schema) {
        if (schema.is(Trait.DURATION)) {
            return "Write a number with a unit, such as 500ms, 2s or 1h30m";
        }
        return schema.choices().isEmpty() ? "Correct the value's type" : "Use one of " + schema.choices();
    }
}
