package io.meshprovisioner.istio.validation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.schema.SchemaNode.Trait;
import io.meshprovisioner.istio.validation.text.GoDurations;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks an object once and tells whether release, schema and decoder surely have nothing to say about its fields, all of
 * which have {@code lowerCamel} names. Most
 * objects are like that, and then the walks that know what to say about each place need not be made. In doubt (a null, a
 * number that is written as a text) the answer is no. Types are told by class, which costs less than to ask each node.
 */
final class Glance {
    private static final int MAX_DEPTH = 100;
    private static final long UINT32_MAX = 0xFFFFFFFFL;
    private static final int SURELY_UINT32 = 9;

    private Glance() {}

    static boolean isClean(JsonNode object, SchemaNode root) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            SchemaNode known = root.fields().get(member.getKey());
            if (known == null ? !isOutside(member.getKey(), root) : !isClean(member.getValue(), known, 0)) {
                return false;
            }
        }
        return hasRequired(object, root);
    }

    private static boolean isOutside(String name, SchemaNode root) {
        return SchemaChecker.OUTSIDE.contains(name) && !root.laterFields().containsKey(name);
    }

    private static boolean isClean(JsonNode json, SchemaNode schema, int depth) {
        return depth < MAX_DEPTH
                && isOfType(json, schema)
                && (json instanceof ContainerNode ? isCleanInside(json, schema, depth) : isCleanValue(json, schema))
                && (schema.limits().areNone() || schema.limits().allow(json))
                && (schema.rules().isEmpty() || follows(schema.rules(), json));
    }

    private static boolean isOfType(JsonNode json, SchemaNode schema) {
        return switch (schema.type()) {
            case OBJECT -> json instanceof ObjectNode;
            case ARRAY -> json instanceof ArrayNode;
            case STRING -> json instanceof TextNode;
            case BOOLEAN -> json instanceof BooleanNode;
            case NUMBER -> json instanceof NumericNode;
            case INTEGER -> schema.is(Trait.INT32) ? json instanceof IntNode : isUnsigned(json);
            case INTEGER_OR_STRING -> isUnsigned(json);
            case ANY -> !json.isNull();
        };
    }

    private static boolean isUnsigned(JsonNode json) {
        return (json instanceof IntNode || json instanceof LongNode)
                && json.longValue() >= 0
                && json.longValue() <= UINT32_MAX;
    }

    private static boolean isCleanValue(JsonNode json, SchemaNode schema) {
        if (!(json instanceof TextNode)) {
            return schema.choices().isEmpty();
        }
        String text = json.textValue();
        return (schema.choices().isEmpty() || schema.choices().contains(text))
                && !(schema.is(Trait.DURATION) && GoDurations.parse(text).isEmpty())
                && !(schema.is(Trait.BYTES) && (text.isEmpty() || !Decoder.isBase64(text)))
                && !(schema.pattern() != null && !schema.pattern().matcher(text).find())
                && !schema.laterChoices().containsKey(text);
    }

    private static boolean isCleanInside(JsonNode json, SchemaNode schema, int depth) {
        if (!schema.choices().isEmpty()) {
            return false;
        }
        if (json instanceof ArrayNode) {
            return isCleanList(json, schema, depth);
        }
        Members members = new Members(schema, depth);
        ((ObjectNode) json).forEachEntry(members);
        if (!members.clean) {
            return false;
        }
        return hasRequired(json, schema) && (schema.oneOf().isEmpty() || hasOneOfEach(json, schema.oneOf()));
    }

    /** Looks at an object's members as they are handed out, which costs no entry for each. */
    private static final class Members implements BiConsumer<String, JsonNode> {
        private final SchemaNode schema;
        private final @Nullable SchemaNode values;
        private final int depth;
        private boolean clean = true;

        Members(SchemaNode schema, int depth) {
            this.schema = schema;
            this.values = schema.values();
            this.depth = depth;
        }

        @Override
        public void accept(String name, JsonNode value) {
            clean = clean && isClean(name, value);
        }

        private boolean isClean(String name, JsonNode value) {
            SchemaNode known = values != null ? values : schema.fields().get(name);
            return (known == null ? isCleanUnknown(name, schema) : Glance.isClean(value, known, depth + 1))
                    && !(schema.is(Trait.INTEGER_KEYS) && !isIntegerKey(name))
                    && !(schema.is(Trait.SNAKE_CASE) && name.indexOf('_') >= 0);
        }
    }

    private static boolean isCleanUnknown(String name, SchemaNode schema) {
        return schema.is(Trait.OPEN)
                && name.indexOf('_') < 0
                && !schema.laterFields().containsKey(name);
    }

    private static boolean isIntegerKey(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) < '0' || key.charAt(i) > '9') {
                return false;
            }
        }
        return !key.isEmpty() && key.length() <= SURELY_UINT32;
    }

    private static boolean isCleanList(JsonNode list, SchemaNode schema, int depth) {
        SchemaNode items = schema.items();
        if (items == null) {
            return true;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!isClean(list.get(i), items, depth + 1)) {
                return false;
            }
        }
        String key = schema.listKey();
        return key == null || list.size() < 2 || isDistinct(list, key);
    }

    private static boolean isDistinct(JsonNode list, String key) {
        Set<String> seen = new HashSet<>();
        for (JsonNode item : list) {
            if (!seen.add(item.path(key).asText())) {
                return false;
            }
        }
        return true;
    }

    /** There is no null in what is clean. */
    private static boolean hasRequired(JsonNode object, SchemaNode schema) {
        if (!schema.required().isEmpty()) {
            for (String name : schema.required()) {
                if (!object.has(name)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean hasOneOfEach(JsonNode object, List<List<String>> groups) {
        if (object.size() > 1) {
            for (List<String> group : groups) {
                int set = 0;
                for (String name : group) {
                    set += object.has(name) ? 1 : 0;
                }
                if (set > 1) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean follows(List<CelRule> rules, JsonNode json) {
        Node node = Node.camelRoot(json);
        for (int i = 0; i < rules.size(); i++) {
            if (!rules.get(i).holds(node)) {
                return false;
            }
        }
        return true;
    }
}
