package io.meshprovisioner.testkit.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.testkit.kube.cel.Cel;
import io.meshprovisioner.testkit.kube.cel.CelException;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@code x-kubernetes-validations} of a schema. Rules on the old value, and rules that use what {@link Cel} does not
 * know, are left out.
 */
public final class SchemaRules {
    private final Map<String, Optional<Cel>> compiled = new ConcurrentHashMap<>();
    private final JsonNode schema;

    /** The rules of one version's schema. */
    public SchemaRules(JsonNode schema) {
        this.schema = schema;
    }

    /** Everything that the rules find wrong with an object that is otherwise valid. */
    public List<Problem> validate(JsonNode object) {
        List<Problem> problems = new ArrayList<>();
        value(object, schema, "", problems);
        return problems;
    }

    private void value(JsonNode value, JsonNode part, String path, List<Problem> problems) {
        for (JsonNode rule : part.path("x-kubernetes-validations")) {
            rule(value, rule, path, problems);
        }
        if (value.isObject()) {
            JsonNode properties = part.path("properties");
            JsonNode additional = part.path("additionalProperties");
            value.properties().forEach(entry -> {
                String name = entry.getKey();
                if (properties.has(name)) {
                    value(entry.getValue(), properties.get(name), path.isEmpty() ? name : path + "." + name, problems);
                } else {
                    value(entry.getValue(), additional, path + "[" + name + "]", problems);
                }
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                value(value.get(i), part.path("items"), path + "[" + i + "]", problems);
            }
        }
    }

    private void rule(JsonNode value, JsonNode rule, String path, List<Problem> problems) {
        String text = Trees.text(rule, "rule");
        Optional<Cel> cel = compiled.computeIfAbsent(text, SchemaRules::compile);
        if (cel.isEmpty()) {
            return;
        }
        String field = path + Trees.text(rule, "fieldPath");
        try {
            if (!cel.get().test(value)) {
                String message = message(value, rule, text);
                problems.add(
                        value.isContainerNode()
                                ? new Problem("FieldValueInvalid", field, "Invalid value: " + message)
                                : Problem.invalid(field, value.toString(), message));
            }
        } catch (CelException failure) {
            String type = value.isTextual() ? "string" : value.isArray() ? "array" : "object";
            problems.add(Problem.invalid(
                    field,
                    "\"" + (value.isNumber() ? "number" : type) + "\"",
                    failure.getMessage() + " evaluating rule: " + plain(rule, text)));
        }
    }

    private String message(JsonNode value, JsonNode rule, String text) {
        String expression = Trees.text(rule, "messageExpression");
        if (!expression.isEmpty()) {
            try {
                Optional<Cel> cel = compiled.computeIfAbsent(expression, SchemaRules::compile);
                if (cel.isPresent()) {
                    return cel.get().text(value);
                }
            } catch (CelException failure) {
                // A real server falls back to the plain message, too.
                return plain(rule, text);
            }
        }
        return plain(rule, text);
    }

    private static String plain(JsonNode rule, String text) {
        return Trees.optional(rule, "message").orElse("failed rule: " + text.trim());
    }

    private static Optional<Cel> compile(String rule) {
        if (rule.contains("oldSelf")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Cel.compile(rule));
        } catch (CelException unsupported) {
            return Optional.empty();
        }
    }
}
