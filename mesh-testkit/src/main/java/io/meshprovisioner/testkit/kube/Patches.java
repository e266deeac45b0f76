package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.apply.ManagedFields;
import io.meshprovisioner.testkit.kube.apply.ManagedFields.Conflict;
import io.meshprovisioner.testkit.kube.json.JsonPatch;
import io.meshprovisioner.testkit.kube.json.MergePatch;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.FieldCheck;
import io.meshprovisioner.testkit.kube.schema.Problem;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import io.meshprovisioner.testkit.kube.schema.StrategicMerge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers PATCH requests of all four kinds. */
final class Patches {
    static final String JSON = "application/json-patch+json";
    static final String MERGE = "application/merge-patch+json";
    static final String STRATEGIC = "application/strategic-merge-patch+json";
    static final String APPLY = "application/apply-patch+yaml";

    private final ApiServer server;

    Patches(ApiServer server) {
        this.server = server;
    }

    /** The object after the patch, in the version that was asked for, and whether it was created. */
    record Patched(ObjectNode object, boolean created) {}

    Patched patch(Call call) {
        String type = Bodies.contentType(call.request());
        if (type.equals(APPLY)) {
            return apply(call);
        }
        ObjectNode live = call.live();
        ObjectNode served = call.served(live);
        ObjectNode patched = Bodies.typed(call, patched(call, served), List.of());
        checkName(call, Trees.name(patched));
        if (patched.path("metadata").path("resourceVersion").isMissingNode()) {
            Trees.with(patched, "metadata").remove("resourceVersion");
        }
        ObjectNode managed = ManagedFields.update(served, patched, call.type().shape(call.version()), call.writer());
        ObjectNode stored = new Updates(server).commit(call.type(), live, managed, call.subresource(), call.dryRun());
        return new Patched(call.served(stored), false);
    }

    /** A tree with a patch of one of the first three kinds applied; it is not changed itself. */
    static ObjectNode patched(Call call, ObjectNode served) {
        JsonNode patch = Bodies.tree(call.request());
        switch (Bodies.contentType(call.request())) {
            case JSON:
                try {
                    if (JsonPatch.apply(served, patch) instanceof ObjectNode object) {
                        return object;
                    }
                    throw ApiError.badRequest("the patch leaves no object");
                } catch (JsonPatch.PatchException e) {
                    throw new ApiError(
                            422,
                            "Invalid",
                            "the server rejected our request due to an error in our request: " + e.getMessage(),
                            Trees.object());
                }
            case MERGE:
                return (ObjectNode) MergePatch.apply(served, object(patch));
            case STRATEGIC:
                if (call.type().custom()) {
                    throw ApiError.unsupportedMedia(List.of(JSON, MERGE, APPLY));
                }
                return StrategicMerge.apply(served, object(patch), call.type().shape(call.version()));
            default:
                throw ApiError.unsupportedMedia(
                        call.type().custom() ? List.of(JSON, MERGE, APPLY) : List.of(JSON, MERGE, STRATEGIC, APPLY));
        }
    }

    private static ObjectNode object(JsonNode patch) {
        if (patch instanceof ObjectNode object) {
            return object;
        }
        throw ApiError.badRequest("a merge patch is an object");
    }

