package io.meshprovisioner.testkit.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Shape.PatchRule;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Strategic merge patch: a merge patch that merges some lists by key, as the type says. */
public final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";
    private static final String RETAIN = "$retainKeys";

    private StrategicMerge() {}

    /** The target with the patch applied; neither is changed. */
    public static ObjectNode apply(ObjectNode target, ObjectNode patch, Shape shape) {
        return merge(target, patch, shape);
    }

    private static ObjectNode merge(ObjectNode target, ObjectNode patch, Shape shape) {
        String directive = Trees.text(patch, DIRECTIVE);
        if (directive.equals("replace")) {
            return withoutDirectives(patch);
        }
        if (directive.equals("delete")) {
            return Trees.object();
        }
        ObjectNode result = target.deepCopy();
        if (patch.has(RETAIN)) {
            result.retain(Trees.texts(patch.get(RETAIN)));
        }
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (name.startsWith(DELETE_FROM)) {
                removeValues(result, name.substring(DELETE_FROM.length()), value);
            } else if (!name.startsWith("$")) {
                member(result, name, value, shape);
            }
        }
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            if (entry.getKey().startsWith(ORDER)) {
                String name = entry.getKey().substring(ORDER.length());
                if (result.get(name) instanceof ArrayNode list) {
                    result.set(
                            name,
                            ordered(list, entry.getValue(), rule(shape, name).key()));
                }
            }
        }
        return result;
    }

    private static void member(ObjectNode result, String name, JsonNode value, Shape shape) {
        JsonNode old = result.get(name);
        if (value.isNull()) {
            result.remove(name);
        } else if (value instanceof ObjectNode object) {
            if (Trees.text(object, DIRECTIVE).equals("delete")) {
                result.remove(name);
            } else {
                ObjectNode base = old instanceof ObjectNode found ? found : Trees.object();
                result.set(name, merge(base, object, shape.member(name)));
            }
        } else if (value instanceof ArrayNode list) {
            ArrayNode base = old instanceof ArrayNode found ? found : Trees.array();
            result.set(
                    name, list(base, list, rule(shape, name), shape.member(name).element()));
        } else {
            result.set(name, value);
        }
    }

    private static PatchRule rule(Shape shape, String name) {
        Shape.Field field = shape instanceof Struct struct ? struct.fields().get(name) : null;
        return field == null ? PatchRule.NONE : field.patch();
    }

    private static ArrayNode list(ArrayNode old, ArrayNode patch, PatchRule rule, Shape element) {
        boolean replace = false;
        for (JsonNode item : patch) {
            replace |= Trees.text(item, DIRECTIVE).equals("replace");
        }
        if (!rule.merge() || replace) {
            return plain(patch);
        }
        List<JsonNode> result = new ArrayList<>();
        old.forEach(result::add);
        for (JsonNode item : patch) {
            if (!(item instanceof ObjectNode object) || rule.key().isEmpty()) {
                if (!result.contains(item)) {
                    result.add(item);
                }
                continue;
            }
            int at = indexOf(result, rule.key(), object.get(rule.key()));
            if (Trees.text(object, DIRECTIVE).equals("delete")) {
                if (at >= 0) {
                    result.remove(at);
                }
            } else if (at >= 0) {
                result.set(at, merge((ObjectNode) result.get(at), object, element));
            } else {
                result.add(merge(Trees.object(), object, element));
            }
        }
        return Trees.array().addAll(result);
    }

    private static int indexOf(List<JsonNode> list, String key, @Nullable JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            if (value != null && value.equals(list.get(i).get(key))) {
                return i;
            }
        }
        return -1;
    }

    private static void removeValues(ObjectNode result, String name, JsonNode values) {
        if (result.get(name) instanceof ArrayNode list) {
            ArrayNode kept = Trees.array();
            List<String> gone = Trees.texts(values);
            list.forEach(item -> {
                if (!gone.contains(item.asText())) {
                    kept.add(item);
                }
            });
            result.set(name, kept);
        }
    }

    /** The listed elements in the listed order; an element that is not listed stays behind its neighbour. */
    private static ArrayNode ordered(ArrayNode list, JsonNode order, String key) {
        List<String> wanted = new ArrayList<>();
        order.forEach(item -> wanted.add(identity(item, key)));
        List<JsonNode> rest = new ArrayList<>();
        list.forEach(rest::add);
        List<JsonNode> result = new ArrayList<>();
        for (String id : wanted) {
            rest.stream()
                    .filter(item -> identity(item, key).equals(id))
                    .findFirst()
                    .ifPresent(item -> {
                        result.add(item);
                        rest.remove(item);
                    });
        }
        List<JsonNode> original = new ArrayList<>();
        list.forEach(original::add);
        for (JsonNode item : rest) {
            int before = original.indexOf(item) - 1;
            int at = before < 0 ? -1 : result.indexOf(original.get(before));
            result.add(at < 0 && before >= 0 ? result.size() : at + 1, item);
        }
        return Trees.array().addAll(result);
    }

    private static String identity(JsonNode item, String key) {
        return key.isEmpty() || !item.isObject()
                ? item.asText()
                : item.path(key).asText();
    }

    private static ArrayNode plain(ArrayNode patch) {
        ArrayNode result = Trees.array();
        for (JsonNode item : patch) {
            String directive = Trees.text(item, DIRECTIVE);
            if (!directive.equals("replace") && !directive.equals("delete")) {
                result.add(item instanceof ObjectNode object ? withoutDirectives(object) : item);
            }
        }
        return result;
    }

    private static ObjectNode withoutDirectives(ObjectNode patch) {
        ObjectNode result = Trees.object();
        patch.properties().forEach(entry -> {
            if (!entry.getKey().startsWith("$") && !entry.getValue().isNull()) {
                JsonNode value = entry.getValue();
                result.set(
                        entry.getKey(),
                        value instanceof ObjectNode object
                                ? withoutDirectives(object)
                                : value instanceof ArrayNode list ? plain(list) : value);
            }
        });
        return result;
    }
}
