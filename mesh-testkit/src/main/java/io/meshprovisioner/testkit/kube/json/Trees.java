package io.meshprovisioner.testkit.kube.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Access to JSON trees by path. Trees that are stored somewhere are never changed: copy first. */
public final class Trees {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Trees() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Parses text that this program wrote itself. */
    public static ObjectNode parse(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String print(JsonNode node) {
        return new String(bytes(node), StandardCharsets.UTF_8);
    }

    /** The node at a path; missing when any step is. */
    public static JsonNode at(JsonNode node, String... path) {
        JsonNode current = node;
        for (String step : path) {
            current = current.path(step);
        }
        return current;
    }

    /** The text at a path; empty when absent or null. */
    public static String text(JsonNode node, String... path) {
        JsonNode found = at(node, path);
        return found.isMissingNode() || found.isNull() ? "" : found.asText();
    }

    public static Optional<String> optional(JsonNode node, String... path) {
        JsonNode found = at(node, path);
        return found.isMissingNode() || found.isNull() ? Optional.empty() : Optional.of(found.asText());
    }

    /** The object at a path, made where it is absent. */
    public static ObjectNode with(ObjectNode node, String... path) {
        ObjectNode current = node;
        for (String step : path) {
            JsonNode next = current.get(step);
            current = next instanceof ObjectNode found ? found : current.putObject(step);
        }
        return current;
    }

    public static boolean present(JsonNode node, String... path) {
        JsonNode found = at(node, path);
        return !found.isMissingNode() && !found.isNull();
    }

    /** Sets a member unless it is there. */
    public static void defaults(ObjectNode node, String name, JsonNode value) {
        if (!present(node, name)) {
            node.set(name, value);
        }
    }

    public static void defaults(ObjectNode node, String name, String value) {
        defaults(node, name, JsonNodeFactory.instance.textNode(value));
    }

    public static void defaults(ObjectNode node, String name, int value) {
        defaults(node, name, JsonNodeFactory.instance.numberNode(value));
    }

    public static void defaults(ObjectNode node, String name, boolean value) {
        defaults(node, name, JsonNodeFactory.instance.booleanNode(value));
    }

    /** A copy that has its own root, metadata and status to change, and shares all else with the original. */
    public static ObjectNode writable(ObjectNode object) {
        ObjectNode copy = object();
        copy.setAll(object);
        for (String own : List.of("metadata", "status")) {
            if (object.get(own) instanceof ObjectNode part) {
                copy.set(own, part.deepCopy());
            }
        }
        return copy;
    }

    /** The elements of a list that are objects. */
    public static List<ObjectNode> objects(JsonNode list) {
        List<ObjectNode> result = new ArrayList<>(list.size());
        list.forEach(element -> {
            if (element instanceof ObjectNode object) {
                result.add(object);
            }
        });
        return result;
    }

    public static List<String> texts(JsonNode list) {
        List<String> result = new ArrayList<>(list.size());
        list.forEach(element -> result.add(element.asText()));
        return result;
    }

    /** A map of texts, such as labels. */
    public static Map<String, String> strings(JsonNode map) {
        Map<String, String> result = new LinkedHashMap<>();
        map.properties()
                .forEach(entry -> result.put(entry.getKey(), entry.getValue().asText()));
        return result;
    }

    public static Map<String, String> labels(JsonNode object) {
        return strings(at(object, "metadata", "labels"));
    }

    public static Map<String, String> annotations(JsonNode object) {
        return strings(at(object, "metadata", "annotations"));
    }

    public static String name(JsonNode object) {
        return text(object, "metadata", "name");
    }

    public static String namespace(JsonNode object) {
        return text(object, "metadata", "namespace");
    }

    public static String uid(JsonNode object) {
        return text(object, "metadata", "uid");
    }

    public static String kind(JsonNode object) {
        return text(object, "kind");
    }

    public static boolean deleting(JsonNode object) {
        return present(object, "metadata", "deletionTimestamp");
    }

    /** The group of an apiVersion; empty for the core group. */
    public static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    public static String version(String apiVersion) {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    public static String apiVersion(String group, String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The owner that controls an object; missing when there is none. */
    public static JsonNode controller(JsonNode object) {
        for (JsonNode owner : at(object, "metadata", "ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return owner;
            }
        }
        return MissingNode.getInstance();
    }

    /** The condition of a type; missing when there is none. */
    public static JsonNode condition(JsonNode object, String type) {
        for (JsonNode condition : at(object, "status", "conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return MissingNode.getInstance();
    }

    public static boolean conditionTrue(JsonNode object, String type) {
        return condition(object, type).path("status").asText().equals("True");
    }
}
