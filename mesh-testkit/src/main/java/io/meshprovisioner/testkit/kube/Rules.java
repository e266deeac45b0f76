package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The validation of built-in types (stored forms) that clients meet, and of every object's metadata. */
final class Rules {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
    private static final Pattern DNS_NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern QUALIFIED =
            Pattern.compile("([a-z0-9.-]{1,253}/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]");
    private static final Pattern LABEL_VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?");
    private static final Set<String> FREE_NAMES =
            Set.of("roles", "clusterroles", "rolebindings", "clusterrolebindings");
    private static final Map<String, List<String>> IMMUTABLE = Map.of(
            "deployments.apps", List.of("selector"),
            "replicasets.apps", List.of("selector"),
            "daemonsets.apps", List.of("selector"),
            "statefulsets.apps", List.of("selector", "serviceName", "podManagementPolicy", "volumeClaimTemplates"),
            "jobs.batch", List.of("selector", "template", "completionMode"));

    private Rules() {}

    static List<Problem> create(ApiServer server, ResourceType type, ObjectNode object) {
        List<Problem> problems = new ArrayList<>();
        name(type, Trees.name(object), problems);
        metadata(object, problems);
        if (!type.custom()) {
            problems.addAll(WorkloadRules.check(type, object));
            if (type.storage().equals(Registry.DEFINITIONS)) {
                DefinitionRules.check(object, problems);
            }
        }
        return problems;
    }

    static List<Problem> update(
            ApiServer server, ResourceType type, ObjectNode live, ObjectNode object, String subresource) {
        List<Problem> problems = new ArrayList<>();
        metadata(object, problems);
        finalizers(live, object, problems);
        if (type.custom() || !subresource.isEmpty()) {
            return problems;
        }
        problems.addAll(WorkloadRules.check(type, object));
        for (String field : IMMUTABLE.getOrDefault(type.storage(), List.of())) {
            JsonNode now = Trees.at(object, "spec", field);
            if (!now.equals(Trees.at(live, "spec", field))) {
                String shown = now.isMissingNode() ? "null" : Trees.print(now);
                problems.add(Problem.invalid("spec." + field, shown, "field is immutable"));
            }
        }
        immutable(type, live, object, problems);
        return problems;
    }

    private static void finalizers(ObjectNode live, ObjectNode object, List<Problem> problems) {
        List<String> added = new ArrayList<>(Trees.texts(Trees.at(object, "metadata", "finalizers")));
        added.removeAll(Trees.texts(Trees.at(live, "metadata", "finalizers")));
        if (Trees.deleting(live) && !added.isEmpty()) {
            problems.add(Problem.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{\""
                            + String.join("\", \"", added) + "\"}"));
        }
    }

    private static void immutable(ResourceType type, ObjectNode live, ObjectNode object, List<Problem> problems) {
        switch (type.storage()) {
            case "services" -> {
                String before = Trees.text(live, "spec", "clusterIP");
                String now = Trees.text(object, "spec", "clusterIP");
                boolean external = Trees.text(object, "spec", "type").equals("ExternalName");
                if (!before.isEmpty() && !before.equals(now) && !external) {
                    problems.add(Problem.invalid("spec.clusterIPs[0]", "[\"" + now + "\"]", "may not change once set"));
                }
            }
            case "secrets" -> {
                if (!live.path("type").equals(object.path("type"))) {
                    problems.add(Problem.invalid("type", object.path("type").toString(), "field is immutable"));
                }
                frozen(live, object, problems);
            }
            case "configmaps" -> frozen(live, object, problems);
            case "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io" -> {
                if (!live.path("roleRef").equals(object.path("roleRef"))) {
                    problems.add(
                            Problem.invalid("roleRef", object.path("roleRef").toString(), "cannot change roleRef"));
                }
            }
            case "pods" -> podSpec(live, object, problems);
            case Registry.DEFINITIONS -> {
                for (String field : List.of("group", "scope")) {
                    JsonNode now = Trees.at(object, "spec", field);
                    if (!now.equals(Trees.at(live, "spec", field))) {
                        problems.add(Problem.invalid("spec." + field, now.toString(), "field is immutable"));
                    }
                }
                DefinitionRules.check(object, problems);
            }
            default -> {}
        }
    }

