package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Timestamps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deletes objects: at once, gracefully, or when their finalizers let them go. */
final class Deletes {
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";
    private static final Set<String> PROTECTED = Set.of("default", "kube-system", "kube-public");

    private final ApiServer server;

    /**
     * How to delete.
     *
     * @param policy Background, Foreground or Orphan
     * @param graceSeconds negative for the object's own
     * @param uid empty for any
     * @param resourceVersion empty for any
     */
    record Options(String policy, int graceSeconds, String uid, String resourceVersion, boolean dryRun) {
        static final Options BACKGROUND = new Options("Background", -1, "", "", false);

        static Options of(Call call) {
            ObjectNode body = Bodies.object(call.request());
            String policy = call.request().query("propagationPolicy").orElse(Trees.text(body, "propagationPolicy"));
            if (policy.isEmpty()) {
                boolean orphan = call.request()
                        .query("orphanDependents")
                        .map(Boolean::valueOf)
                        .orElse(body.path("orphanDependents").asBoolean());
                policy = orphan ? "Orphan" : "Background";
            }
            int grace = call.request()
                    .query("gracePeriodSeconds")
                    .map(Integer::valueOf)
                    .orElse(body.path("gracePeriodSeconds").asInt(-1));
            return new Options(
                    policy,
                    grace,
                    Trees.text(body, "preconditions", "uid"),
                    Trees.text(body, "preconditions", "resourceVersion"),
                    call.dryRun() || !body.path("dryRun").isEmpty());
        }
    }

    Deletes(ApiServer server) {
        this.server = server;
    }

    /** Answers a DELETE of one object: the object while it is still there, else a Status. */
    ObjectNode delete(Call call) {
        ObjectNode live = call.live();
        if (call.type().storage().equals("namespaces") && PROTECTED.contains(call.name())) {
            throw ApiError.forbidden(call.type(), call.name(), "this namespace may not be deleted");
        }
        Optional<ObjectNode> left = delete(call.type(), live, Options.of(call));
        return left.map(call::served).orElseGet(() -> success(call.type(), live));
    }

    /** Deletes an object; answers it while it is still there. */
    Optional<ObjectNode> delete(ResourceType type, ObjectNode live, Options options) {
        String name = Trees.name(live);
        precondition(type, name, "UID", options.uid(), Trees.uid(live));
        precondition(
                type,
                name,
                "ResourceVersion",
                options.resourceVersion(),
                Trees.text(live, "metadata", "resourceVersion"));
        new Admission(server).delete(type, live);
        int grace = grace(type, live, options);
        List<String> finalizers = finalizers(live, options.policy());
        boolean now = grace == 0 && finalizers.isEmpty() && !hasSpecFinalizers(type, live);
        if (options.dryRun()) {
            return now ? Optional.empty() : Optional.of(live);
        }
        if (now) {
            server.store().remove(type.storage(), Trees.namespace(live), name);
            return Optional.empty();
        }
        ObjectNode marked = Trees.writable(live);
        ObjectNode metadata = Trees.with(marked, "metadata");
        if (!metadata.has("deletionTimestamp")) {
            metadata.put("deletionTimestamp", Timestamps.seconds(server.now().plus(Duration.ofSeconds(grace))));
            if (metadata.has("generation")) {
                metadata.put("generation", metadata.get("generation").asLong() + 1);
            }
        }
        int before = metadata.path("deletionGracePeriodSeconds").asInt(Integer.MAX_VALUE);
        metadata.put("deletionGracePeriodSeconds", Math.min(before, grace));
        setFinalizers(metadata, finalizers);
        if (type.storage().equals("namespaces")) {
            Trees.with(marked, "status").put("phase", "Terminating");
        }
        return Optional.of(marked.equals(live) ? live : server.store().put(type.storage(), marked));
    }

    private static void precondition(ResourceType type, String name, String what, String asked, String found) {
        if (!asked.isEmpty() && !asked.equals(found)) {
            throw ApiError.conflict(
                    type,
                    name,
                    "Precondition failed: " + what + " in precondition: " + asked + ", " + what + " in object meta: "
                            + found);
        }
    }

    private static int grace(ResourceType type, ObjectNode live, Options options) {
        if (!type.storage().equals("pods")) {
            return 0;
        }
        String phase = Trees.text(live, "status", "phase");
        if (Trees.text(live, "spec", "nodeName").isEmpty() || phase.equals("Succeeded") || phase.equals("Failed")) {
            return 0;
        }
        int own = Trees.at(live, "spec", "terminationGracePeriodSeconds").asInt(30);
        return options.graceSeconds() >= 0 ? options.graceSeconds() : own;
    }

    private static boolean hasSpecFinalizers(ResourceType type, ObjectNode live) {
        return type.storage().equals("namespaces")
                && !Trees.at(live, "spec", "finalizers").isEmpty();
    }

    private List<String> finalizers(ObjectNode live, String policy) {
        List<String> result = new ArrayList<>(Trees.texts(Trees.at(live, "metadata", "finalizers")));
        result.removeIf(name -> name.equals(FOREGROUND) || name.equals(ORPHAN));
        if (policy.equals("Foreground")) {
            result.add(FOREGROUND);
        } else if (policy.equals("Orphan")) {
            orphan(Trees.uid(live));
        }
        return result;
    }

    /** Takes an owner out of its dependents, so that they stay. */
    private void orphan(String ownerUid) {
        for (String storage : List.copyOf(server.store().resources())) {
            for (ObjectNode object : List.copyOf(server.store().list(storage))) {
                JsonNode owners = Trees.at(object, "metadata", "ownerReferences");
                ArrayNode kept = Trees.array();
                owners.forEach(owner -> {
                    if (!Trees.text(owner, "uid").equals(ownerUid)) {
                        kept.add(owner);
                    }
                });
                if (kept.size() < owners.size()) {
                    ObjectNode changed = Trees.writable(object);
                    if (kept.isEmpty()) {
                        Trees.with(changed, "metadata").remove("ownerReferences");
                    } else {
                        Trees.with(changed, "metadata").set("ownerReferences", kept);
                    }
                    server.store().put(storage, changed);
                }
            }
        }
    }

    /** Replaces the finalizers of an object that may be waiting for them; removes it when it need wait no more. */
    void finalizers(ResourceType type, ObjectNode live, List<String> finalizers) {
        ObjectNode changed = Trees.writable(live);
        setFinalizers(Trees.with(changed, "metadata"), finalizers);
        boolean waits = (type.storage().equals("pods")
                        && Trees.at(live, "metadata", "deletionGracePeriodSeconds")
                                        .asInt()
                                > 0)
                || hasSpecFinalizers(type, live);
        if (Trees.deleting(live) && finalizers.isEmpty() && !waits) {
            server.store().remove(type.storage(), Trees.namespace(live), Trees.name(live));
        } else if (!changed.equals(live)) {
            server.store().put(type.storage(), changed);
        }
    }

    private static void setFinalizers(ObjectNode metadata, List<String> finalizers) {
        metadata.remove("finalizers");
        finalizers.forEach(metadata.withArray("finalizers")::add);
        if (finalizers.isEmpty()) {
            metadata.remove("finalizers");
        }
    }

    private static ObjectNode success(ResourceType type, ObjectNode live) {
        ObjectNode status = Trees.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = ApiError.details(type, Trees.name(live));
        details.put("uid", Trees.uid(live));
        status.set("details", details);
        return status;
    }
}
