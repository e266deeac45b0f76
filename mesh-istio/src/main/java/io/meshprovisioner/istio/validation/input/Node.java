package io.meshprovisioner.istio.validation.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a raw tree, read as Istio's decoder reads it: null means absent, an empty list is no list, a scalar that
 * is absent has its type's zero value, and both {@code lowerCamel} and {@code snake_case} names are found. Reading
 * never fails; a value of the wrong type reads as absent (the decode layer reports it).
 */
public final class Node {
    private static final JsonNode ABSENT = MissingNode.getInstance();

    private final @Nullable Node parent;
    private final String name;
    private final int index;
    private final boolean entry;
    private final JsonNode json;
    /** Whether it is known that no field here and below has a {@code snake_case} name. */
    private final boolean camel;

    private Node(@Nullable Node parent, String name, int index, boolean entry, JsonNode json, boolean camel) {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.entry = entry;
        this.json = json;
        this.camel = camel;
    }

    /** The root of a document, at the empty path. */
    public static Node root(JsonNode json) {
        return new Node(null, "", -1, false, json, false);
    }

    /** The root of a document all of whose fields are known to have {@code lowerCamel} names, which reads quicker. */
    public static Node camelRoot(JsonNode json) {
        return new Node(null, "", -1, false, json, true);
    }

    /** The field of this name, or an absent node. Never null. */
    public Node get(String field) {
        return new Node(this, field, -1, false, value(field), camel);
    }

    /** The field under its name, or else under that of protocol buffers. */
    private JsonNode value(String field) {
        if (!(json instanceof ObjectNode)) {
            return ABSENT;
        }
        JsonNode value = json.get(field);
        if (value == null && !camel) {
            value = json.get(snakeCase(field));
        }
        return value == null ? ABSENT : value;
    }

    /** A field of a field. */
    public Node get(String first, String second) {
        return get(first).get(second);
    }

