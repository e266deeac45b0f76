package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.Hashes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI documents, made from the types: version 2 as a whole, version 3 by group and version. */
final class OpenApi {
    private static final String V2_PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private static final int SINCE_V3 = 24;

    private final ApiServer server;

    OpenApi(ApiServer server) {
        this.server = server;
    }

    Response answer(Request request, String path) {
        if (path.equals("/openapi/v2")) {
            return second(request);
        }
        if (server.minor() >= SINCE_V3 && path.equals("/openapi/v3")) {
            return Answers.plain(request, index());
        }
        if (server.minor() >= SINCE_V3 && path.startsWith("/openapi/v3/")) {
            return third(request, path.substring("/openapi/v3/".length()));
        }
        throw ApiError.noSuchPath();
    }

    private Response second(Request request) {
        ObjectNode document = Trees.object().put("swagger", "2.0");
        info(document);
        ObjectNode paths = document.putObject("paths");
        OpenApiSchemas schemas = new OpenApiSchemas("#/definitions/");
        for (ResourceType type : server.registry().all(server.store())) {
            for (String version : type.versions()) {
                schemas.add(type, version);
                paths(paths, type, version, false);
            }
        }
        document.set("definitions", schemas.all());
        String accept = String.join(",", request.headers().getOrDefault("accept", List.of()));
        return accept.contains("proto-openapi")
                ? new Response(200, Map.of("Content-Type", V2_PROTOBUF), OpenApiProtobuf.encode(document))
                : Discovery.tagged(request, "application/json", document);
    }

    private ObjectNode index() {
        ObjectNode result = Trees.object();
        ObjectNode paths = result.putObject("paths");
        Set<String> all = new TreeSet<>();
        for (ResourceType type : server.registry().all(server.store())) {
            type.versions().forEach(version -> all.add(location(type.group(), version)));
        }
        for (String path : all) {
            String hash = Hashes.hex(path + server.minor() + definitionsOf(path), 40);
            paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash);
        }
        return result;
    }

    /** What the hash of a document must depend on, besides the Kubernetes version. */
    private String definitionsOf(String path) {
        StringBuilder revisions = new StringBuilder();
        for (ObjectNode definition : server.store().list(Registry.DEFINITIONS)) {
            if (path.startsWith("apis/" + Trees.text(definition, "spec", "group") + "/")) {
                revisions.append(Trees.at(definition, "metadata", "generation")).append(Trees.uid(definition));
            }
        }
        return revisions.toString();
    }

    private Response third(Request request, String path) {
        ObjectNode document = Trees.object().put("openapi", "3.0.0");
        info(document);
        ObjectNode paths = document.putObject("paths");
        OpenApiSchemas schemas = new OpenApiSchemas("#/components/schemas/");
        boolean any = false;
        for (ResourceType type : server.registry().all(server.store())) {
            for (String version : type.versions()) {
                if (location(type.group(), version).equals(path)) {
                    any = true;
                    schemas.add(type, version);
                    paths(paths, type, version, true);
                }
            }
        }
        if (!any) {
            throw ApiError.noSuchPath();
        }
        document.putObject("components").set("schemas", schemas.all());
        return Discovery.tagged(request, "application/json", document);
    }

    private static String location(String group, String version) {
        return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
    }

    private void info(ObjectNode document) {
        document.putObject("info")
                .put("title", "Kubernetes")
                .put("version", server.cluster().gitVersion());
    }

    private void paths(ObjectNode paths, ResourceType type, String version, boolean third) {
        String base = "/" + location(type.group(), version) + (type.namespaced() ? "/namespaces/{namespace}" : "");
        ObjectNode collection = paths.putObject(base + "/" + type.plural());
        if (type.verbs().contains("create")) {
            operation(collection, "post", "post", type, version, third);
        }
        if (type.verbs().contains("list")) {
            operation(collection, "get", "list", type, version, third);
            ObjectNode single = paths.putObject(base + "/" + type.plural() + "/{name}");
            operation(single, "get", "get", type, version, third);
            if (type.verbs().contains("patch")) {
                operation(single, "put", "put", type, version, third);
                operation(single, "patch", "patch", type, version, third);
                operation(single, "delete", "delete", type, version, third);
            }
        }
    }

    /** Whether the server itself refuses unknown fields; older clients and servers leave that to the client. */
    private boolean validates() {
        return server.minor() >= 25;
    }

    private void operation(
            ObjectNode path, String method, String action, ResourceType type, String version, boolean third) {
        ObjectNode operation = path.putObject(method);
        operation.put("operationId", action + type.group() + version + type.plural());
        operation.put("x-kubernetes-action", action);
        operation.set("x-kubernetes-group-version-kind", OpenApiSchemas.kind(type, version));
        ArrayNode parameters = operation.putArray("parameters");
        if (!action.equals("get") && !action.equals("list")) {
            for (String name : validates()
                    ? List.of("dryRun", "fieldManager", "fieldValidation")
                    : List.of("dryRun", "fieldManager")) {
                ObjectNode parameter = parameters.addObject().put("name", name).put("in", "query");
                if (third) {
                    parameter.putObject("schema").put("type", "string").put("uniqueItems", true);
                } else {
                    parameter.put("type", "string").put("uniqueItems", true);
                }
            }
        }
        JsonNode ok = Trees.object().put("description", "OK");
        operation.putObject("responses").set("200", ok);
    }
}
