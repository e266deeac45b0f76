package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Answers what is not about a resource: versions, health, which resources there are and what they look like. */
final class Discovery {
    private static final String AGGREGATED = "as=APIGroupDiscoveryList";

    private final ApiServer server;

    Discovery(ApiServer server) {
        this.server = server;
    }

    Response answer(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw ApiError.methodNotAllowed();
        }
        String path = request.path().length() > 1 ? request.path().replaceFirst("/+$", "") : "/";
        if (path.matches("/(healthz|livez|readyz)(/.*)?")) {
            return Response.of(200, "text/plain; charset=utf-8", "ok");
        }
        if (path.startsWith("/openapi/")) {
            return new OpenApi(server).answer(request, path);
        }
        String accept = String.join(",", request.headers().getOrDefault("accept", List.of()));
        switch (path) {
            case "/":
                return Answers.plain(request, paths());
            case "/version":
                return Answers.plain(request, version());
            case "/api":
                return accept.contains(AGGREGATED) && server.minor() >= 27
                        ? aggregated(request, accept, true)
                        : Answers.plain(request, coreVersions());
            case "/apis":
                return accept.contains(AGGREGATED) && server.minor() >= 27
                        ? aggregated(request, accept, false)
                        : Answers.plain(request, groups());
            default:
                return Answers.plain(request, byPath(path));
        }
    }

    private ObjectNode byPath(String path) {
        String[] steps = path.substring(1).split("/");
        if (path.equals("/api/v1")) {
            return resources("", "v1");
        }
        if (steps.length == 2 && steps[0].equals("apis")) {
            List<String> versions = versions().get(steps[1]);
            if (versions != null) {
                ObjectNode group = group(steps[1], versions);
                ObjectNode result = Trees.object().put("kind", "APIGroup").put("apiVersion", "v1");
                return result.setAll(group);
            }
        }
        if (steps.length == 3
                && steps[0].equals("apis")
                && versions().getOrDefault(steps[1], List.of()).contains(steps[2])) {
            return resources(steps[1], steps[2]);
        }
        throw ApiError.noSuchPath();
    }

    private ObjectNode version() {
        String git = server.cluster().gitVersion();
        ObjectNode version = Trees.object();
        version.put("major", "1").put("minor", Integer.toString(server.minor()));
        version.put("gitVersion", git).put("gitCommit", Hashes.hex(git, 40)).put("gitTreeState", "clean");
        version.put("buildDate", "2026-01-01T00:00:00Z").put("goVersion", "go1.24.6");
        return version.put("compiler", "gc").put("platform", "linux/amd64");
    }

    private ObjectNode paths() {
        ArrayNode paths = Trees.array().add("/api").add("/api/v1").add("/apis");
        versions().forEach((group, versions) -> {
            paths.add("/apis/" + group);
            versions.forEach(version -> paths.add("/apis/" + group + "/" + version));
        });
        List.of("/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version")
                .forEach(paths::add);
        ObjectNode result = Trees.object();
        result.set("paths", paths);
        return result;
    }

    private static ObjectNode coreVersions() {
        ObjectNode result = Trees.object().put("kind", "APIVersions");
        result.putArray("versions").add("v1");
        result.putArray("serverAddressByClientCIDRs");
        return result;
    }

    /** The versions of each group but the core group, the preferred first. */
    Map<String, List<String>> versions() {
        Map<String, TreeSet<String>> found = new TreeMap<>();
        for (ResourceType type : server.registry().all(server.store())) {
            if (!type.group().isEmpty()) {
                found.computeIfAbsent(type.group(), key -> new TreeSet<>(CustomResources.BY_PRIORITY))
                        .addAll(type.versions());
            }
        }
        Map<String, List<String>> result = new TreeMap<>();
        found.forEach((group, versions) -> result.put(group, List.copyOf(versions)));
        return result;
    }

    private ObjectNode groups() {
        ObjectNode result = Trees.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode list = result.putArray("groups");
        versions().forEach((group, versions) -> list.add(group(group, versions)));
        return result;
    }

    private static ObjectNode group(String group, List<String> versions) {
        ObjectNode result = Trees.object().put("name", group);
        ArrayNode list = result.putArray("versions");
        versions.forEach(version ->
                list.addObject().put("groupVersion", group + "/" + version).put("version", version));
        result.set("preferredVersion", list.get(0));
        return result;
    }

    private ObjectNode resources(String group, String version) {
        ObjectNode result = Trees.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        result.put("groupVersion", Trees.apiVersion(group, version));
        ArrayNode list = result.putArray("resources");
        for (ResourceType type : types(group, version)) {
            ObjectNode entry = list.addObject().put("name", type.plural()).put("singularName", type.singular());
            entry.put("namespaced", type.namespaced()).put("kind", type.kind());
            texts(entry, "verbs", new TreeSet<>(type.verbs()));
            if (!type.shortNames().isEmpty()) {
                texts(entry, "shortNames", type.shortNames());
            }
            if (!type.categories().isEmpty()) {
                texts(entry, "categories", type.categories());
            }
            for (String sub : new TreeSet<>(type.subresources())) {
                Sub facts = Sub.of(type, sub);
                ObjectNode below =
                        list.addObject().put("name", type.plural() + "/" + sub).put("singularName", "");
                below.put("namespaced", type.namespaced());
                if (!facts.group().isEmpty()) {
                    below.put("group", facts.group()).put("version", facts.version());
                }
                below.put("kind", facts.kind());
                texts(below, "verbs", facts.verbs());
            }
        }
        return result;
    }

    private List<ResourceType> types(String group, String version) {
        return server.registry().all(server.store()).stream()
                .filter(type -> type.group().equals(group) && type.versions().contains(version))
                .toList();
    }

    private Response aggregated(Request request, String accept, boolean core) {
        String version = accept.contains("v=v2;") && server.minor() >= 30 ? "v2" : "v2beta1";
        ObjectNode result = Trees.object().put("kind", "APIGroupDiscoveryList");
        result.put("apiVersion", "apidiscovery.k8s.io/" + version).putObject("metadata");
        ArrayNode items = result.putArray("items");
        Map<String, List<String>> groups = core ? Map.of("", List.of("v1")) : versions();
        groups.forEach((group, versions) -> {
            ObjectNode item = items.addObject();
            ObjectNode metadata = item.putObject("metadata");
            if (!group.isEmpty()) {
                metadata.put("name", group);
            }
            metadata.putNull("creationTimestamp");
            ArrayNode list = item.putArray("versions");
            versions.forEach(served -> list.add(aggregated(group, served)));
        });
        return tagged(
                request, "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList", result);
    }

    private ObjectNode aggregated(String group, String version) {
        ObjectNode result = Trees.object().put("version", version).put("freshness", "Current");
        ArrayNode list = result.putArray("resources");
        for (ResourceType type : types(group, version)) {
            ObjectNode entry = list.addObject().put("resource", type.plural());
            entry.set("responseKind", kind(group, version, type.kind()));
            entry.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
            entry.put("singularResource", type.singular());
            texts(entry, "verbs", new TreeSet<>(type.verbs()));
            texts(entry, "shortNames", type.shortNames());
            texts(entry, "categories", type.categories());
            for (String sub : new TreeSet<>(type.subresources())) {
                Sub facts = Sub.of(type, sub);
                ObjectNode below = entry.withArray("subresources").addObject().put("subresource", sub);
                below.set(
                        "responseKind",
                        facts.group().isEmpty()
                                ? kind(group, version, facts.kind())
                                : kind(facts.group(), facts.version(), facts.kind()));
                texts(below, "verbs", facts.verbs());
            }
        }
        return result;
    }

    private static ObjectNode kind(String group, String version, String kind) {
        return Trees.object().put("group", group).put("version", version).put("kind", kind);
    }

    private static void texts(ObjectNode into, String name, Iterable<String> texts) {
        ArrayNode list = Trees.array();
        texts.forEach(list::add);
        if (!list.isEmpty()) {
            into.set(name, list);
        }
    }

    /** An answer with an ETag, or 304 where the client has it. */
    static Response tagged(Request request, String contentType, ObjectNode body) {
        byte[] bytes = Trees.bytes(body);
        String tag = "\""
                + Hashes.hex(new String(bytes, StandardCharsets.UTF_8), 40).toUpperCase(java.util.Locale.ROOT) + "\"";
        Map<String, String> headers = Map.of(
                "Content-Type", contentType, "ETag", tag, "Vary", "Accept", "Cache-Control", "no-cache, private");
        return request.header("if-none-match").filter(tag::equals).isPresent()
                ? new Response(304, headers, new byte[0])
                : new Response(200, headers, bytes);
    }

    /** What discovery says of a subresource. */
    private record Sub(String group, String version, String kind, List<String> verbs) {
        static Sub of(ResourceType type, String name) {
            return switch (name) {
                case "scale" -> new Sub("autoscaling", "v1", "Scale", List.of("get", "patch", "update"));
                case "status", "ephemeralcontainers", "resize" ->
                    new Sub("", "", type.kind(), List.of("get", "patch", "update"));
                case "eviction" -> new Sub("policy", "v1", "Eviction", List.of("create"));
                case "token" -> new Sub("authentication.k8s.io", "v1", "TokenRequest", List.of("create"));
                case "binding" -> new Sub("", "", "Binding", List.of("create"));
                case "finalize" -> new Sub("", "", type.kind(), List.of("update"));
                case "exec" -> new Sub("", "", "PodExecOptions", List.of("create", "get"));
                case "attach" -> new Sub("", "", "PodAttachOptions", List.of("create", "get"));
                case "portforward" -> new Sub("", "", "PodPortForwardOptions", List.of("create", "get"));
                default -> new Sub("", "", type.kind(), List.of("get"));
            };
        }
    }
}
