package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An OpenAPI v2 document in the protobuf form that Go clients ask for (gnostic's openapi.v2.Document). */
final class OpenApiProtobuf {
    private static final Map<String, Integer> METHODS = Map.of("get", 2, "put", 3, "post", 4, "delete", 5, "patch", 8);

    private OpenApiProtobuf() {}

    static byte[] encode(JsonNode document) {
        Message message = new Message();
        message.text(1, Trees.text(document, "swagger"));
        Message info = new Message();
        info.text(1, Trees.text(document, "info", "title"));
        info.text(2, Trees.text(document, "info", "version"));
        message.message(2, info);
        Message paths = new Message();
        document.path("paths")
                .properties()
                .forEach(entry -> paths.message(2, named(entry.getKey(), path(entry.getValue()))));
        message.message(8, paths);
        Message definitions = new Message();
        document.path("definitions")
                .properties()
                .forEach(entry -> definitions.message(1, named(entry.getKey(), schema(entry.getValue()))));
        message.message(9, definitions);
        return message.bytes();
    }

    private static Message named(String name, Message value) {
        Message named = new Message();
        named.text(1, name);
        named.message(2, value);
        return named;
    }

    private static Message path(JsonNode path) {
        Message message = new Message();
        METHODS.forEach((method, field) -> {
            if (path.has(method)) {
                message.message(field, operation(path.get(method)));
            }
        });
        return message;
    }

    private static Message operation(JsonNode operation) {
        Message message = new Message();
        message.text(5, Trees.text(operation, "operationId"));
        for (JsonNode parameter : operation.path("parameters")) {
            Message query = new Message();
            query.text(2, "query");
            query.text(4, Trees.text(parameter, "name"));
            query.text(6, Trees.text(parameter, "type"));
            message.message(8, wrap(1, wrap(2, wrap(3, query))));
        }
        Message response = new Message();
        response.text(1, "OK");
        message.message(9, wrap(1, named("200", wrap(1, response))));
        extensions(message, 13, operation);
        return message;
    }

    private static Message wrap(int field, Message inner) {
        Message message = new Message();
        message.message(field, inner);
        return message;
    }

    private static Message schema(JsonNode schema) {
        Message message = new Message();
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
            Message type = new Message();
            type.text(1, schema.get("type").asText());
            message.message(22, type);
        }
        if (schema.path("items").isObject()) {
            message.message(23, wrap(1, schema(schema.get("items"))));
        }
        if (schema.path("properties").isObject()) {
            Message properties = new Message();
            schema.get("properties")
                    .properties()
                    .forEach(entry -> properties.message(1, named(entry.getKey(), schema(entry.getValue()))));
            message.message(25, properties);
        }
        extensions(message, 31, schema);
        return message;
    }

    private static void extensions(Message message, int field, JsonNode node) {
        node.properties().forEach(entry -> {
            if (entry.getKey().startsWith("x-kubernetes-")) {
                Message any = new Message();
                // JSON is YAML.
                any.text(2, Trees.print(entry.getValue()));
                message.message(field, named(entry.getKey(), any));
            }
        });
    }

    /** Collects the fields of one message. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void text(int field, String text) {
            if (!text.isEmpty()) {
                bytes(field, text.getBytes(StandardCharsets.UTF_8));
            }
        }

        void message(int field, Message inner) {
            bytes(field, inner.bytes());
        }

        private void bytes(int field, byte[] bytes) {
            varint(field << 3 | 2);
            varint(bytes.length);
            out.writeBytes(bytes);
        }

        private void varint(int value) {
            int rest = value;
            while (rest > 0x7f) {
                out.write((rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.write(rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
