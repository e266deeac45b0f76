package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.WireWriter;
import java.util.Map;

/** An OpenAPI v2 document in the protobuf form that Go clients ask for (gnostic's openapi.v2.Document). */
final class OpenApiProtobuf {
    private static final Map<String, Integer> METHODS = Map.of("get", 2, "put", 3, "post", 4, "delete", 5, "patch", 8);

    private OpenApiProtobuf() {}

    static byte[] encode(JsonNode document) {
        WireWriter message = new WireWriter();
        message.text(1, Trees.text(document, "swagger"));
        WireWriter info = new WireWriter();
        info.text(1, Trees.text(document, "info", "title"));
        info.text(2, Trees.text(document, "info", "version"));
        message.message(2, info);
        WireWriter paths = new WireWriter();
        document.path("paths")
                .properties()
                .forEach(entry -> paths.message(2, named(entry.getKey(), path(entry.getValue()))));
        message.message(8, paths);
        WireWriter definitions = new WireWriter();
        document.path("definitions")
                .properties()
                .forEach(entry -> definitions.message(1, named(entry.getKey(), schema(entry.getValue()))));
        message.message(9, definitions);
        return message.bytes();
    }

    private static WireWriter named(String name, WireWriter value) {
        WireWriter named = new WireWriter();
        named.text(1, name);
        named.message(2, value);
        return named;
    }

    private static WireWriter path(JsonNode path) {
        WireWriter message = new WireWriter();
        METHODS.forEach((method, field) -> {
            if (path.has(method)) {
                message.message(field, operation(path.get(method)));
            }
        });
        return message;
    }

    private static WireWriter operation(JsonNode operation) {
        WireWriter message = new WireWriter();
        message.text(5, Trees.text(operation, "operationId"));
        for (JsonNode parameter : operation.path("parameters")) {
            WireWriter query = new WireWriter();
            query.text(2, "query");
            query.text(4, Trees.text(parameter, "name"));
            query.text(6, Trees.text(parameter, "type"));
            message.message(8, wrap(1, wrap(2, wrap(3, query))));
        }
        WireWriter response = new WireWriter();
        response.text(1, "OK");
        message.message(9, wrap(1, named("200", wrap(1, response))));
        extensions(message, 13, operation);
        return message;
    }

    private static WireWriter wrap(int field, WireWriter inner) {
        WireWriter message = new WireWriter();
        message.message(field, inner);
        return message;
    }

    private static WireWriter schema(JsonNode schema) {
        WireWriter message = new WireWriter();
        message.text(1, Trees.text(schema, "$ref"));
        message.text(2, Trees.text(schema, "format"));
        message.text(4, Trees.text(schema, "description"));
        for (JsonNode required : schema.path("required")) {
            message.text(19, required.asText());
        }
        if (schema.path("additionalProperties").isObject()) {
            message.message(21, wrap(1, schema(schema.get("additionalProperties"))));
        }
        if (schema.path("type").isTextual()) {
            WireWriter type = new WireWriter();
            type.text(1, schema.get("type").asText());
            message.message(22, type);
        }
        if (schema.path("items").isObject()) {
            message.message(23, wrap(1, schema(schema.get("items"))));
        }
        if (schema.path("properties").isObject()) {
            WireWriter properties = new WireWriter();
            schema.get("properties")
                    .properties()
                    .forEach(entry -> properties.message(1, named(entry.getKey(), schema(entry.getValue()))));
            message.message(25, properties);
        }
        extensions(message, 31, schema);
        return message;
    }

    private static void extensions(WireWriter message, int field, JsonNode node) {
        node.properties().forEach(entry -> {
            if (entry.getKey().startsWith("x-kubernetes-")) {
                WireWriter any = new WireWriter();
                // JSON is YAML.
                any.text(2, Trees.print(entry.getValue()));
                message.message(field, named(entry.getKey(), any));
            }
        });
    }
}
