package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Shape;
import io.meshprovisioner.testkit.kube.schema.Shape.Dict;
import io.meshprovisioner.testkit.kube.schema.Shape.Field;
import io.meshprovisioner.testkit.kube.schema.Shape.Relation;
import io.meshprovisioner.testkit.kube.schema.Shape.Scalar;
import io.meshprovisioner.testkit.kube.schema.Shape.Sequence;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The schemas of an OpenAPI document: one for each type and for each type that it holds. */
final class OpenApiSchemas {
    private final String prefix;
    private final ObjectNode schemas = Trees.object();

    /**
     * Starts an empty set.
     *
     * @param prefix of references
     */
    OpenApiSchemas(String prefix) {
        this.prefix = prefix;
    }

    ObjectNode all() {
        return schemas;
    }

    /** Adds one version of a resource and its list. */
    void add(ResourceType type, String version) {
        String name;
        if (type.custom()) {
            name = custom(type, version);
        } else {
            Struct shape = type.shape(version);
            name = reference(shape);
            ObjectNode schema = (ObjectNode) schemas.get(name);
            ObjectNode properties = Trees.with(schema, "properties");
            properties.putObject("apiVersion").put("type", "string");
            properties.putObject("kind").put("type", "string");
            schema.set("x-kubernetes-group-version-kind", Trees.array().add(kind(type, version)));
        }
        if (type.verbs().contains("list")) {
            ObjectNode list = schemas.putObject(name + "List").put("type", "object");
            ObjectNode properties = list.putObject("properties");
            properties.putObject("apiVersion").put("type", "string");
            properties.putObject("kind").put("type", "string");
            properties.putObject("metadata").put("type", "object");
            properties
                    .putObject("items")
                    .put("type", "array")
                    .putObject("items")
                    .put("$ref", prefix + name);
        }
    }

    static ObjectNode kind(ResourceType type, String version) {
        return Trees.object().put("group", type.group()).put("version", version).put("kind", type.kind());
    }

    private String custom(ResourceType type, String version) {
        List<String> parts = new ArrayList<>(List.of(type.group().split("\\.")));
        Collections.reverse(parts);
        String name = String.join(".", parts) + "." + version + "." + type.kind();
        JsonNode schema = CustomResources.schema(type.definition().orElseThrow(), version);
        ObjectNode copy = schema instanceof ObjectNode object ? object.deepCopy() : Trees.object();
        ObjectNode properties = Trees.with(copy.put("type", "object"), "properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.set(
                "metadata",
                of(io.meshprovisioner.testkit.kube.schema.TypeTable.builtIn().get("meta.v1.ObjectMeta")));
        copy.set("x-kubernetes-group-version-kind", Trees.array().add(kind(type, version)));
        schemas.set(name, copy);
        return name;
    }

    private String reference(Struct struct) {
        String[] parts = struct.name().split("\\.");
        String name =
                switch (parts[0]) {
                    case "meta" -> "io.k8s.apimachinery.pkg.apis.meta.";
                    case "apiextensions" -> "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.";
                    case "apiregistration" -> "io.k8s.kube-aggregator.pkg.apis.apiregistration.";
                    default -> "io.k8s.api." + parts[0] + ".";
                };
        name += parts[1] + "." + parts[2];
        if (!schemas.has(name)) {
            ObjectNode schema = schemas.putObject(name).put("type", "object");
            ObjectNode properties = Trees.object();
            for (Field field : struct.fields().values()) {
                ObjectNode property = of(field.shape());
                if (field.patch().merge() || field.patch().retainKeys()) {
                    String strategy = field.patch().merge() && field.patch().retainKeys()
                            ? "merge,retainKeys"
                            : field.patch().merge() ? "merge" : "retainKeys";
                    property.put("x-kubernetes-patch-strategy", strategy);
                    if (!field.patch().key().isEmpty()) {
                        property.put(
                                "x-kubernetes-patch-merge-key", field.patch().key());
                    }
                }
                properties.set(field.name(), property);
            }
            if (!properties.isEmpty()) {
                schema.set("properties", properties);
            }
            if (struct.atomic()) {
                schema.put("x-kubernetes-map-type", "atomic");
            }
        }
        return name;
    }

    private ObjectNode of(Shape shape) {
        ObjectNode schema = Trees.object();
        if (shape instanceof Struct struct) {
            return schema.put("$ref", prefix + reference(struct));
        }
        if (shape instanceof Dict dict) {
            schema.put("type", "object").set("additionalProperties", of(dict.values()));
            return dict.atomic() ? schema.put("x-kubernetes-map-type", "atomic") : schema;
        }
        if (shape instanceof Sequence sequence) {
            schema.put("type", "array").set("items", of(sequence.items()));
            if (sequence.relation() == Relation.MAP) {
                ArrayNode keys = schema.put("x-kubernetes-list-type", "map").putArray("x-kubernetes-list-map-keys");
                sequence.keys().forEach(keys::add);
            } else {
                schema.put("x-kubernetes-list-type", sequence.relation() == Relation.SET ? "set" : "atomic");
            }
            return schema;
        }
        if (!(shape instanceof Scalar scalar)) {
            return schema.put("type", "object");
        }
        return switch (scalar) {
            case INT32 -> schema.put("type", "integer").put("format", "int32");
            case INT64 -> schema.put("type", "integer").put("format", "int64");
            case DOUBLE -> schema.put("type", "number").put("format", "double");
            case BOOL -> schema.put("type", "boolean");
            case BYTES -> schema.put("type", "string").put("format", "byte");
            case TIME, MICROTIME -> schema.put("type", "string").put("format", "date-time");
            case INTSTR -> schema.put("type", "string").put("format", "int-or-string");
            default -> schema.put("type", "string");
        };
    }
}
