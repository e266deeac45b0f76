package io.meshprovisioner.istio.validation.schema;

import io.meshprovisioner.istio.validation.input.Release;
import io.meshprovisioner.istio.validation.schema.SchemaNode.Limits;
import io.meshprovisioner.istio.validation.schema.SchemaNode.Trait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schema of a kind in the words of a CustomResourceDefinition: the very rules that {@link SchemaChecker} asks. */
public final class OpenApiSchema {
    private static final String OPEN = "x-kubernetes-preserve-unknown-fields";

    private OpenApiSchema() {}

    /**
     * The {@code openAPIV3Schema} of a kind in a release.
     *
     * @throws IllegalArgumentException if the release does not have the kind
     */
    public static Map<String, Object> of(String group, String kind, String release) {
        KindSchema schema = SchemaFacts.of(Release.parse(release))
                .kind(group, kind)
                .orElseThrow(() -> new IllegalArgumentException("Istio " + release + " has no " + kind));
        Map<String, Object> properties = new LinkedHashMap<>(properties(schema.root()));
        properties.put("status", Map.of("type", "object", OPEN, true));
        Map<String, Object> root = new LinkedHashMap<>(node(schema.root()));
        root.put("properties", properties);
        return root;
    }

    private static Map<String, Object> properties(SchemaNode node) {
        Map<String, Object> properties = new LinkedHashMap<>();
        node.fields().forEach((name, field) -> properties.put(name, node(field)));
        return properties;
    }

    private static Map<String, Object> node(SchemaNode node) {
        Map<String, Object> schema = new LinkedHashMap<>();
        type(node, schema);
        if (!node.fields().isEmpty()) {
            schema.put("properties", properties(node));
        }
        if (!node.required().isEmpty()) {
            schema.put("required", List.copyOf(node.required()));
        }
        if (node.items() != null) {
            schema.put("items", node(node.items()));
        }
        if (node.values() != null) {
            schema.put("additionalProperties", node(node.values()));
        }
        if (!node.choices().isEmpty()) {
            schema.put("enum", List.copyOf(node.choices()));
        }
        limits(node, schema);
        if (node.pattern() != null) {
            schema.put("pattern", node.pattern().pattern());
        }
        if (node.listKey() != null) {
            schema.put("x-kubernetes-list-type", "map");
            schema.put("x-kubernetes-list-map-keys", List.of(node.listKey()));
        }
        oneOf(node, schema);
        if (!node.rules().isEmpty()) {
            schema.put(
                    "x-kubernetes-validations",
                    node.rules().stream()
                            .map(rule -> Map.of("rule", CelExpressions.of(rule), "message", rule.problem()))
                            .toList());
        }
        return schema;
    }

    private static void type(SchemaNode node, Map<String, Object> schema) {
        switch (node.type()) {
            case OBJECT -> schema.put("type", "object");
            case ARRAY -> schema.put("type", "array");
            case STRING -> schema.put("type", "string");
            case INTEGER -> schema.put("type", "integer");
            case NUMBER -> schema.put("type", "number");
            case BOOLEAN -> schema.put("type", "boolean");
            case INTEGER_OR_STRING -> {
                schema.put("x-kubernetes-int-or-string", true);
                schema.put("anyOf", List.of(Map.of("type", "integer"), Map.of("type", "string")));
            }
            case ANY -> {
                // no word about it
            }
        }
        if (node.is(Trait.NULLABLE)) {
            schema.put("nullable", true);
        }
        if (node.is(Trait.OPEN)) {
            schema.put(OPEN, true);
        }
        if (node.is(Trait.INT32)) {
            schema.put("format", "int32");
        }
        if (node.is(Trait.BYTES)) {
            schema.put("format", "byte");
        }
    }

    private static void limits(SchemaNode node, Map<String, Object> schema) {
        Limits limits = node.limits();
        if (limits.min() != Limits.NONE.min()) {
            schema.put("minimum", number(limits.min()));
        }
        if (limits.max() != Limits.NONE.max()) {
            schema.put("maximum", number(limits.max()));
        }
        String what =
                switch (node.type()) {
                    case ARRAY -> "Items";
                    case OBJECT -> "Properties";
                    default -> "Length";
                };
        if (limits.minSize() != Limits.NONE.minSize()) {
            schema.put("min" + what, limits.minSize());
        }
        if (limits.maxSize() != Limits.NONE.maxSize()) {
            schema.put("max" + what, limits.maxSize());
        }
    }

    private static Number number(double value) {
        return value == Math.rint(value) ? (Number) (long) value : (Number) value;
    }

    /** Of each group none, or one. */
    private static void oneOf(SchemaNode node, Map<String, Object> schema) {
        List<Map<String, Object>> groups =
                node.oneOf().stream().map(OpenApiSchema::group).toList();
        if (groups.size() == 1) {
            schema.putAll(groups.get(0));
        } else if (!groups.isEmpty()) {
            schema.put("allOf", groups);
        }
    }

    private static Map<String, Object> group(List<String> names) {
        List<Map<String, Object>> each = names.stream()
                .map(name -> Map.<String, Object>of("required", List.of(name)))
                .toList();
        List<Map<String, Object>> alternatives = new ArrayList<>();
        alternatives.add(Map.of("not", Map.of("anyOf", each)));
        alternatives.addAll(each);
        return Map.of("oneOf", alternatives);
    }
}
