package io.meshprovisioner.testkit.kube.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of JSONPath that printer columns use: names, indexes, {@code [*]} and {@code [?(@.a=="b")]}. */
public final class JsonPath {
    private static final Pattern STEP = Pattern.compile(
            "\\.([A-Za-z0-9_$-]+)|\\[['\"]?([^\\]'\"?]+)['\"]?\\]|\\[\\?\\(@\\.([\\w.]+)\\s*==\\s*['\"](.*?)['\"]\\)\\]");

    private record Step(String name, String field, String value) {}

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    public static JsonPath parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text.replace("\\.", "\u0000"));
        while (matcher.find()) {
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            steps.add(
                    name != null
                            ? new Step(name.replace('\u0000', '.'), "", "")
                            : new Step("", matcher.group(3), matcher.group(4)));
        }
        return new JsonPath(List.copyOf(steps));
    }

    /** The first value that the path leads to; missing when there is none. */
    public JsonNode first(JsonNode root) {
        JsonNode current = root;
        for (Step step : steps) {
            current = next(current, step);
        }
        return current;
    }

    private static JsonNode next(JsonNode node, Step step) {
        if (step.name().isEmpty()) {
            for (JsonNode element : node) {
                if (Trees.text(element, step.field().split("\\.")).equals(step.value())) {
                    return element;
                }
            }
            return MissingNode.getInstance();
        }
        if (node.isArray()) {
            return node.path(step.name().equals("*") ? 0 : Integer.parseInt(step.name()));
        }
        return node.path(step.name());
    }
}
