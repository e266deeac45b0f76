package io.meshprovisioner.testkit.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Shape.Dict;
import io.meshprovisioner.testkit.kube.schema.Shape.Scalar;
import io.meshprovisioner.testkit.kube.schema.Shape.Sequence;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import io.meshprovisioner.testkit.kube.schema.Shape.WireField;
import java.time.Instant;
import java.util.Base64;
import java.util.TreeMap;

/** Writes objects of built-in types as {@link Protobuf} reads them: application/vnd.kubernetes.protobuf. */
public final class ProtobufEncoder {
    private static final int ITEMS = 2;

    private ProtobufEncoder() {}

    /** One object. */
    public static byte[] object(ObjectNode object, Struct shape) {
        return enveloped(object, struct(object, shape));
    }

    /** A list of objects of one type. */
    public static byte[] list(ObjectNode list, Struct items) {
        WireWriter raw = new WireWriter()
                .message(1, struct(list.path("metadata"), TypeTable.builtIn().get("meta.v1.ListMeta")));
        list.path("items").forEach(item -> raw.message(ITEMS, struct(item, items)));
        return enveloped(list, raw);
    }

    private static byte[] enveloped(ObjectNode object, WireWriter raw) {
        byte[] envelope = new WireWriter()
                .message(
                        1,
                        new WireWriter()
                                .text(1, Trees.text(object, "apiVersion"))
                                .text(2, Trees.text(object, "kind")))
                .message(2, raw)
                .bytes();
        byte[] body = new byte[Protobuf.MAGIC.length + envelope.length];
        System.arraycopy(Protobuf.MAGIC, 0, body, 0, Protobuf.MAGIC.length);
        System.arraycopy(envelope, 0, body, Protobuf.MAGIC.length, envelope.length);
        return body;
    }

    private static WireWriter struct(JsonNode object, Struct shape) {
        WireWriter out = new WireWriter();
        new TreeMap<>(shape.wire()).forEach((number, field) -> member(out, object, field));
        return out;
    }

    private static void member(WireWriter out, JsonNode object, WireField field) {
        if (field.name() == null) {
            out.message(field.number(), struct(object, (Struct) field.shape()));
            return;
        }
        JsonNode value = object.path(field.name());
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        if (field.shape() instanceof Sequence sequence) {
            value.forEach(item -> value(out, field.number(), item, sequence.items()));
        } else if (field.shape() instanceof Dict dict) {
            value.properties().forEach(entry -> {
                WireWriter pair = new WireWriter().text(1, entry.getKey());
                value(pair, 2, entry.getValue(), dict.values());
                out.message(field.number(), pair);
            });
        } else {
            value(out, field.number(), value, field.shape());
        }
    }

    private static void value(WireWriter out, int field, JsonNode value, Shape shape) {
        if (shape instanceof Struct struct) {
            out.message(field, struct(value, struct));
        } else if (shape instanceof Scalar scalar) {
            scalar(out, field, value, scalar);
        } else {
            out.message(field, new WireWriter().bytes(1, Trees.bytes(value)));
        }
    }

    private static void scalar(WireWriter out, int field, JsonNode value, Scalar scalar) {
        switch (scalar) {
            case STRING -> out.bytes(field, value.asText().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case INT32, INT64 -> out.number(field, value.asLong());
            case DOUBLE -> out.fixed64(field, Double.doubleToLongBits(value.asDouble()));
            case BOOL -> out.number(field, value.asBoolean() ? 1 : 0);
            case BYTES -> out.bytes(field, Base64.getDecoder().decode(value.asText()));
            case QUANTITY -> out.message(field, new WireWriter().text(1, value.asText()));
            case TIME, MICROTIME -> {
                Instant instant = Instant.parse(value.asText());
                out.message(
                        field,
                        new WireWriter().number(1, instant.getEpochSecond()).number(2, instant.getNano()));
            }
            case DURATION -> {
                long seconds = Long.parseLong(value.asText().replace("s", ""));
                out.message(field, new WireWriter().number(1, seconds * 1_000_000_000L));
            }
            case INTSTR ->
                out.message(
                        field,
                        value.isNumber()
                                ? new WireWriter().number(1, 0).number(2, value.asLong())
                                : new WireWriter().number(1, 1).text(3, value.asText()));
        }
    }
}
