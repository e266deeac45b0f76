package io.meshprovisioner.testkit.kube.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A set of field paths, as a tree whose edges are the steps of Kubernetes' FieldsV1 form: {@code f:name} a field,
 * {@code k:{...}} a list element by its keys, {@code v:...} an element of a set.
 */
final class FieldSet {
    private final TreeMap<String, FieldSet> children = new TreeMap<>();
    private boolean member;

    /** Reads the FieldsV1 form. */
    static FieldSet parse(JsonNode fields) {
        FieldSet set = new FieldSet();
        fields.properties().forEach(entry -> {
            if (entry.getKey().equals(".")) {
                set.member = true;
            } else {
                FieldSet child = parse(entry.getValue());
                child.member |= entry.getValue().isEmpty();
                set.children.put(entry.getKey(), child);
            }
        });
        return set;
    }

    /** The FieldsV1 form. */
    ObjectNode print() {
        ObjectNode result = Trees.object();
        if (member && !children.isEmpty()) {
            result.putObject(".");
        }
        children.forEach((step, child) -> result.set(step, child.print()));
        return result;
    }

    boolean member() {
        return member;
    }

    Map<String, FieldSet> children() {
        return children;
    }

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    FieldSet child(String step) {
        return children.computeIfAbsent(step, key -> new FieldSet());
    }

    void insert() {
        member = true;
    }

    void drop(String... path) {
        FieldSet current = this;
        for (int i = 0; i < path.length - 1; i++) {
            FieldSet next = current.children.get(path[i]);
            if (next == null) {
                return;
            }
            current = next;
        }
        current.children.remove(path[path.length - 1]);
        prune();
    }

    FieldSet union(FieldSet other) {
        FieldSet result = copy();
        result.add(other);
        return result;
    }

    private void add(FieldSet other) {
        member |= other.member;
        other.children.forEach((step, child) -> child(step).add(child));
    }

    /** What is in this set and not in the other. */
    FieldSet minus(FieldSet other) {
        FieldSet result = new FieldSet();
        result.member = member && !other.member;
        children.forEach((step, child) -> {
            FieldSet theirs = other.children.get(step);
            FieldSet left = theirs == null ? child.copy() : child.minus(theirs);
            if (!left.isEmpty()) {
                result.children.put(step, left);
            }
        });
        return result;
    }

    /** What is in both sets. */
    FieldSet intersect(FieldSet other) {
        FieldSet result = new FieldSet();
        result.member = member && other.member;
        children.forEach((step, child) -> {
            FieldSet theirs = other.children.get(step);
            if (theirs != null) {
                FieldSet both = child.intersect(theirs);
                if (!both.isEmpty()) {
                    result.children.put(step, both);
                }
            }
        });
        return result;
    }

    FieldSet copy() {
        FieldSet result = new FieldSet();
        result.member = member;
        children.forEach((step, child) -> result.children.put(step, child.copy()));
        return result;
    }

    private void prune() {
        children.values().forEach(FieldSet::prune);
        children.values().removeIf(FieldSet::isEmpty);
    }

    /** The members as people read them, such as {@code .spec.containers[name="a"].image}. */
    List<String> paths() {
        List<String> result = new ArrayList<>();
        collect("", result, step -> readable(step));
        return result;
    }

    private void collect(String path, List<String> into, Function<String, String> name) {
        if (member) {
            into.add(path);
        }
        children.forEach((step, child) -> child.collect(path + name.apply(step), into, name));
    }

    private static String readable(String step) {
        String value = step.substring(2);
        if (step.startsWith("f:")) {
            return "." + value;
        }
        if (step.startsWith("v:")) {
            return "[=" + value + "]";
        }
        List<String> keys = new ArrayList<>();
        Trees.parse(value).properties().forEach(entry -> keys.add(entry.getKey() + "=" + entry.getValue()));
        return "[" + String.join(",", keys) + "]";
    }

    @Override
    public String toString() {
        return String.join(", ", paths());
    }
}
