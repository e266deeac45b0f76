package io.meshprovisioner.testkit.kube.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** JSON patch (RFC 6902). */
public final class JsonPatch {
    private JsonPatch() {}

    /** An operation that does not fit the document; the message names it. */
    public static final class PatchException extends Exception {
        PatchException(String message) {
            super(message);
        }
    }

    /** The target with the operations applied in order; the target is not changed. */
    public static JsonNode apply(JsonNode target, JsonNode operations) throws PatchException {
        if (!operations.isArray()) {
            throw new PatchException("a JSON patch is a list of operations");
        }
        JsonNode document = target.deepCopy();
        for (JsonNode operation : operations) {
            document = apply(document, operation, operation.path("op").asText());
        }
        return document;
    }

    private static JsonNode apply(JsonNode document, JsonNode operation, String op) throws PatchException {
        String path = operation.path("path").asText();
        switch (op) {
            case "add":
                return put(document, path, value(operation), true);
            case "replace":
                find(document, path, op);
                return put(document, path, value(operation), false);
            case "remove":
                remove(document, path);
                return document;
            case "move": {
                JsonNode moved = find(document, operation.path("from").asText(), op);
                remove(document, operation.path("from").asText());
                return put(document, path, moved, true);
            }
            case "copy":
                return put(
                        document,
                        path,
                        find(document, operation.path("from").asText(), op).deepCopy(),
                        true);
            case "test":
                if (!find(document, path, op).equals(value(operation))) {
                    throw new PatchException("testing value " + path + " failed: test failed");
                }
                return document;
            default:
                throw new PatchException("Unexpected kind: " + op);
        }
    }

    private static JsonNode value(JsonNode operation) throws PatchException {
        JsonNode value = operation.get("value");
        if (value == null) {
            throw new PatchException(
                    "the operation at " + operation.path("path").asText() + " has no value");
        }
        return value.deepCopy();
    }

    private static JsonNode put(JsonNode document, String path, JsonNode value, boolean insert) throws PatchException {
        List<String> steps = steps(path);
        if (steps.isEmpty()) {
            return value;
        }
        JsonNode parent = parent(document, steps, path, insert ? "add" : "replace");
        String last = steps.get(steps.size() - 1);
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else if (parent instanceof ArrayNode list) {
            int index = last.equals("-") ? list.size() : index(last, path);
            if (index > list.size()) {
                throw new PatchException("invalid index " + last + " at " + path);
            }
            if (insert) {
                list.insert(index, value);
            } else {
                list.set(index, value);
            }
        } else {
            throw new PatchException("doc is missing path: " + path);
        }
        return document;
    }

    private static void remove(JsonNode document, String path) throws PatchException {
        List<String> steps = steps(path);
        find(document, path, "remove");
        JsonNode parent = parent(document, steps, path, "remove");
        String last = steps.get(steps.size() - 1);
        if (parent instanceof ObjectNode object) {
            object.remove(last);
        } else if (parent instanceof ArrayNode list) {
            list.remove(index(last, path));
        }
    }

    private static JsonNode parent(JsonNode document, List<String> steps, String path, String op)
            throws PatchException {
        JsonNode current = document;
        for (String step : steps.subList(0, steps.size() - 1)) {
            current = step(current, step, path);
            if (current.isMissingNode()) {
                throw new PatchException(op + " operation does not apply: doc is missing path: " + path);
            }
        }
        return current;
    }

    private static JsonNode find(JsonNode document, String path, String op) throws PatchException {
        JsonNode current = document;
        for (String step : steps(path)) {
            current = step(current, step, path);
            if (current.isMissingNode()) {
                throw new PatchException(op + " operation does not apply: doc is missing key: " + path);
            }
        }
        return current;
    }

    private static JsonNode step(JsonNode current, String step, String path) throws PatchException {
        return current.isArray() ? current.path(index(step, path)) : current.path(step);
    }

    private static int index(String step, String path) throws PatchException {
        try {
            return Integer.parseInt(step);
        } catch (NumberFormatException e) {
            throw new PatchException("invalid array index " + step + " at " + path);
        }
    }

    private static List<String> steps(String path) throws PatchException {
        if (path.isEmpty()) {
            return List.of();
        }
        if (!path.startsWith("/")) {
            throw new PatchException("a JSON pointer starts with '/': " + path);
        }
        List<String> steps = new ArrayList<>();
        for (String step : path.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return steps;
    }
}
