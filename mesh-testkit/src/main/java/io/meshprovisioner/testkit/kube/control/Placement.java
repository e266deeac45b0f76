package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Quantity;
import io.meshprovisioner.testkit.kube.json.Selectors;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.List;
import java.util.Map;

/** Which pod may run on which node. */
final class Placement {
    private static final String[] AFFINITY = {
        "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"
    };

    private Placement() {}

    /** Why a pod may not run on a node, whatever room there is; empty when it may. */
    static String refuses(JsonNode podSpec, ObjectNode node) {
        if (Trees.at(node, "spec", "unschedulable").asBoolean()
                && !tolerates(podSpec, "node.kubernetes.io/unschedulable", "", "NoSchedule")) {
            return "node(s) were unschedulable";
        }
        if (!selects(podSpec, node)) {
            return "node(s) didn't match Pod's node affinity/selector";
        }
        for (JsonNode taint : Trees.at(node, "spec", "taints")) {
            String effect = Trees.text(taint, "effect");
            String key = Trees.text(taint, "key");
            if (!effect.equals("PreferNoSchedule") && !tolerates(podSpec, key, Trees.text(taint, "value"), effect)) {
                return "node(s) had untolerated taint {" + key + ": " + Trees.text(taint, "value") + "}";
            }
        }
        return "";
    }

    private static boolean selects(JsonNode podSpec, ObjectNode node) {
        Map<String, String> labels = Trees.labels(node);
        JsonNode selector = podSpec.path("nodeSelector");
        if (!selector.isEmpty() && !Selectors.contains(selector, labels)) {
            return false;
        }
        JsonNode terms = Trees.at(podSpec, AFFINITY);
        boolean any = terms.isEmpty();
        for (JsonNode term : terms) {
            boolean fits = true;
            for (JsonNode expression : term.path("matchExpressions")) {
                fits &= Selectors.expression(expression, labels);
            }
            for (JsonNode field : term.path("matchFields")) {
                fits &= Selectors.expression(field, Map.of("metadata.name", Trees.name(node)));
            }
            any |= fits;
        }
        return any;
    }

    private static boolean tolerates(JsonNode podSpec, String key, String value, String effect) {
        boolean notReady = key.equals("node.kubernetes.io/not-ready") && effect.equals("NoSchedule");
        if (notReady && podSpec.path("hostNetwork").asBoolean()) {
            return true;
        }
        for (JsonNode toleration : podSpec.path("tolerations")) {
            String wantedEffect = Trees.text(toleration, "effect");
            String wantedKey = Trees.text(toleration, "key");
            boolean exists = Trees.text(toleration, "operator").equals("Exists");
            if ((wantedEffect.isEmpty() || wantedEffect.equals(effect))
                    && (wantedKey.equals(key) || (wantedKey.isEmpty() && exists))
                    && (exists || Trees.text(toleration, "value").equals(value))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a DaemonSet wants a pod on a node; a node that is not ready yet gets one too. */
    static boolean daemonFits(ObjectNode set, ObjectNode node) {
        if (FargateScheduler.isFargate(node)) {
            return false;
        }
        ObjectNode spec = (ObjectNode) Trees.at(set, "spec", "template", "spec").deepCopy();
        for (String key : List.of("not-ready", "unreachable", "unschedulable", "network-unavailable")) {
            spec.withArray("tolerations")
                    .addObject()
                    .put("key", "node.kubernetes.io/" + key)
                    .put("operator", "Exists");
        }
        return refuses(spec, node).isEmpty();
    }

    /** The node that a DaemonSet's pod is for. */
    static String daemonNode(ObjectNode pod) {
        for (JsonNode term : Trees.at(pod.path("spec"), AFFINITY)) {
            for (JsonNode field : term.path("matchFields")) {
                return Trees.text(field.path("values").path(0));
            }
        }
        return Trees.text(pod, "spec", "nodeName");
    }

    /**
     * Room on a node, or what a pod takes of it.
     *
     * @param milliCpu thousandths of a CPU
     */
    record Room(long milliCpu, long memoryBytes, long pods) {

        static Room of(JsonNode node) {
            JsonNode allocatable = Trees.at(node, "status", "allocatable");
            return new Room(
                    Quantity.milli(allocatable.path("cpu")),
                    Quantity.whole(allocatable.path("memory")),
                    Quantity.whole(allocatable.path("pods")));
        }

        /** What a pod requests: its containers together, or its largest init container where that is more. */
        static Room requested(JsonNode podSpec) {
            long cpu = 0;
            long memory = 0;
            for (JsonNode container : podSpec.path("containers")) {
                JsonNode requests = Trees.at(container, "resources", "requests");
                cpu += Quantity.milli(requests.path("cpu"));
                memory += Quantity.whole(requests.path("memory"));
            }
            for (JsonNode container : podSpec.path("initContainers")) {
                JsonNode requests = Trees.at(container, "resources", "requests");
                cpu = Math.max(cpu, Quantity.milli(requests.path("cpu")));
                memory = Math.max(memory, Quantity.whole(requests.path("memory")));
            }
            return new Room(cpu, memory, 1);
        }

        Room plus(Room other) {
            return new Room(milliCpu + other.milliCpu, memoryBytes + other.memoryBytes, pods + other.pods);
        }

        Room minus(Room other) {
            return new Room(milliCpu - other.milliCpu, memoryBytes - other.memoryBytes, pods - other.pods);
        }

        /** What is short for a request; empty when it fits. */
        String shortOf(Room request) {
            if (pods < request.pods) {
                return "Too many pods";
            }
            if (milliCpu < request.milliCpu) {
                return "Insufficient cpu";
            }
            return memoryBytes < request.memoryBytes ? "Insufficient memory" : "";
        }
    }
}
