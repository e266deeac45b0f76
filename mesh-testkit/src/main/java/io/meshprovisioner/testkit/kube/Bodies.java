package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.FieldCheck;
import io.meshprovisioner.testkit.kube.schema.Protobuf;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import io.meshprovisioner.testkit.kube.schema.TypeTable;
import io.meshprovisioner.testkit.wire.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Request bodies: JSON, YAML or protobuf in, a checked object of the expected type out. */
final class Bodies {
    static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Bodies() {}

    static String contentType(Request request) {
        return request.header("content-type")
                .orElse("application/json")
                .split(";")[0]
                .trim();
    }

    /** Any object in a body, unchecked; an empty body is an empty object. */
    static ObjectNode object(Request request) {
        if (request.body().length == 0) {
            return Trees.object();
        }
        if (contentType(request).equals(PROTOBUF)) {
            return protobuf(request);
        }
        if (tree(request) instanceof ObjectNode object) {
            return object;
        }
        throw ApiError.badRequest("couldn't get version/kind; json parse error: the body is no object");
    }

    /** Any tree in a JSON or YAML body. */
    static JsonNode tree(Request request) {
        String type = contentType(request);
        try {
            if (type.contains("yaml")) {
                return YAML.readTree(request.body());
            }
            if (type.contains("json") || type.equals("*/*")) {
                return JSON.readTree(request.body());
            }
        } catch (JsonProcessingException e) {
            throw ApiError.badRequest("error decoding the body: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw ApiError.badRequest("error decoding the body: " + e.getMessage());
        }
        throw ApiError.unsupportedMedia(List.of("application/json", "application/yaml", PROTOBUF));
    }

    /** A built-in type. */
    static Optional<Struct> shape(String apiVersion, String kind) {
        return TypeTable.builtIn()
                .find(BuiltIns.typesOf(Trees.group(apiVersion)) + "." + Trees.version(apiVersion) + "." + kind)
                .or(() -> TypeTable.builtIn().find("meta.v1." + kind));
    }

    private static ObjectNode protobuf(Request request) {
        try {
            return Protobuf.decode(request.body(), Bodies::shape);
        } catch (Protobuf.MalformedException e) {
            throw ApiError.badRequest("error decoding the protobuf body: " + e.getMessage());
        }
    }

    /** An object of the call's type, as the client sent it in the version of the path, without unknown fields. */
    static ObjectNode typed(Call call) {
        ObjectNode object = object(call.request());
        if (object.isEmpty()) {
            throw ApiError.badRequest("the body of the request was empty");
        }
        List<String> duplicates = new ArrayList<>();
        if (call.fieldValidation().equals("Strict")) {
            duplicates(call.request(), duplicates);
        }
        return typed(call, object, duplicates);
    }

    /** Checks an object that a patch made, or that was read from a body. */
    static ObjectNode typed(Call call, ObjectNode object, List<String> strictProblems) {
        String kind = Trees.text(object, "kind");
        String apiVersion = Trees.text(object, "apiVersion");
        if (kind.isEmpty() || apiVersion.isEmpty()) {
            object.put("kind", kind.isEmpty() ? call.type().kind() : kind);
            object.put("apiVersion", apiVersion.isEmpty() ? call.apiVersion() : apiVersion);
            if (call.type().custom()) {
                throw ApiError.badRequest("Object 'Kind' is missing in '" + Trees.print(object) + "'");
            }
        }
        if (!Trees.text(object, "apiVersion").equals(call.apiVersion())) {
            throw ApiError.badRequest("the API version in the data (" + apiVersion
                    + ") does not match the expected API version (" + call.apiVersion() + ")");
        }
        if (!Trees.text(object, "kind").equals(call.type().kind())) {
            throw ApiError.badRequest(call.type().kind() + " in version \"" + call.version()
                    + "\" cannot be handled as a " + call.type().kind() + ": the data is of kind " + kind);
        }
        FieldCheck.Result result = FieldCheck.check(object, call.type().shape(call.version()));
        if (!result.wrong().isEmpty() && !call.type().custom()) {
            throw cannotBeHandled(call, result.wrong().get(0));
        }
        List<String> strict = new ArrayList<>(strictProblems);
        result.unknown().forEach(path -> strict.add("unknown field \"" + path + "\""));
        if (!strict.isEmpty() && call.fieldValidation().equals("Strict")) {
            throw cannotBeHandled(call, "strict decoding error: " + String.join(", ", strict));
        }
        if (call.fieldValidation().equals("Warn")) {
            call.warnings().addAll(strict);
        }
        return result.tree();
    }

    private static ApiError cannotBeHandled(Call call, String why) {
        return ApiError.badRequest(call.type().kind() + " in version \"" + call.version() + "\" cannot be handled as a "
                + call.type().kind() + ": " + why);
    }

    private static void duplicates(Request request, List<String> into) {
        if (!contentType(request).contains("json")) {
            return;
        }
        try (JsonParser parser = JSON.createParser(new String(request.body(), StandardCharsets.UTF_8))) {
            new DuplicateFields(parser, into).read();
        } catch (IOException e) {
            throw ApiError.badRequest("error decoding the body: " + e.getMessage());
        }
    }
}
