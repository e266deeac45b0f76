package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Quantity;
import io.meshprovisioner.testkit.kube.json.Selectors;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Validation of workloads, Services and webhooks. */
final class WorkloadRules {
    private static final List<String> SERVICE_TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private final List<Problem> problems = new ArrayList<>();

    private WorkloadRules() {}

    static List<Problem> check(ResourceType type, ObjectNode object) {
        WorkloadRules rules = new WorkloadRules();
        switch (type.storage()) {
            case "pods" -> rules.podSpec(object.path("spec"), "spec");
            case "deployments.apps", "replicasets.apps", "daemonsets.apps", "statefulsets.apps" ->
                rules.workload(object);
            case "jobs.batch" -> rules.podSpec(Trees.at(object, "spec", "template", "spec"), "spec.template.spec");
            case "services" -> rules.service(object);
            case "configmaps" -> rules.keys(object, "data");
            case "secrets" -> rules.keys(object, "data");
            case "rolebindings.rbac.authorization.k8s.io" -> rules.role(object, List.of("Role", "ClusterRole"));
            case "clusterrolebindings.rbac.authorization.k8s.io" -> rules.role(object, List.of("ClusterRole"));
            default -> {
                if (type.storage().endsWith("webhookconfigurations.admissionregistration.k8s.io")) {
                    rules.webhooks(object);
                }
            }
        }
        return rules.problems;
    }

    private void role(ObjectNode object, List<String> kinds) {
        String kind = Trees.text(object, "roleRef", "kind");
        if (!kinds.contains(kind)) {
            problems.add(Problem.unsupported("roleRef.kind", kind, kinds));
        }
    }

    private void workload(ObjectNode object) {
        JsonNode spec = object.path("spec");
        int replicas = spec.path("replicas").asInt(1);
        if (replicas < 0) {
            problems.add(
                    Problem.invalid("spec.replicas", Integer.toString(replicas), "must be greater than or equal to 0"));
        }
        JsonNode selector = spec.path("selector");
        JsonNode labels = Trees.at(spec, "template", "metadata", "labels");
        if (!selector.isObject()) {
            problems.add(Problem.required("spec.selector", ""));
        } else if (selector.isEmpty()) {
            problems.add(Problem.invalid(
                    "spec.selector", "{}", "empty selector is invalid for " + plain(Trees.kind(object))));
        } else if (!Selectors.matches(selector, Trees.strings(labels))) {
            problems.add(Problem.invalid(
                    "spec.template.metadata.labels",
                    labels.isObject() ? Trees.print(labels) : "null",
                    "`selector` does not match template `labels`"));
        }
        podSpec(Trees.at(spec, "template", "spec"), "spec.template.spec");
    }

    private static String plain(String kind) {
        return kind.equals("Deployment") ? "deployment" : kind;
    }

    private void podSpec(JsonNode spec, String path) {
        if (spec.path("containers").isEmpty()) {
            problems.add(Problem.required(path + ".containers", ""));
        }
        Set<String> names = new HashSet<>();
        for (String list : List.of("initContainers", "containers")) {
            int index = 0;
            for (JsonNode container : spec.path(list)) {
                container(container, path + "." + list + "[" + index++ + "]", names);
            }
        }
        Set<String> volumes = new HashSet<>();
        spec.path("volumes").forEach(volume -> volumes.add(Trees.text(volume, "name")));
        for (String list : List.of("initContainers", "containers")) {
            int index = 0;
            for (JsonNode container : spec.path(list)) {
                int mount = 0;
                for (JsonNode mounted : container.path("volumeMounts")) {
                    String name = Trees.text(mounted, "name");
                    if (!volumes.contains(name)) {
                        problems.add(new Problem(
                                "FieldValueNotFound",
                                path + "." + list + "[" + index + "].volumeMounts[" + mount + "].name",
                                "Not found: \"" + name + "\""));
                    }
                    mount++;
                }
                index++;
            }
        }
    }

