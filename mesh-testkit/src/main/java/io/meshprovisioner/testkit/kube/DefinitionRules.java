package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Problem;
import java.util.List;

/** Validation of CustomResourceDefinitions. */
final class DefinitionRules {
    private DefinitionRules() {}

    static void check(ObjectNode definition, List<Problem> problems) {
        JsonNode spec = definition.path("spec");
        String expected = Trees.text(spec, "names", "plural") + "." + Trees.text(spec, "group");
        if (!Trees.name(definition).equals(expected)) {
            problems.add(Problem.invalid(
                    "metadata.name",
                    Rules.quote(Trees.name(definition)),
                    "must be spec.names.plural+\".\"+spec.group"));
        }
        if (!List.of("Namespaced", "Cluster").contains(Trees.text(spec, "scope"))) {
            problems.add(Problem.unsupported(
                    "spec.scope", Rules.quote(Trees.text(spec, "scope")), List.of("Cluster", "Namespaced")));
        }
        if (Trees.text(spec, "names", "kind").isEmpty()) {
            problems.add(Problem.required("spec.names.kind", ""));
        }
        int storages = 0;
        int index = 0;
        for (JsonNode version : spec.path("versions")) {
            storages += version.path("storage").asBoolean() ? 1 : 0;
            if (!Trees.present(version, "schema", "openAPIV3Schema")
                    && !spec.path("preserveUnknownFields").asBoolean()) {
                problems.add(Problem.required(
                        "spec.versions[" + index + "].schema.openAPIV3Schema", "schemas are required"));
            }
            index++;
        }
        if (storages != 1) {
            problems.add(
                    Problem.invalid("spec.versions", "[]", "must have exactly one version marked as storage version"));
        }
    }
}
