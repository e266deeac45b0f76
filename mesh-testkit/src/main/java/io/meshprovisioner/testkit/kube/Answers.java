package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.ProtobufEncoder;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts answers into the form that the request's Accept header asks for. */
final class Answers {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS))
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** What a client accepts: the first of its wishes that can be met. */
    enum Form {
        JSON,
        YAML,
        PROTOBUF,
        TABLE,
        PARTIAL
    }

    private Answers() {}

    /** The form of objects of a type; protobuf is for built-in ones. */
    static Form form(Call call) {
        return form(call.request(), !call.type().custom());
    }

    /** The form of what is never written as protobuf. */
    static Form form(Request request) {
        return form(request, false);
    }

    private static Form form(Request request, boolean protobuf) {
        List<String> accepts = request.headers().getOrDefault("accept", List.of());
        String all = String.join(",", accepts);
        if (all.isBlank()) {
            return Form.JSON;
        }
        for (String wish : all.split(",")) {
            List<String> parts = List.of(wish.trim().split("\\s*;\\s*"));
            switch (parts.get(0)) {
                case "application/json":
                    if (parts.contains("as=Table")) {
                        return Form.TABLE;
                    }
                    if (parts.contains("as=PartialObjectMetadata") || parts.contains("as=PartialObjectMetadataList")) {
                        return Form.PARTIAL;
                    }
                    return Form.JSON;
                case "application/*", "*/*":
                    return Form.JSON;
                case "application/yaml":
                    return Form.YAML;
                case Bodies.PROTOBUF:
                    if (protobuf && parts.stream().noneMatch(part -> part.startsWith("as="))) {
                        return Form.PROTOBUF;
                    }
                    break;
                default:
                    break;
            }
        }
        throw ApiError.notAcceptable();
    }

    /** An object or a list as the answer to a call. */
    static Response of(Call call, int status, ObjectNode object) {
        Form form = form(call);
        ObjectNode body = isStatus(object) ? object : shaped(call, form, object);
        Map<String, String> headers = new TreeMap<>();
        if (!call.warnings().isEmpty()) {
            List<String> warnings = call.warnings().stream()
                    .map(text -> "299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                    .toList();
            headers.put("Warning", String.join(", ", warnings));
        }
        if (form == Form.PROTOBUF) {
            headers.put("Cache-Control", "no-cache, private");
            headers.put("Content-Type", Bodies.PROTOBUF);
            return new Response(status, headers, protobuf(body));
        }
        return render(status, form, body, headers);
    }

    private static byte[] protobuf(ObjectNode body) {
        boolean list = body.path("items").isArray();
        String kind = Trees.kind(body);
        Struct shape = Bodies.shape(
                        Trees.text(body, "apiVersion"),
                        list ? kind.substring(0, kind.length() - "List".length()) : kind)
                .orElseThrow(() -> ApiError.internal("no protobuf type is known for " + kind));
        return list ? ProtobufEncoder.list(body, shape) : ProtobufEncoder.object(body, shape);
    }

    static ObjectNode shaped(Call call, Form form, ObjectNode object) {
        return switch (form) {
            case TABLE -> Tables.of(call, object);
            case PARTIAL -> partial(object);
            default -> object;
        };
    }

    private static boolean isStatus(ObjectNode object) {
        return Trees.kind(object).equals("Status")
                && Trees.text(object, "apiVersion").equals("v1");
    }

    /** A body that is not about a resource. */
    static Response plain(Request request, ObjectNode body) {
        return render(200, form(request) == Form.YAML ? Form.YAML : Form.JSON, body, Map.of());
    }

    private static Response render(int status, Form form, ObjectNode body, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(more);
        headers.put("Cache-Control", "no-cache, private");
        if (form == Form.YAML) {
            headers.put("Content-Type", "application/yaml");
            try {
                return new Response(status, headers, YAML.writeValueAsBytes(YAML.convertValue(body, Map.class)));
            } catch (JsonProcessingException e) {
                throw ApiError.internal(e.getOriginalMessage());
            }
        }
        headers.put("Content-Type", "application/json");
        return new Response(status, headers, Trees.bytes(body));
    }

    private static ObjectNode partial(ObjectNode object) {
        ObjectNode result = Trees.object();
        boolean list = object.get("items") instanceof ArrayNode;
        result.put("kind", list ? "PartialObjectMetadataList" : "PartialObjectMetadata");
        result.put("apiVersion", "meta.k8s.io/v1");
        result.set("metadata", object.path("metadata"));
        if (object.get("items") instanceof ArrayNode items) {
            ArrayNode partials = result.putArray("items");
            Trees.objects(items).forEach(item -> partials.add(partial(item)));
        }
        return result;
    }
}