    private static void frozen(ObjectNode live, ObjectNode object, List<Problem> problems) {
        boolean same = live.path("data").equals(object.path("data"))
                && live.path("binaryData").equals(object.path("binaryData"));
        if (live.path("immutable").asBoolean() && !same) {
            problems.add(Problem.forbidden("data", "field is immutable when `immutable` is set"));
        }
    }

    private static void podSpec(ObjectNode live, ObjectNode object, List<Problem> problems) {
        ObjectNode before = mutablePartsRemoved(live);
        if (!before.equals(mutablePartsRemoved(object))) {
            problems.add(Problem.forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
                            + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be"
                            + " set to 1 if it was previously negative)"));
        }
    }

    private static ObjectNode mutablePartsRemoved(ObjectNode pod) {
        ObjectNode spec = Trees.with(pod.deepCopy(), "spec");
        spec.remove(List.of("activeDeadlineSeconds", "tolerations", "ephemeralContainers"));
        for (String list : List.of("containers", "initContainers")) {
            Trees.objects(spec.path(list)).forEach(container -> container.remove("image"));
        }
        return spec;
    }

    private static void name(ResourceType type, String name, List<Problem> problems) {
        if (FREE_NAMES.contains(type.plural())) {
            if (name.contains("/") || name.contains("%")) {
                problems.add(Problem.invalid("metadata.name", quote(name), "may not contain '/'"));
            }
            return;
        }
        switch (type.storage()) {
            case "services" -> {
                if (!SERVICE_NAME.matcher(name).matches() || name.length() > 63) {
                    problems.add(Problem.invalid(
                            "metadata.name",
                            quote(name),
                            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
                                    + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name', "
                                    + " or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"));
                }
            }
            case "namespaces" -> {
                if (!DNS_LABEL.matcher(name).matches() || name.length() > 63) {
                    problems.add(Problem.invalid(
                            "metadata.name",
                            quote(name),
                            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
                                    + " must start and end with an alphanumeric character (e.g. 'my-name',  or"
                                    + " '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"));
                }
            }
            default -> {
                if (!DNS_NAME.matcher(name).matches() || name.length() > 253) {
                    problems.add(Problem.invalid(
                            "metadata.name",
                            quote(name),
                            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
                                    + " '.', and must start and end with an alphanumeric character (e.g."
                                    + " 'example.com', regex used for validation is"
                                    + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"));
                }
            }
        }
    }

    private static void metadata(ObjectNode object, List<Problem> problems) {
        Trees.labels(object).forEach((key, value) -> {
            if (!QUALIFIED.matcher(key).matches()) {
                problems.add(Problem.invalid(
                        "metadata.labels",
                        quote(key),
                        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                                + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
                                + " used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"));
            }
            if (value.length() > 63) {
                problems.add(Problem.invalid("metadata.labels", quote(value), "must be no more than 63 characters"));
            } else if (!LABEL_VALUE.matcher(value).matches()) {
                problems.add(Problem.invalid(
                        "metadata.labels",
                        quote(value),
                        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.',"
                                + " and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
                                + " 'my_value',  or '12345', regex used for validation is"
                                + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"));
            }
        });
        int index = 0;
        for (JsonNode owner : Trees.at(object, "metadata", "ownerReferences")) {
            for (String field : List.of("apiVersion", "kind", "name", "uid")) {
                if (Trees.text(owner, field).isEmpty()) {
                    problems.add(Problem.required(
                            "metadata.ownerReferences[" + index + "]." + field, field + " must not be empty"));
                }
            }
            index++;
        }
    }

    static String quote(String text) {
        return "\"" + text + "\"";
    }
}