    private Patched apply(Call call) {
        ResourceType type = call.type();
        if (call.request().query("fieldManager").isEmpty()) {
            throw ApiError.invalidOptions(
                    "PatchOptions", Problem.required("fieldManager", "is required for apply patch"));
        }
        ObjectNode config = configuration(call);
        Struct shape = type.shape(call.version());
        Optional<ObjectNode> live = server.get(type, call.namespace(), call.name());
        String uid = Trees.uid(config);
        if (live.isEmpty() && !call.subresource().isEmpty()) {
            throw ApiError.notFound(type, call.name());
        }
        if (live.isEmpty() && !uid.isEmpty()) {
            throw ApiError.conflict(
                    type,
                    call.name(),
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
        }
        JsonNode base = live.isPresent() ? call.served(live.get()) : MissingNode.getInstance();
        boolean force = call.request().query("force").map(Boolean::valueOf).orElse(false);
        ManagedFields.Applied applied = ManagedFields.apply(base, config, shape, call.writer(), force);
        if (!applied.conflicts().isEmpty()) {
            throw conflicts(applied.conflicts());
        }
        if (live.isEmpty()) {
            ObjectNode stored = new Creates(server).persist(type, call.namespace(), applied.object(), call.dryRun());
            return new Patched(call.served(stored), true);
        }
        ObjectNode stored =
                new Updates(server).commit(type, live.get(), applied.object(), call.subresource(), call.dryRun());
        return new Patched(call.served(stored), false);
    }

    private ObjectNode configuration(Call call) {
        ResourceType type = call.type();
        ObjectNode config = Bodies.object(call.request());
        if (!Trees.text(config, "apiVersion").equals(call.apiVersion())
                || !Trees.text(config, "kind").equals(type.kind())) {
            if (call.server().minor() < 22) {
                throw new ApiError(500, "", "failed to merge config: expected objects of the same type", null);
            }
            throw ApiError.badRequest("Incorrect version or kind specified in apply patch: "
                    + Trees.text(config, "apiVersion") + " " + Trees.text(config, "kind") + ", expected: "
                    + call.apiVersion() + " " + type.kind());
        }
        ObjectNode metadata = Trees.with(config, "metadata");
        if (metadata.has("managedFields") && !metadata.get("managedFields").isEmpty()) {
            throw ApiError.badRequest("metadata.managedFields must be nil");
        }
        metadata.remove("managedFields");
        String name = Trees.text(metadata, "name");
        checkName(call, name);
        metadata.put("name", call.name());
        if (type.namespaced()) {
            String namespace = Trees.text(metadata, "namespace");
            if (!namespace.isEmpty() && !namespace.equals(call.namespace())) {
                throw ApiError.badRequest(
                        "the namespace of the provided object does not match the namespace sent on the request");
            }
            metadata.put("namespace", call.namespace());
        }
        metadata.remove(List.of("creationTimestamp", "generation", "selfLink"));
        if (call.subresource().isEmpty() && type.subresources().contains("status")) {
            config.remove("status");
        }
        FieldCheck.Result checked = FieldCheck.check(config, type.shape(call.version()));
        List<String> problems = new ArrayList<>();
        checked.unknown().forEach(path -> problems.add("." + path + ": field not declared in schema"));
        if (!type.custom()) {
            problems.addAll(checked.wrong());
        }
        if (!problems.isEmpty() && !call.fieldValidation().equals("Ignore")) {
            throw new ApiError(
                    500,
                    "",
                    "failed to create typed patch object (" + call.namespace() + "/" + call.name() + "; "
                            + call.apiVersion() + ", Kind=" + type.kind() + "): "
                            + (problems.size() == 1 ? problems.get(0) : "errors:\n  " + String.join("\n  ", problems)),
                    null);
        }
        return checked.tree();
    }

    private static void checkName(Call call, String name) {
        if (!name.isEmpty() && !name.equals(call.name())) {
            throw ApiError.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + call.name() + ")");
        }
    }

    private static ApiError conflicts(List<Conflict> conflicts) {
        Map<String, List<String>> byManager = new LinkedHashMap<>();
        ObjectNode details = Trees.object();
        for (Conflict conflict : conflicts) {
            byManager
                    .computeIfAbsent(conflict.manager(), key -> new ArrayList<>())
                    .add(conflict.field());
            details.withArray("causes")
                    .addObject()
                    .put("reason", "FieldManagerConflict")
                    .put("message", "conflict with " + conflict.manager())
                    .put("field", conflict.field());
        }
        List<String> texts = new ArrayList<>();
        byManager.forEach((manager, fields) -> texts.add(
                fields.size() == 1
                        ? "conflict with " + manager + ": " + fields.get(0)
                        : "conflicts with " + manager + ":\n- " + String.join("\n- ", fields)));
        String message = "Apply failed with " + conflicts.size()
                + (conflicts.size() == 1 ? " conflict: " : " conflicts: ") + String.join("\n", texts);
        return new ApiError(409, "Conflict", message, details);
    }
}
