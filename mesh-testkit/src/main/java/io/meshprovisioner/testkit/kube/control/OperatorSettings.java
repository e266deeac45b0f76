package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.MergePatch;
import io.meshprovisioner.testkit.kube.json.Trees;

/**
 * What a component says under {@code k8s}, laid over what its chart rendered: the settings that the profiles and this
 * project use.
 */
final class OperatorSettings {
    private OperatorSettings() {}

    /** Changes the object where the settings are about it. */
    static void apply(JsonNode settings, String workload, ObjectNode object) {
        if (!Trees.name(object).equals(workload)) {
            return;
        }
        switch (Trees.kind(object)) {
            case "Deployment", "DaemonSet" -> workload(settings, object);
            case "Service" -> service(settings, object);
            case "HorizontalPodAutoscaler" -> merge(object, "spec", settings.path("hpaSpec"));
            default -> {}
        }
    }

    private static void workload(JsonNode settings, ObjectNode object) {
        ObjectNode spec = Trees.with(object, "spec");
        if (settings.has("replicaCount")) {
            spec.set("replicas", settings.get("replicaCount"));
        }
        ObjectNode pod = Trees.with(spec, "template", "spec");
        for (String list : new String[] {"tolerations", "nodeSelector", "affinity"}) {
            if (settings.has(list)) {
                pod.set(list, settings.get(list));
            }
        }
        merge(Trees.with(spec, "template", "metadata"), "annotations", settings.path("podAnnotations"));
        for (ObjectNode container : Trees.objects(pod.path("containers"))) {
            merge(container, "resources", settings.path("resources"));
            env(container, settings.path("env"));
            return;
        }
    }

    /** A variable of the same name is replaced. */
    private static void env(ObjectNode container, JsonNode variables) {
        for (JsonNode variable : variables) {
            ArrayNode kept = Trees.array();
            for (JsonNode present : container.path("env")) {
                if (!Trees.text(present, "name").equals(Trees.text(variable, "name"))) {
                    kept.add(present);
                }
            }
            container.set("env", kept.add(variable));
        }
    }

    private static void service(JsonNode settings, ObjectNode object) {
        merge(Trees.with(object, "metadata"), "annotations", settings.path("serviceAnnotations"));
        merge(object, "spec", settings.path("service"));
    }

    private static void merge(ObjectNode object, String member, JsonNode over) {
        if (over.isObject() && !over.isEmpty()) {
            object.set(member, MergePatch.apply(object.path(member), over));
        }
    }
}
