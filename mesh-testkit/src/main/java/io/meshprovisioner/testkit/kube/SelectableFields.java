package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which fields a {@code fieldSelector} may name, by type, as the conversion functions of Kubernetes' API groups say. */
final class SelectableFields {
    private static final Map<String, Set<String>> BY_STORAGE = Map.of(
            "pods",
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.podIP",
                    "status.podIPs",
                    "status.nominatedNodeName"),
            "nodes",
            Set.of("spec.unschedulable"),
            "namespaces",
            Set.of("status.phase", "name"),
            "secrets",
            Set.of("type"),
            "services",
            Set.of("spec.clusterIP", "spec.type"),
            "replicationcontrollers",
            Set.of("status.replicas"),
            "replicasets.apps",
            Set.of("status.replicas"),
            "jobs.batch",
            Set.of("status.successful"),
            "events",
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "source",
                    "type"));

    private SelectableFields() {}

    /** What a server says to another field. */
    static String refusal(ResourceType type, String field) {
        return BY_STORAGE.containsKey(type.storage()) || type.custom()
                ? "field label not supported: " + field
                : "\"" + field + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
    }

    static Set<String> of(ResourceType type) {
        Set<String> known = new TreeSet<>(BY_STORAGE.getOrDefault(type.storage(), Set.of()));
        known.add("metadata.name");
        if (type.namespaced()) {
            known.add("metadata.namespace");
        }
        type.definition().ifPresent(definition -> {
            for (JsonNode version : Trees.at(definition, "spec", "versions")) {
                for (JsonNode field : version.path("selectableFields")) {
                    known.add(Trees.text(field, "jsonPath").replaceFirst("^\\.", ""));
                }
            }
        });
        return known;
    }
}
