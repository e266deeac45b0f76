package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.apply.ManagedFields;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Changes objects that exist, by PUT or as the end of a PATCH. */
final class Updates {
    private static final List<String> FIXED =
            List.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation");
    private static final Set<String> CONDITIONAL =
            Set.of("customresourcedefinitions.apiextensions.k8s.io", "leases.coordination.k8s.io");

    private final ApiServer server;

    Updates(ApiServer server) {
        this.server = server;
    }

    /** Answers a PUT. */
    ObjectNode replace(Call call) {
        ObjectNode object = Bodies.typed(call);
        String named = Trees.name(object);
        if (!named.equals(call.name())) {
            throw ApiError.badRequest(
                    "the name of the object (" + named + ") does not match the name on the URL (" + call.name() + ")");
        }
        ObjectNode live = call.live();
        String asked = Trees.text(object, "metadata", "resourceVersion");
        if (asked.isEmpty()
                && (call.type().custom() || CONDITIONAL.contains(call.type().storage()))) {
            throw ApiError.invalid(
                    call.type(),
                    call.name(),
                    List.of(Problem.invalid("metadata.resourceVersion", "0x0", "must be specified for an update")));
        }
        ObjectNode managed =
                ManagedFields.update(call.served(live), object, call.type().shape(call.version()), call.writer());
        return call.served(commit(call.type(), live, managed, call.subresource(), call.dryRun()));
    }

    /**
     * Stores a change; answers the object as stored.
     *
     * @param live as stored
     * @param given in any version, with its managed fields
     * @param subresource empty, or status
     */
    ObjectNode commit(ResourceType type, ObjectNode live, ObjectNode given, String subresource, boolean dryRun) {
        String name = Trees.name(live);
        String asked = Trees.text(given, "metadata", "resourceVersion");
        if (!asked.isEmpty() && !asked.equals(Trees.text(live, "metadata", "resourceVersion"))) {
            throw ApiError.modified(type, name);
        }
        String uid = Trees.uid(given);
        if (!uid.isEmpty() && !uid.equals(Trees.uid(live))) {
            throw ApiError.conflict(
                    type,
                    name,
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + Trees.uid(live));
        }
        String version = Trees.version(Trees.text(given, "apiVersion"));
        if (type.custom()) {
            CustomResources.applyDefaults(type, version, given);
        }
        ObjectNode object = Trees.writable(Conversions.toStored(type, given));
        ObjectNode metadata = Trees.with(object, "metadata");
        keep(metadata, live);
        if (subresource.equals("status")) {
            onlyStatus(object, live);
        } else if (type.subresources().contains("status")) {
            keepMember(object, live, "status");
        }
        if (subresource.isEmpty()) {
            Defaults.update(server, object, live);
        }
        check(type, version, live, object, subresource);
        if (Creates.hasGeneration(type) && !specOf(object).equals(specOf(live))) {
            metadata.put("generation", Trees.at(live, "metadata", "generation").asLong(0) + 1);
        }
        if (object.equals(live)) {
            return live;
        }
        if (dryRun) {
            return object;
        }
        if (Trees.deleting(object) && Trees.at(object, "metadata", "finalizers").isEmpty() && !graceful(type, object)) {
            server.store().remove(type.storage(), Trees.namespace(object), name);
            return object;
        }
        return server.store().put(type.storage(), object);
    }

    private void check(ResourceType type, String version, ObjectNode live, ObjectNode object, String subresource) {
        new Admission(server).update(type, live, object, subresource);
        List<Problem> problems = new ArrayList<>(Rules.update(server, type, live, object, subresource));
        if (type.custom() && !specOf(object).equals(specOf(live))) {
            problems.addAll(CustomResources.validate(type, version, object));
        }
        if (!problems.isEmpty()) {
            throw ApiError.invalid(type, Trees.name(live), problems);
        }
    }

    /** Whether an object being deleted waits for its grace period, not only for finalizers. */
    private static boolean graceful(ResourceType type, ObjectNode object) {
        return (type.storage().equals("pods")
                        && Trees.at(object, "metadata", "deletionGracePeriodSeconds")
                                        .asInt()
                                > 0)
                || (type.storage().equals("namespaces")
                        && !Trees.at(object, "spec", "finalizers").isEmpty());
    }

    private static void keep(ObjectNode metadata, ObjectNode live) {
        JsonNode old = live.path("metadata");
        for (String name : FIXED) {
            if (old.has(name)) {
                metadata.set(name, old.get(name));
            } else {
                metadata.remove(name);
            }
        }
        metadata.set("resourceVersion", old.path("resourceVersion"));
        metadata.remove("selfLink");
        metadata.put("name", Trees.name(live));
        if (old.has("namespace")) {
            metadata.set("namespace", old.get("namespace"));
        }
    }

    /** A write to the status leaves all else alone, but labels and annotations of built-in types follow. */
    private static void onlyStatus(ObjectNode object, ObjectNode live) {
        JsonNode status = object.get("status");
        JsonNode managed = Trees.at(object, "metadata", "managedFields");
        object.removeAll();
        object.setAll(Trees.writable(live));
        if (status == null) {
            object.remove("status");
        } else {
            object.set("status", status);
        }
        if (managed.isArray()) {
            Trees.with(object, "metadata").set("managedFields", managed);
        }
    }

    private static void keepMember(ObjectNode object, ObjectNode live, String name) {
        if (live.has(name)) {
            object.set(name, live.get(name));
        } else {
            object.remove(name);
        }
    }

    /** What a generation counts changes of. */
    private static ObjectNode specOf(ObjectNode object) {
        ObjectNode rest = object.objectNode();
        rest.setAll(object);
        rest.remove(List.of("metadata", "status"));
        return rest;
    }
}
