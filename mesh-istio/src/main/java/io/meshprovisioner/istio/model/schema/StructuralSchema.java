package io.meshprovisioner.istio.model.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The OpenAPI schema of messages, as far as types, enums and names go, cut to what one release knows. */
final class StructuralSchema {
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private final IstioSchema schema;
    private final Release release;

    StructuralSchema(IstioSchema schema, Release release) {
        this.schema = schema;
        this.release = release;
    }

    /** The schema of an object whose spec is {@code spec}. */
    Map<String, Object> root(MessageFacts spec) {
        return object(Map.of("spec", message(spec), "status", anything()));
    }

    static Map<String, Object> object(Map<String, ?> properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        return object;
    }

    static Map<String, Object> anything() {
        return Map.of("type", "object", PRESERVE, true);
    }

    private Map<String, Object> message(MessageFacts message) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (FieldFacts field : message.fields()) {
            if (release.has(field.since())) {
                properties.put(field.name(), field(field));
                Optional.ofNullable(field.servedAlias()).ifPresent(alias -> properties.put(alias, field(field)));
            }
        }
        return object(properties);
    }

    private Map<String, Object> field(FieldFacts field) {
        Map<String, Object> element = element(field);
        return switch (field.type().shape()) {
            case SINGLE -> element;
            case LIST -> Map.of("type", "array", "items", element);
            case MAP -> Map.of("type", "object", "additionalProperties", element);
        };
    }

    private Map<String, Object> element(FieldFacts field) {
        return switch (field.type().scalar()) {
            case STRING, DURATION -> Map.of("type", "string");
            case BYTES -> Map.of("type", "string", "format", "byte");
            case BOOL -> Map.of("type", "boolean");
            case INT32 -> Map.of("type", "integer", "format", "int32");
            case UINT32, UINT64 -> Map.of("type", "integer");
            case DOUBLE -> Map.of("type", "number", "format", "double");
            case STRUCT -> anything();
            case ENUM -> Map.of("type", "string", "enum", values(field));
            case MESSAGE -> message(schema.message(field).orElseThrow());
        };
    }

    private List<String> values(FieldFacts field) {
        return schema.enumeration(field).orElseThrow().values().stream()
                .filter(value -> release.has(value.since()))
                .map(EnumFacts.Value::name)
                .toList();
    }
}
