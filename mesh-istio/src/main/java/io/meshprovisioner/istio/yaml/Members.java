package io.meshprovisioner.istio.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the members of an object in their order; not to be used any more once the object is made. */
public final class Members {
    private Object[] pairs;
    private int end;
    private long bits;
    private @Nullable Map<String, JsonNode> many;

    /** No members yet. */
    public Members() {
        this(4);
    }

    /** No members yet, but about so many to come. */
    public Members(int expected) {
        this.pairs = new Object[2 * Math.min(expected, FewMembers.MOST)];
    }

    /** All members of an object. */
    public Members(ObjectNode object) {
        this(object.size() + 1);
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            append(member.getKey(), member.getValue());
        }
    }

    /** Sets a member, which keeps its place if it is there, and answers with what it was; null if it was not there. */
    public @Nullable JsonNode put(String name, JsonNode value) {
        int at = many == null ? indexOf(name) : -1;
        if (at >= 0) {
            JsonNode before = (JsonNode) pairs[at + 1];
            pairs[at + 1] = value;
            return before;
        }
        return append(name, value);
    }

    /** Sets a member if it is not there; whether it was not. */
    public boolean putIfAbsent(String name, JsonNode value) {
        boolean absent = !has(name);
        if (absent) {
            append(name, value);
        }
        return absent;
    }

    /** Whether a member is there. */
    public boolean has(String name) {
        return many != null ? many.containsKey(name) : indexOf(name) >= 0;
    }

    private int indexOf(String name) {
        return (bits & FewMembers.bit(name)) == 0 ? -1 : FewMembers.indexOf(pairs, end, name);
    }

    /** For a name that is not among the few. */
    private @Nullable JsonNode append(String name, JsonNode value) {
        if (many == null && end == 2 * FewMembers.MOST) {
            many = new LinkedHashMap<>(4 * FewMembers.MOST);
            for (int i = 0; i < end; i += 2) {
                many.put((String) pairs[i], (JsonNode) pairs[i + 1]);
            }
        }
        if (many != null) {
            return many.put(name, value);
        }
        if (end == pairs.length) {
            pairs = Arrays.copyOf(pairs, Math.max(4, 2 * end));
        }
        bits |= FewMembers.bit(name);
        pairs[end++] = name;
        pairs[end++] = value;
        return null;
    }

    /** The frozen object. */
    public ObjectNode toObject() {
        Map<String, JsonNode> members = many != null
                ? Collections.unmodifiableMap(many)
                : new FewMembers(end == pairs.length ? pairs : Arrays.copyOf(pairs, end), bits);
        return new ObjectNode(JsonNodeFactory.instance, members);
    }
}
