package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.SchemaRules;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A resource as this cluster serves it.
 *
 * @param group empty for the core group
 * @param versions that are served, the preferred first
 * @param storage under which name its objects are stored
 * @param storedAs the apiVersion of the stored form
 * @param shapes the fields of a version
 * @param rules the validation rules of a version of a custom resource
 * @param definition the CustomResourceDefinition, for a custom resource
 */
record ResourceType(
        String group,
        List<String> versions,
        String plural,
        String singular,
        String kind,
        boolean namespaced,
        List<String> shortNames,
        Set<String> subresources,
        List<String> categories,
        Set<String> verbs,
        String storage,
        String storedAs,
        Function<String, Struct> shapes,
        Function<String, SchemaRules> rules,
        Optional<ObjectNode> definition) {

    static final List<String> ALL_VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    ResourceType {
        versions = List.copyOf(versions);
        shortNames = List.copyOf(shortNames);
        subresources = Set.copyOf(subresources);
        categories = List.copyOf(categories);
        verbs = Set.copyOf(verbs);
    }

    /** Plural and group, as messages name it. */
    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    boolean custom() {
        return definition.isPresent();
    }

    String apiVersion(String version) {
        return Trees.apiVersion(group, version);
    }

    Struct shape(String version) {
        return shapes.apply(version);
    }

    /** The fields of the stored form. */
    Struct storedShape() {
        return shapes.apply(Trees.version(storedAs));
    }
}