    /** The last of these fields that is present: what a decoder keeps of a one-of; else the first, absent. */
    public Node lastOf(String... fields) {
        for (int i = fields.length - 1; i > 0; i--) {
            if (has(fields[i])) {
                return get(fields[i]);
            }
        }
        return get(fields[0]);
    }

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        return isPresent(value(field));
    }

    /** Whether the field holds a list with at least one item, a map with at least one entry, or a text not empty. */
    public boolean hasAny(String field) {
        return size(value(field)) > 0;
    }

    /** Whether {@link #hasAny(String)} holds for one of the fields. */
    public boolean hasAnyOf(Collection<String> names) {
        for (String field : names) {
            if (hasAny(field)) {
                return true;
            }
        }
        return false;
    }

    /** How many of the fields are there and not null. */
    public int count(String... names) {
        int count = 0;
        for (String field : names) {
            count += has(field) ? 1 : 0;
        }
        return count;
    }

    public boolean present() {
        return isPresent(json);
    }

    private static boolean isPresent(JsonNode json) {
        return !(json instanceof MissingNode || json instanceof NullNode);
    }

    /** Number of items, entries or characters; 0 if absent or a number. */
    public int size() {
        return size(json);
    }

    private static int size(JsonNode json) {
        return json instanceof TextNode ? json.textValue().length() : json instanceof ContainerNode ? json.size() : 0;
    }

    /** The text, or an empty one. */
    public String text() {
        return text(json);
    }

    private static String text(JsonNode json) {
        return json instanceof TextNode ? json.textValue() : "";
    }

    /** The text of a field, or an empty one. */
    public String text(String field) {
        return text(value(field));
    }

    /** The integer, also where it is written as a string; 0 if absent. */
    public long integer() {
        return integer(json);
    }

    private static long integer(JsonNode json) {
        if (json instanceof TextNode) {
            try {
                return Long.parseLong(json.textValue());
            } catch (NumberFormatException e) {
                return 0;
            }
        }
        return json instanceof NumericNode ? json.longValue() : 0;
    }

    public long integer(String field) {
        return integer(value(field));
    }

    /** The number, also where it is written as a string; 0 if absent. */
    public double number() {
        if (json.isTextual()) {
            try {
                return Double.parseDouble(json.textValue());
            } catch (NumberFormatException e) {
                return 0;
            }
        }
        return json.isNumber() ? json.doubleValue() : 0;
    }

    public boolean flag(String field) {
        return value(field).asBoolean(false);
    }

    /** The items of a list; none if it is no list. */
    public List<Node> items() {
        return json instanceof ArrayNode ? itemsOf(this) : List.of();
    }

    /** The items of a list field. */
    public List<Node> items(String field) {
        JsonNode value = value(field);
        return value instanceof ArrayNode && !value.isEmpty()
                ? itemsOf(new Node(this, field, -1, false, value, camel))
                : List.of();
    }

    private static List<Node> itemsOf(Node list) {
        Node[] items = new Node[list.json.size()];
        for (int i = 0; i < items.length; i++) {
            items[i] = new Node(list, "", i, false, list.json.get(i), list.camel);
        }
        return Arrays.asList(items);
    }

    /** The texts of a list field; an item that is no text reads as an empty one. */
    public List<String> texts(String field) {
        JsonNode value = value(field);
        if (!(value instanceof ArrayNode) || value.isEmpty()) {
            return List.of();
        }
        String[] texts = new String[value.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(value.get(i));
        }
        return Arrays.asList(texts);
    }

    /** The entries of a map, or the fields of an object; each node's {@link #name()} is the key. */
    public List<Node> entries() {
        return members(true);
    }

    public List<Node> entries(String field) {
        JsonNode value = value(field);
        return value instanceof ObjectNode && !value.isEmpty()
                ? new Node(this, field, -1, false, value, camel).members(true)
                : List.of();
    }

    /** The fields of an object with their paths written as fields. */
    public List<Node> fields() {
        return members(false);
    }

    private List<Node> members(boolean asEntries) {
        if (!(json instanceof ObjectNode) || json.isEmpty()) {
            return List.of();
        }
        List<Node> nodes = new ArrayList<>(json.size());
        json.forEachEntry((key, value) -> nodes.add(new Node(this, key, -1, asEntries, value, camel)));
        return nodes;
    }

    /** A map of texts, as labels are. */
    public Map<String, String> textMap(String field) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Node entry : entries(field)) {
            map.put(entry.name(), entry.text());
        }
        return map;
    }

    /** The field's name or the entry's key. */
    public String name() {
        return name;
    }

    public JsonNode json() {
        return json;
    }

    /** The path from the root: {@code spec.http[0].match[1].headers[end-user]}. */
    @Override
    public String toString() {
        return path(true);
    }

    /** The path with the keys of maps written as fields, as an API server has them when it checks a CRD's schema. */
    public String dotted() {
        return path(false);
    }

    private String path(boolean keysInBrackets) {
        StringBuilder path = new StringBuilder();
        write(path, keysInBrackets);
        return path.toString();
    }

    private void write(StringBuilder path, boolean keysInBrackets) {
        if (parent == null) {
            return;
        }
        parent.write(path, keysInBrackets);
        if (index >= 0) {
            path.append('[').append(index).append(']');
        } else if (entry && keysInBrackets) {
            path.append('[').append(name).append(']');
        } else {
            path.append(path.length() == 0 ? "" : ".").append(name);
        }
    }

    /** The name that a field has in Istio's protocol buffers. */
    public static String snakeCase(String field) {
        StringBuilder name = null;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                if (name == null) {
                    name = new StringBuilder(field.length() + 4).append(field, 0, i);
                }
                name.append('_').append((char) (c + 32));
            } else if (name != null) {
                name.append(c);
            }
        }
        return name == null ? field : name.toString();
    }
}
