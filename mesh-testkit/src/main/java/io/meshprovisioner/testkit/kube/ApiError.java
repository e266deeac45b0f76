package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Problem;
import io.meshprovisioner.testkit.wire.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal, in the words of an API server. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;
    private final String reason;
    private final transient @Nullable ObjectNode details;

    ApiError(int code, String reason, String message, @Nullable ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    static ApiError badRequest(String message) {
        return new ApiError(400, "BadRequest", message, null);
    }

    static ApiError internal(String message) {
        ObjectNode details = Trees.object();
        details.putArray("causes").addObject().put("message", message);
        return new ApiError(500, "InternalError", "Internal error occurred: " + message, details);
    }

    static ApiError unauthorized() {
        return new ApiError(401, "Unauthorized", "Unauthorized", null);
    }

    static ApiError notFound(ResourceType type, String name) {
        return new ApiError(404, "NotFound", type.qualified() + " \"" + name + "\" not found", details(type, name));
    }

    /** A path that leads nowhere. */
    static ApiError noSuchPath() {
        return new ApiError(404, "NotFound", "the server could not find the requested resource", Trees.object());
    }

    static ApiError alreadyExists(ResourceType type, String name) {
        return new ApiError(
                409, "AlreadyExists", type.qualified() + " \"" + name + "\" already exists", details(type, name));
    }

    static ApiError conflict(ResourceType type, String name, String why) {
        return new ApiError(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + type.qualified() + " \"" + name + "\": " + why,
                details(type, name));
    }

    static ApiError modified(ResourceType type, String name) {
        return conflict(
                type,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    static ApiError forbidden(ResourceType type, String name, String why) {
        return new ApiError(
                403, "Forbidden", type.qualified() + " \"" + name + "\" is forbidden: " + why, details(type, name));
    }

    static ApiError notAllowed(String user, String verb, ResourceType type, String sub, String namespace, String name) {
        String resource = sub.isEmpty() ? type.plural() : type.plural() + "/" + sub;
        String subject = type.group().isEmpty() ? resource : resource + "." + type.group();
        String message = subject + (name.isEmpty() ? "" : " \"" + name + "\"") + " is forbidden: User \"" + user
                + "\" cannot " + verb + " resource \"" + resource + "\" in API group \"" + type.group() + "\" "
                + (namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace + "\"");
        return new ApiError(403, "Forbidden", message, details(type, name));
    }

    static ApiError methodNotAllowed() {
        return new ApiError(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Trees.object());
    }

    static ApiError unsupportedMedia(List<String> accepted) {
        return new ApiError(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: "
                        + String.join(", ", accepted),
                null);
    }

    static ApiError notAcceptable() {
        return new ApiError(
                406,
                "NotAcceptable",
                "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf",
                null);
    }

    static ApiError expired(String message) {
        return new ApiError(410, "Expired", message, null);
    }

    static ApiError invalid(ResourceType type, String name, List<Problem> causes) {
        String kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
        return invalid(kind, name, details(type, name).put("kind", type.kind()), causes);
    }

    /** Parameters of a request that make no sense. */
    static ApiError invalidOptions(String kind, Problem cause) {
        String group = "meta.k8s.io";
        ObjectNode details = Trees.object().put("group", group).put("kind", kind);
        return invalid(kind + "." + group, "", details, List.of(cause));
    }

    private static ApiError invalid(String kind, String name, ObjectNode details, List<Problem> causes) {
        List<String> texts = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .toList();
        String all = texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]";
        causes.forEach(cause -> details.withArray("causes")
                .addObject()
                .put("reason", cause.reason())
                .put("message", cause.message())
                .put("field", cause.field()));
        return new ApiError(422, "Invalid", kind + " \"" + name + "\" is invalid: " + all, details);
    }

    static ObjectNode details(ResourceType type, String name) {
        ObjectNode details = Trees.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!type.group().isEmpty()) {
            details.put("group", type.group());
        }
        details.put("kind", type.plural());
        return details;
    }

    /** The Status object. */
    ObjectNode status() {
        ObjectNode status = Trees.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", message());
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        if (details != null) {
            status.set("details", details);
        }
        return status.put("code", code);
    }

    Response response() {
        return new Response(code, Map.of("Content-Type", "application/json"), Trees.bytes(status()));
    }
}