    private void container(JsonNode container, String path, Set<String> names) {
        String name = Trees.text(container, "name");
        if (name.isEmpty()) {
            problems.add(Problem.required(path + ".name", ""));
        } else if (!names.add(name)) {
            problems.add(Problem.duplicate(path + ".name", Rules.quote(name)));
        }
        if (Trees.text(container, "image").isEmpty()) {
            problems.add(Problem.required(path + ".image", ""));
        }
        for (String list : List.of("limits", "requests")) {
            for (Map.Entry<String, JsonNode> entry :
                    Trees.at(container, "resources", list).properties()) {
                quantity(entry.getValue(), path + ".resources." + list + "[" + entry.getKey() + "]");
            }
        }
        int index = 0;
        for (JsonNode port : container.path("ports")) {
            int number = port.path("containerPort").asInt();
            if (number < 1 || number > 65_535) {
                problems.add(Problem.invalid(
                        path + ".ports[" + index + "].containerPort",
                        Integer.toString(number),
                        "must be between 1 and 65535, inclusive"));
            }
            index++;
        }
    }

    private void quantity(JsonNode value, String path) {
        try {
            if (Quantity.of(value).signum() < 0) {
                problems.add(Problem.invalid(path, Rules.quote(value.asText()), "must be greater than or equal to 0"));
            }
        } catch (IllegalArgumentException e) {
            problems.add(Problem.invalid(path, Rules.quote(value.asText()), String.valueOf(e.getMessage())));
        }
    }

    private void service(ObjectNode service) {
        JsonNode spec = service.path("spec");
        String type = Trees.text(spec, "type");
        if (!SERVICE_TYPES.contains(type)) {
            problems.add(Problem.unsupported("spec.type", Rules.quote(type), SERVICE_TYPES));
        }
        boolean headless = Trees.text(spec, "clusterIP").equals("None");
        if (spec.path("ports").isEmpty() && !headless && !type.equals("ExternalName")) {
            problems.add(Problem.required("spec.ports", ""));
        }
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode port : spec.path("ports")) {
            String path = "spec.ports[" + index++ + "]";
            String name = Trees.text(port, "name");
            if (name.isEmpty() && spec.path("ports").size() > 1) {
                problems.add(Problem.required(path + ".name", ""));
            } else if (!name.isEmpty() && !names.add(name)) {
                problems.add(Problem.duplicate(path + ".name", Rules.quote(name)));
            }
            int number = port.path("port").asInt();
            if (number < 1 || number > 65_535) {
                problems.add(Problem.invalid(
                        path + ".port", Integer.toString(number), "must be between 1 and 65535, inclusive"));
            }
        }
    }

    private void keys(ObjectNode object, String map) {
        object.path(map).fieldNames().forEachRemaining(key -> {
            if (!key.matches("[-._a-zA-Z0-9]{1,253}")) {
                problems.add(Problem.invalid(
                        map + "[" + key + "]",
                        Rules.quote(key),
                        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',"
                                + "  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"));
            }
        });
    }

    private void webhooks(ObjectNode object) {
        int index = 0;
        for (JsonNode webhook : object.path("webhooks")) {
            String path = "webhooks[" + index++ + "]";
            if (Trees.text(webhook, "name").split("\\.").length < 3) {
                problems.add(Problem.invalid(
                        path + ".name",
                        Rules.quote(Trees.text(webhook, "name")),
                        "should be a domain with at least three segments separated by dots"));
            }
            if (Trees.text(webhook, "sideEffects").isEmpty()
                    && !object.path("apiVersion").asText().contains("beta")) {
                problems.add(Problem.required(path + ".sideEffects", "must specify one of None, NoneOnDryRun"));
            }
            if (!Trees.present(webhook, "clientConfig", "service") && !Trees.present(webhook, "clientConfig", "url")) {
                problems.add(Problem.required(path + ".clientConfig", "exactly one of url or service is required"));
            }
        }
    }
}
