package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.apply.ManagedFields;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.FieldCheck;
import io.meshprovisioner.testkit.kube.schema.Problem;
import io.meshprovisioner.testkit.kube.schema.StrategicMerge;
import io.meshprovisioner.testkit.kube.schema.TypeTable;
import java.util.ArrayList;
import java.util.List;

/** The scale subresource: replicas under one name for all that has replicas. */
final class Scales {
    private final Call call;

    Scales(Call call) {
        this.call = call;
    }

    /** Answers with the Scale object. */
    ObjectNode answer(String verb) {
        ObjectNode live = call.live();
        switch (verb) {
            case "get":
                return scale(live);
            case "update":
                return write(live, Bodies.object(call.request()));
            case "patch":
                return write(live, patched(scale(live)));
            default:
                throw ApiError.methodNotAllowed();
        }
    }

    private ObjectNode patched(ObjectNode scale) {
        if (Bodies.contentType(call.request()).equals(Patches.STRATEGIC)) {
            ObjectNode patch = Bodies.object(call.request());
            return StrategicMerge.apply(scale, patch, TypeTable.builtIn().get("autoscaling.v1.Scale"));
        }
        return Patches.patched(call, scale);
    }

    private ObjectNode write(ObjectNode live, ObjectNode given) {
        ObjectNode scale = FieldCheck.check(given, TypeTable.builtIn().get("autoscaling.v1.Scale"))
                .tree();
        int replicas = Trees.at(scale, "spec", "replicas").asInt(0);
        if (replicas < 0) {
            throw ApiError.invalid(
                    call.type(),
                    call.name(),
                    List.of(Problem.invalid(
                            "spec.replicas", Integer.toString(replicas), "must be greater than or equal to 0")));
        }
        ObjectNode served = call.served(live);
        ObjectNode changed = served.deepCopy();
        String[] path = path("specReplicasPath", "spec.replicas");
        ObjectNode parent = changed;
        for (int i = 0; i < path.length - 1; i++) {
            parent = Trees.with(parent, path[i]);
        }
        parent.put(path[path.length - 1], replicas);
        String asked = Trees.text(scale, "metadata", "resourceVersion");
        if (!asked.isEmpty()) {
            Trees.with(changed, "metadata").put("resourceVersion", asked);
        }
        // Before Kubernetes 1.22 nobody became the manager of replicas through here.
        ObjectNode managed = call.server().minor() < 22
                ? changed
                : ManagedFields.update(served, changed, call.type().shape(call.version()), call.writer());
        return scale(new Updates(call.server()).commit(call.type(), live, managed, "", call.dryRun()));
    }

    private ObjectNode scale(ObjectNode stored) {
        ObjectNode scale = Trees.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String name : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            if (stored.path("metadata").has(name)) {
                metadata.set(name, stored.path("metadata").get(name));
            }
        }
        int replicas =
                Trees.at(stored, path("specReplicasPath", "spec.replicas")).asInt(0);
        ObjectNode spec = scale.putObject("spec");
        if (replicas != 0) {
            spec.put("replicas", replicas);
        }
        ObjectNode status = scale.putObject("status");
        status.put(
                "replicas",
                Trees.at(stored, path("statusReplicasPath", "status.replicas")).asInt(0));
        String selector = selector(stored);
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    private String[] path(String name, String standard) {
        String path = call.type()
                .definition()
                .map(definition ->
                        Trees.text(CustomResources.version(definition, call.version()), "subresources", "scale", name))
                .orElse("." + standard);
        return path.replaceFirst("^\\.", "").split("\\.");
    }

    private String selector(ObjectNode stored) {
        if (call.type().custom()) {
            String[] path = path("labelSelectorPath", "");
            return path.length == 1 && path[0].isEmpty() ? "" : Trees.text(stored, path);
        }
        JsonNode selector = Trees.at(stored, "spec", "selector");
        JsonNode labels = selector.has("matchLabels") ? selector.get("matchLabels") : selector;
        List<String> parts = new ArrayList<>();
        Trees.strings(labels).forEach((name, value) -> parts.add(name + "=" + value));
        return String.join(",", parts);
    }
}
