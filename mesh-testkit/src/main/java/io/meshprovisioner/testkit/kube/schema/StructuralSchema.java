package io.meshprovisioner.testkit.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Shape.Any;
import io.meshprovisioner.testkit.kube.schema.Shape.Dict;
import io.meshprovisioner.testkit.kube.schema.Shape.Field;
import io.meshprovisioner.testkit.kube.schema.Shape.PatchRule;
import io.meshprovisioner.testkit.kube.schema.Shape.Relation;
import io.meshprovisioner.testkit.kube.schema.Shape.Scalar;
import io.meshprovisioner.testkit.kube.schema.Shape.Sequence;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import java.util.LinkedHashMap;
import java.util.Map;

/** The schema in a CustomResourceDefinition, read as a shape, and its defaults. */
public final class StructuralSchema {
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

    private StructuralSchema() {}

    /** The shape of a custom resource; without a schema everything is kept. */
    public static Struct root(JsonNode schema) {
        boolean open = !schema.isObject() || schema.path(PRESERVE).asBoolean() || !schema.has("properties");
        Map<String, Field> fields = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(entry -> add(fields, entry.getKey(), shape(entry.getValue())));
        add(fields, "apiVersion", Scalar.STRING);
        add(fields, "kind", Scalar.STRING);
        add(fields, "metadata", TypeTable.builtIn().get("meta.v1.ObjectMeta"));
        Struct struct = new Struct("", false, open);
        struct.fill(fields, Map.of());
        return struct;
    }

    private static void add(Map<String, Field> fields, String name, Shape shape) {
        fields.put(name, new Field(name, 0, shape, PatchRule.NONE));
    }

    private static Shape shape(JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return Scalar.INTSTR;
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "string" -> Scalar.STRING;
            case "boolean" -> Scalar.BOOL;
            case "number" -> Scalar.DOUBLE;
            case "integer" -> schema.path("format").asText().equals("int32") ? Scalar.INT32 : Scalar.INT64;
            default -> schema.has("properties") ? object(schema) : new Any();
        };
    }

    private static Shape object(JsonNode schema) {
        boolean open = schema.path(PRESERVE).asBoolean();
        boolean atomic = schema.path("x-kubernetes-map-type").asText().equals("atomic");
        JsonNode additional = schema.path("additionalProperties");
        if (additional.isObject() || additional.asBoolean()) {
            return new Dict(additional.isObject() ? shape(additional) : new Any(), atomic);
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(entry -> add(fields, entry.getKey(), shape(entry.getValue())));
        if (schema.path("x-kubernetes-embedded-resource").asBoolean()) {
            add(fields, "apiVersion", Scalar.STRING);
            add(fields, "kind", Scalar.STRING);
            add(fields, "metadata", TypeTable.builtIn().get("meta.v1.ObjectMeta"));
        }
        Struct struct = new Struct("", atomic, open);
        struct.fill(fields, Map.of());
        return struct;
    }

    private static Shape array(JsonNode schema) {
        Shape items = shape(schema.path("items"));
        Relation relation =
                switch (schema.path("x-kubernetes-list-type").asText()) {
                    case "map" -> Relation.MAP;
                    case "set" -> Relation.SET;
                    default -> Relation.ATOMIC;
                };
        return new Sequence(items, relation, Trees.texts(schema.path("x-kubernetes-list-map-keys")));
    }

    /** Fills in the schema's defaults where members are absent; changes the value. */
    public static void applyDefaults(JsonNode value, JsonNode schema) {
        if (value instanceof ObjectNode object) {
            schema.path("properties").properties().forEach(entry -> {
                JsonNode property = entry.getValue();
                if (property.has("default") && !object.has(entry.getKey())) {
                    object.set(entry.getKey(), property.get("default").deepCopy());
                }
                applyDefaults(object.path(entry.getKey()), property);
            });
            JsonNode additional = schema.path("additionalProperties");
            if (additional.isObject()) {
                object.forEach(member -> applyDefaults(member, additional));
            }
        } else if (value.isArray()) {
            value.forEach(element -> applyDefaults(element, schema.path("items")));
        }
    }
}
