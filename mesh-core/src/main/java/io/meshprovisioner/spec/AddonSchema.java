package io.meshprovisioner.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.meshprovisioner.error.SpecProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an add-on's JSON schema has against a configuration: unknown members, wrong types and words that are not among
 * those it lists. What else a schema may say (patterns, alternatives) is left to EKS.
 */
public final class AddonSchema {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode root;
    private final Problems problems;

    private AddonSchema(JsonNode root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /**
     * Judges a configuration.
     *
     * @param path where it stands in the spec
     * @param schema as EKS's DescribeAddonConfiguration answers it; empty: nothing is known
     * @param values JSON or YAML that {@link SpecCheck} has nothing against
     */
    public static List<SpecProblem> problems(String path, String schema, String values) {
        Problems problems = new Problems();
        try {
            if (!schema.isBlank()) {
                JsonNode root = JSON.readTree(schema);
                new AddonSchema(root, problems).judge(path, root, Documents.parse(values));
            }
        } catch (JsonProcessingException e) {
            return List.of(); // a schema that is no JSON says nothing
        }
        return problems.errors();
    }

    private void judge(String path, JsonNode asWritten, Tree value) {
        JsonNode schema = resolved(asWritten);
        type(path, schema, value);
        words(path, schema, value);
        if (value instanceof Tree.Fields fields) {
            Set<String> known = new TreeSet<>();
            schema.path("properties").fieldNames().forEachRemaining(known::add);
            boolean open = !schema.path("additionalProperties").isBoolean()
                    || schema.path("additionalProperties").asBoolean();
            for (Map.Entry<String, Tree> member : fields.fields().entrySet()) {
                String at = path + "." + Problems.shown(member.getKey());
                if (known.contains(member.getKey())) {
                    judge(at, schema.path("properties").path(member.getKey()), member.getValue());
                } else if (!open) {
                    problems.add(at, "The add-on knows no such member.", Near.advice(member.getKey(), known));
                }
            }
        } else if (value instanceof Tree.Items items) {
            for (int index = 0; index < items.items().size(); index++) {
                judge(
                        path + "[" + index + "]",
                        schema.path("items"),
                        items.items().get(index));
            }
        }
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.startsWith("#/") ? root.at(reference.substring(1)) : schema;
    }

    private void type(String path, JsonNode schema, Tree value) {
        String type = schema.path("type").asText();
        boolean fits =
                switch (type) {
                    case "object" -> value instanceof Tree.Fields;
                    case "array" -> value instanceof Tree.Items;
                    case "boolean" -> value instanceof Tree.Truth;
                    case "integer", "number" -> value instanceof Tree.Figure;
                    case "string" -> value instanceof Tree.Text;
                    default -> true;
                };
        if (!fits) {
            problems.add(path, "Here stands " + value.kind() + ", where the add-on wants: " + type + ".", "Change it.");
        }
    }

    private void words(String path, JsonNode schema, Tree value) {
        List<String> words = new ArrayList<>();
        schema.path("enum").forEach(word -> words.add(word.asText()));
        if (!words.isEmpty() && value instanceof Tree.Text text && !words.contains(text.text())) {
            problems.add(
                    path,
                    "\"" + Problems.shown(text.text()) + "\" is not what this version of the add-on takes.",
                    Near.advice(text.text(), words));
        }
    }
}
