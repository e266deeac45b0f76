package io.meshprovisioner.istio.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frozen JSON trees: ordinary Jackson nodes whose containers refuse every change, so that they can be shared between
 * values and threads. A change is a copy that shares all that stays the same.
 */
public final class Trees {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectNode EMPTY = new Members(0).toObject();
    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private Trees() {}

    /** The object without members. */
    public static ObjectNode empty() {
        return EMPTY;
    }

    /** A frozen object of these members, which must be frozen themselves. */
    public static ObjectNode object(Map<String, JsonNode> members) {
        Members copy = new Members(members.size());
        members.forEach(copy::put);
        return copy.toObject();
    }

    /** A frozen list of these elements, which the caller hands over: they must be frozen and no longer change. */
    public static ArrayNode array(List<JsonNode> elements) {
        return new ArrayNode(NODES, Collections.unmodifiableList(elements));
    }

    /** {@code object} with {@code name} set to {@code value}; the place of a member that is there stays. */
    public static ObjectNode with(ObjectNode object, String name, JsonNode value) {
        Members members = new Members(object);
        members.put(name, value);
        return members.toObject();
    }

    /** {@code object} without {@code name}. */
    public static ObjectNode without(ObjectNode object, String name) {
        if (!object.has(name)) {
            return object;
        }
        Members members = new Members(object.size());
        object.forEachEntry((member, value) -> {
            if (!member.equals(name)) {
                members.put(member, value);
            }
        });
        return members.toObject();
    }

    /** {@code list} followed by {@code element}. */
    public static ArrayNode append(@Nullable JsonNode list, JsonNode element) {
        List<JsonNode> elements = elements(list);
        elements.add(element);
        return array(elements);
    }

    /** {@code list} with the element at {@code index} replaced. */
    public static ArrayNode replace(JsonNode list, int index, JsonNode element) {
        List<JsonNode> elements = elements(list);
        elements.set(index, element);
        return array(elements);
    }

    /** The members of {@code object} in a new map in the same order. */
    public static Map<String, JsonNode> members(ObjectNode object) {
        Map<String, JsonNode> members = new LinkedHashMap<>(Math.max(8, object.size() * 2));
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    /** The elements of {@code list} in a new list; none when it is not a list. */
    public static List<JsonNode> elements(@Nullable JsonNode list) {
        List<JsonNode> elements = new ArrayList<>(list == null ? 1 : list.size() + 1);
        if (list != null && list.isArray()) {
            list.forEach(elements::add);
        }
        return elements;
    }

    /** A frozen copy of any tree. */
    public static JsonNode freeze(JsonNode node) {
        if (node.isObject()) {
            Members members = new Members(node.size());
            node.forEachEntry((name, value) -> members.put(name, freeze(value)));
            return members.toObject();
        }
        if (node.isArray()) {
            List<JsonNode> elements = new ArrayList<>(node.size());
            node.forEach(element -> elements.add(freeze(element)));
            return array(elements);
        }
        return node;
    }

    /**
     * A frozen tree of Java values.
     *
     * @throws IllegalArgumentException for anything but maps, collections, strings, numbers, booleans and null
     */
    public static JsonNode of(@Nullable Object value) {
        if (value == null) {
            return NullNode.getInstance();
        } else if (value instanceof JsonNode node) {
            return freeze(node);
        } else if (value instanceof CharSequence || value instanceof Enum<?>) {
            return NODES.textNode(value.toString());
        } else if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        } else if (value instanceof Number number) {
            return number(number);
        } else if (value instanceof Map<?, ?> map) {
            Members members = new Members(map.size());
            map.forEach((key, member) -> members.put(String.valueOf(key), of(member)));
            return members.toObject();
        } else if (value instanceof Collection<?> collection) {
            List<JsonNode> elements = new ArrayList<>(collection.size());
            collection.forEach(element -> elements.add(of(element)));
            return array(elements);
        }
        throw new IllegalArgumentException(
                "JSON cannot hold a " + value.getClass().getName());
    }

    /** A number in its one form: int, long or big integer when it is whole and was not written as a fraction. */
    static JsonNode number(Number number) {
        if (number instanceof BigInteger big) {
            if (big.compareTo(MIN_LONG) < 0 || big.compareTo(MAX_LONG) > 0) {
                return NODES.numberNode(big);
            }
            return whole(big.longValue());
        }
        if (number instanceof Double || number instanceof Float || number instanceof java.math.BigDecimal) {
            return NODES.numberNode(number.doubleValue());
        }
        return whole(number.longValue());
    }

    private static JsonNode whole(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    /** The tree as Java values: maps and lists that may be changed, strings, numbers, booleans, null. */
    public static @Nullable Object toJava(JsonNode node) {
        if (node.isObject()) {
            return toMap((ObjectNode) node);
        } else if (node.isArray()) {
            List<@Nullable Object> elements = new ArrayList<>(node.size());
            node.forEach(element -> elements.add(toJava(element)));
            return elements;
        } else if (node.isTextual()) {
            return node.textValue();
        } else if (node.isBoolean()) {
            return node.booleanValue();
        } else if (node.isNumber()) {
            return node.numberValue();
        }
        return null;
    }

    /** The object as a new map. */
    @SuppressWarnings("NullAway") // a JSON null is a null value in the map
    public static Map<String, Object> toMap(ObjectNode object) {
        Map<String, Object> map = new LinkedHashMap<>();
        object.properties().forEach(member -> map.put(member.getKey(), toJava(member.getValue())));
        return map;
    }
}
