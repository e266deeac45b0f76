package io.meshprovisioner.testkit.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Shape.Dict;
import io.meshprovisioner.testkit.kube.schema.Shape.Scalar;
import io.meshprovisioner.testkit.kube.schema.Shape.Sequence;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import io.meshprovisioner.testkit.kube.schema.Shape.WireField;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads Kubernetes' protobuf encoding ({@code application/vnd.kubernetes.protobuf}) of built-in types into JSON. */
public final class Protobuf {
    static final byte[] MAGIC = {'k', '8', 's', 0};

    private Protobuf() {}

    /** A body that is no such encoding, or of a type that is not known; the message says which. */
    public static final class MalformedException extends Exception {
        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Decodes a body.
     *
     * @param shapes finds the type by apiVersion and kind
     */
    public static ObjectNode decode(byte[] body, BiFunction<String, String, Optional<Struct>> shapes)
            throws MalformedException {
        if (body.length < 4 || !Arrays.equals(Arrays.copyOf(body, 4), MAGIC)) {
            throw new MalformedException("the body does not start with the magic number k8s\\x00");
        }
        String apiVersion = "";
        String kind = "";
        WireReader raw = new WireReader(new byte[0]);
        WireReader envelope = new WireReader(Arrays.copyOfRange(body, 4, body.length));
        while (envelope.next()) {
            if (envelope.field() == 1) {
                WireReader type = envelope.message();
                while (type.next()) {
                    String text = type.text();
                    if (type.field() == 1) {
                        apiVersion = text;
                    } else {
                        kind = text;
                    }
                }
            } else if (envelope.field() == 2) {
                raw = envelope.message();
            } else {
                envelope.skip();
            }
        }
        String name = apiVersion + " " + kind;
        Struct shape = shapes.apply(apiVersion, kind)
                .orElseThrow(() -> new MalformedException("no protobuf type is known for " + name));
        ObjectNode result = Trees.object();
        result.put("apiVersion", apiVersion);
        result.put("kind", kind);
        struct(raw, shape, result);
        return result;
    }

    private static void struct(WireReader in, Struct shape, ObjectNode into) throws MalformedException {
        while (in.next()) {
            WireField field = shape.wire().get(in.field());
            if (field == null) {
                in.skip();
            } else if (field.name() == null) {
                struct(in.message(), (Struct) field.shape(), into);
            } else {
                member(in, field.name(), field.shape(), into);
            }
        }
    }

    private static void member(WireReader in, String name, Shape shape, ObjectNode into) throws MalformedException {
        if (shape instanceof Sequence sequence) {
            ArrayNode list = into.get(name) instanceof ArrayNode found ? found : into.putArray(name);
            if (sequence.items() != Scalar.STRING && sequence.items() instanceof Scalar && in.isMessage()) {
                WireReader packed = in.message();
                while (packed.more()) {
                    list.add(packed.varint());
                }
            } else {
                list.add(value(in, sequence.items()));
            }
        } else if (shape instanceof Dict dict) {
            ObjectNode map = Trees.with(into, name);
            WireReader entry = in.message();
            String key = "";
            JsonNode value = emptyOf(dict.values());
            while (entry.next()) {
                if (entry.field() == 1) {
                    key = entry.text();
                } else {
                    value = value(entry, dict.values());
                }
            }
            map.set(key, value);
        } else {
            JsonNode value = value(in, shape);
            // A Go encoder writes empty values of fields that JSON would leave out.
            boolean empty = value.isTextual() ? value.asText().isEmpty() : value.isObject() && value.isEmpty();
            if (!empty || shape == Scalar.BYTES) {
                into.set(name, value);
            }
        }
    }

    private static JsonNode emptyOf(Shape shape) {
        if (shape instanceof Struct || shape instanceof Dict) {
            return Trees.object();
        }
        return shape instanceof Sequence ? Trees.array() : Trees.array().textNode("");
    }

    private static JsonNode value(WireReader in, Shape shape) throws MalformedException {
        if (shape instanceof Struct struct) {
            ObjectNode object = Trees.object();
            struct(in.message(), struct, object);
            return object;
        }
        ArrayNode nodes = Trees.array();
        if (!(shape instanceof Scalar scalar)) {
            byte[] raw = rawJson(in.message());
            try {
                return Trees.parse(new String(raw, StandardCharsets.UTF_8));
            } catch (RuntimeException e) {
                throw new MalformedException("a raw value is no JSON object");
            }
        }
        return switch (scalar) {
            case STRING -> nodes.textNode(in.text());
            case INT32, INT64 -> nodes.numberNode(in.varint());
            case DOUBLE -> nodes.numberNode(Double.longBitsToDouble(in.fixed64()));
            case BOOL -> nodes.booleanNode(in.varint() != 0);
            case BYTES -> nodes.textNode(Base64.getEncoder().encodeToString(in.bytes()));
            case QUANTITY -> nodes.textNode(text(in.message()));
            case TIME -> nodes.textNode(time(in.message(), false));
            case MICROTIME -> nodes.textNode(time(in.message(), true));
            case DURATION -> nodes.textNode(number(in.message()) / 1_000_000_000L + "s");
            case INTSTR -> intOrString(in.message());
        };
    }

    private static byte[] rawJson(WireReader in) throws MalformedException {
        byte[] raw = {};
        while (in.next()) {
            raw = in.bytes();
        }
        return raw;
    }

    private static String text(WireReader in) throws MalformedException {
        String text = "";
        while (in.next()) {
            text = in.text();
        }
        return text;
    }

    private static long number(WireReader in) throws MalformedException {
        long number = 0;
        while (in.next()) {
            number = in.varint();
        }
        return number;
    }

    private static String time(WireReader in, boolean micro) throws MalformedException {
        long seconds = 0;
        long nanos = 0;
        boolean any = false;
        while (in.next()) {
            any = true;
            if (in.field() == 1) {
                seconds = in.varint();
            } else {
                nanos = in.varint();
            }
        }
        if (!any) {
            return "";
        }
        Instant instant = Instant.ofEpochSecond(seconds, nanos);
        return micro ? Timestamps.micro(instant) : Timestamps.seconds(instant);
    }

    private static JsonNode intOrString(WireReader in) throws MalformedException {
        long type = 0;
        long number = 0;
        String text = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> type = in.varint();
                case 2 -> number = in.varint();
                default -> text = in.text();
            }
        }
        return type == 0 ? Trees.array().numberNode(number) : Trees.array().textNode(text);
    }
}
