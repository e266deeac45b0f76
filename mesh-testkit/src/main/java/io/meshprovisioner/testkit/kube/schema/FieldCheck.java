package io.meshprovisioner.testkit.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Shape.Dict;
import io.meshprovisioner.testkit.kube.schema.Shape.Scalar;
import io.meshprovisioner.testkit.kube.schema.Shape.Sequence;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Brings a tree into the form of a typed object: drops fields that the type lacks and nulls, and finds wrong types. */
public final class FieldCheck {
    private final List<String> unknown = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    /**
     * What came of it.
     *
     * @param tree without unknown fields
     * @param unknown their paths
     * @param wrong values that a decoder of the type refuses, in its words
     */
    public record Result(ObjectNode tree, List<String> unknown, List<String> wrong) {
        public Result {
            unknown = List.copyOf(unknown);
            wrong = List.copyOf(wrong);
        }
    }

    private FieldCheck() {}

    /** Checks an object; apiVersion and kind are always known. */
    public static Result check(ObjectNode tree, Struct shape) {
        FieldCheck check = new FieldCheck();
        return new Result((ObjectNode) check.struct(tree, shape, "", true), check.unknown, check.wrong);
    }

    private JsonNode value(JsonNode node, Shape shape, String path) {
        if (shape instanceof Struct struct) {
            return struct(node, struct, path, false);
        }
        if (shape instanceof Dict dict) {
            return dict(node, dict, path);
        }
        if (shape instanceof Sequence sequence) {
            return sequence(node, sequence, path);
        }
        if (shape instanceof Scalar scalar) {
            scalar(node, scalar, path);
        }
        return node;
    }

    private JsonNode struct(JsonNode node, Struct shape, String path, boolean root) {
        if (!(node instanceof ObjectNode object)) {
            wrong(node, path, shape.name());
            return node;
        }
        ObjectNode result = Trees.object();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = entry.getKey();
            Shape.Field field = shape.fields().get(name);
            String inner = path.isEmpty() ? name : path + "." + name;
            if (field != null) {
                if (!entry.getValue().isNull()) {
                    result.set(name, value(entry.getValue(), field.shape(), inner));
                }
            } else if (shape.open() || (root && (name.equals("apiVersion") || name.equals("kind")))) {
                result.set(name, entry.getValue());
            } else {
                unknown.add(inner);
            }
        }
        return result;
    }

    private JsonNode dict(JsonNode node, Dict shape, String path) {
        if (!(node instanceof ObjectNode object)) {
            wrong(node, path, "map");
            return node;
        }
        ObjectNode result = Trees.object();
        object.properties().forEach(entry -> {
            if (!entry.getValue().isNull()) {
                result.set(entry.getKey(), value(entry.getValue(), shape.values(), path + "." + entry.getKey()));
            } else if (shape.values() == Scalar.STRING) {
                result.put(entry.getKey(), "");
            }
        });
        return result;
    }

    private JsonNode sequence(JsonNode node, Sequence shape, String path) {
        if (!(node instanceof ArrayNode list)) {
            wrong(node, path, "slice");
            return node;
        }
        ArrayNode result = Trees.array();
        for (int i = 0; i < list.size(); i++) {
            result.add(value(list.get(i), shape.items(), path + "[" + i + "]"));
        }
        return result;
    }

    private void scalar(JsonNode node, Scalar scalar, String path) {
        boolean fits =
                switch (scalar) {
                    case STRING, BYTES, TIME, MICROTIME, DURATION -> node.isTextual();
                    case INT32, INT64 -> node.canConvertToExactIntegral() || isWholeNumber(node);
                    case DOUBLE -> node.isNumber();
                    case BOOL -> node.isBoolean();
                    case QUANTITY -> node.isTextual() || node.isNumber();
                    case INTSTR -> node.isTextual() || node.isIntegralNumber();
                };
        if (!fits) {
            wrong(node, path, goName(scalar));
        }
    }

    private static boolean isWholeNumber(JsonNode node) {
        return node.isNumber() && node.asDouble() == Math.rint(node.asDouble());
    }

    private void wrong(JsonNode node, String path, String type) {
        String found =
                switch (node.getNodeType()) {
                    case STRING -> "string";
                    case NUMBER -> "number";
                    case BOOLEAN -> "bool";
                    case ARRAY -> "array";
                    default -> "object";
                };
        String simple = type.substring(type.lastIndexOf('.') + 1);
        wrong.add("json: cannot unmarshal " + found + " into Go struct field " + path + " of type "
                + (type.contains(".") ? type.replaceFirst("^\\w+\\.", "") : simple));
    }

    private static String goName(Scalar scalar) {
        return switch (scalar) {
            case INT32 -> "int32";
            case INT64 -> "int64";
            case DOUBLE -> "float64";
            case BOOL -> "bool";
            case INTSTR -> "intstr.IntOrString";
            case QUANTITY -> "resource.Quantity";
            default -> "string";
        };
    }
}
