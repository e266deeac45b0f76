package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Problem;
import io.meshprovisioner.testkit.kube.schema.SchemaRules;
import io.meshprovisioner.testkit.kube.schema.SchemaValidation;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import io.meshprovisioner.testkit.kube.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a CustomResourceDefinition (in its v1 form) defines. */
final class CustomResources {
    private static final Pattern VERSION = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");

    /** Schema errors after which a server does not ask the validation rules. */
    private static final Set<String> BLOCKING = Set.of(
            "FieldValueNotSupported",
            "FieldValueRequired",
            "FieldValueTooLong",
            "FieldValueTooMany",
            "FieldValueTypeInvalid");

    private CustomResources() {}

    /** The resource that a definition defines. */
    static ResourceType type(ObjectNode definition) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        String group = Trees.text(spec, "group");
        List<String> served = new ArrayList<>();
        Set<String> subresources = new HashSet<>();
        String stored = "";
        for (JsonNode version : spec.path("versions")) {
            if (version.path("served").asBoolean()) {
                served.add(Trees.text(version, "name"));
            }
            if (version.path("storage").asBoolean()) {
                stored = Trees.text(version, "name");
            }
            version.path("subresources").fieldNames().forEachRemaining(subresources::add);
        }
        served.sort(BY_PRIORITY);
        Map<String, Struct> shapes = new ConcurrentHashMap<>();
        Map<String, SchemaRules> rules = new ConcurrentHashMap<>();
        String plural = Trees.text(names, "plural");
        return new ResourceType(
                group,
                served,
                plural,
                Trees.text(names, "singular"),
                Trees.text(names, "kind"),
                Trees.text(spec, "scope").equals("Namespaced"),
                Trees.texts(names.path("shortNames")),
                subresources,
                Trees.texts(names.path("categories")),
                Set.copyOf(ResourceType.ALL_VERBS),
                plural + "." + group,
                Trees.apiVersion(group, stored),
                version -> shapes.computeIfAbsent(version, name -> StructuralSchema.root(prunes(definition, name))),
                version -> rules.computeIfAbsent(version, name -> new SchemaRules(schema(definition, name))),
                Optional.of(definition));
    }

    /** One version's entry in a definition; missing when there is none. */
    static JsonNode version(ObjectNode definition, String name) {
        for (JsonNode version : Trees.at(definition, "spec", "versions")) {
            if (Trees.text(version, "name").equals(name)) {
                return version;
            }
        }
        return MissingNode.getInstance();
    }

    static JsonNode schema(ObjectNode definition, String version) {
        return Trees.at(version(definition, version), "schema", "openAPIV3Schema");
    }

    /** The schema that says which fields stay; missing where all do. */
    private static JsonNode prunes(ObjectNode definition, String version) {
        boolean all = Trees.at(definition, "spec", "preserveUnknownFields").asBoolean();
        return all ? MissingNode.getInstance() : schema(definition, version);
    }

    /** What is wrong with a custom object, as its version's schema sees it. */
    static List<Problem> validate(ResourceType type, String version, ObjectNode object) {
        JsonNode schema = schema(type.definition().orElseThrow(), version);
        if (!schema.isObject()) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>(SchemaValidation.validate(object, schema));
        if (problems.stream().anyMatch(problem -> BLOCKING.contains(problem.reason()))) {
            problems.add(Problem.invalid(
                    "<nil>",
                    "null",
                    "some validation rules were not checked because the object was invalid; correct the existing errors"
                            + " to complete validation"));
        } else {
            problems.addAll(type.rules().apply(version).validate(object));
        }
        return problems;
    }

    /** Fills in a schema's defaults; changes the object. */
    static void applyDefaults(ResourceType type, String version, ObjectNode object) {
        StructuralSchema.applyDefaults(object, schema(type.definition().orElseThrow(), version));
    }

    /** Kubernetes' order of versions: v2, v1, v1beta2, v1beta1, v1alpha1, then other names. */
    static final Comparator<String> BY_PRIORITY = Comparator.comparingInt(CustomResources::stage)
            .thenComparing(Comparator.comparingInt(CustomResources::major).reversed())
            .thenComparing(Comparator.comparingInt(CustomResources::minor).reversed())
            .thenComparing(Comparator.naturalOrder());

    private static int stage(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return 3;
        }
        return matcher.group(2) == null ? 0 : matcher.group(2).equals("beta") ? 1 : 2;
    }

    private static int major(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static int minor(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() && matcher.group(3) != null ? Integer.parseInt(matcher.group(3)) : 0;
    }
}
