package io.meshprovisioner.testkit.kube.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Shape;
import io.meshprovisioner.testkit.kube.schema.Shape.Dict;
import io.meshprovisioner.testkit.kube.schema.Shape.Relation;
import io.meshprovisioner.testkit.kube.schema.Shape.Sequence;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Values seen through their shape: which fields they have, how they differ, merge and lose fields. */
final class Typed {
    private Typed() {}

    /** What changed from one value to another. */
    record Changes(FieldSet changed, FieldSet removed) {}

    /** All fields that a value sets. */
    static FieldSet fields(JsonNode value, Shape shape) {
        FieldSet set = new FieldSet();
        collect(value, shape, set, false);
        return set;
    }

    private static void collect(JsonNode value, Shape shape, FieldSet into, boolean markMaps) {
        if (value.isEmpty() || isAtomic(value, shape)) {
            into.insert();
            return;
        }
        if (markMaps && shape instanceof Dict) {
            into.insert();
        }
        elements(value, shape).forEach((step, element) -> {
            FieldSet child = into.child(step);
            if (step.startsWith("k:")) {
                child.insert();
            }
            if (step.startsWith("v:")) {
                child.insert();
            } else {
                collect(element, memberShape(shape, step), child, markMaps);
            }
        });
    }

    /** The differences from an old value to a new one; a missing old value counts as empty. */
    static Changes compare(JsonNode old, JsonNode now, Shape shape) {
        Changes changes = new Changes(new FieldSet(), new FieldSet());
        compare(old, now, shape, changes);
        return changes;
    }

    private static void compare(JsonNode old, JsonNode now, Shape shape, Changes into) {
        if (old.equals(now)) {
            return;
        }
        boolean leaf = isAtomic(now, shape) || isAtomic(old, shape) || now.isEmpty() || old.isEmpty();
        if (now.isMissingNode()) {
            collect(old, shape, into.removed, true);
        } else if (old.isMissingNode()) {
            collect(now, shape, into.changed, true);
        } else if (leaf && !(now.isContainerNode() && old.isContainerNode() && !atomicContainer(now, shape))) {
            into.changed.insert();
        } else {
            compareElements(old, now, shape, into);
        }
    }

    private static void compareElements(JsonNode old, JsonNode now, Shape shape, Changes into) {
        Map<String, JsonNode> before = elements(old, shape);
        Map<String, JsonNode> after = elements(now, shape);
        TreeSet<String> steps = new TreeSet<>(before.keySet());
        steps.addAll(after.keySet());
        for (String step : steps) {
            JsonNode from = before.getOrDefault(step, MissingNode.getInstance());
            JsonNode to = after.getOrDefault(step, MissingNode.getInstance());
            Changes inner = new Changes(new FieldSet(), new FieldSet());
            if (step.startsWith("v:")) {
                if (from.isMissingNode()) {
                    inner.changed.insert();
                } else if (to.isMissingNode()) {
                    inner.removed.insert();
                }
            } else {
                compare(from, to, memberShape(shape, step), inner);
                if (step.startsWith("k:") && from.isMissingNode()) {
                    inner.changed.insert();
                } else if (step.startsWith("k:") && to.isMissingNode()) {
                    inner.removed.insert();
                }
            }
            if (!inner.changed.isEmpty()) {
                into.changed.children().put(step, inner.changed);
            }
            if (!inner.removed.isEmpty()) {
                into.removed.children().put(step, inner.removed);
            }
        }
    }

    /** The base with everything that the overlay sets. */
    static JsonNode merge(JsonNode base, JsonNode overlay, Shape shape) {
        if (base.isMissingNode() || isAtomic(overlay, shape) || base.getNodeType() != overlay.getNodeType()) {
            return overlay.deepCopy();
        }
        if (overlay instanceof ObjectNode object) {
            ObjectNode result = ((ObjectNode) base).deepCopy();
            object.properties()
                    .forEach(entry -> result.set(
                            entry.getKey(),
                            merge(base.path(entry.getKey()), entry.getValue(), shape.member(entry.getKey()))));
            return result;
        }
        Map<String, JsonNode> result = elements(base, shape);
        elements(overlay, shape)
                .forEach((step, element) ->
                        result.merge(step, element, (old, added) -> merge(old, added, memberShape(shape, step))));
        ArrayNode list = Trees.array();
        result.values().forEach(list::add);
        return list;
    }

    /** The value without the members of a set; containers that become empty go too. */
    static JsonNode without(JsonNode value, FieldSet gone, Shape shape) {
        if (gone.isEmpty() || value.isMissingNode()) {
            return value;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode result = object.deepCopy();
            gone.children().forEach((step, child) -> {
                String name = step.substring(2);
                JsonNode left = remaining(object.path(name), child, shape.member(name));
                if (left.isMissingNode()) {
                    result.remove(name);
                } else {
                    result.set(name, left);
                }
            });
            return result;
        }
        if (value.isArray()) {
            Map<String, JsonNode> elements = elements(value, shape);
            gone.children().forEach((step, child) -> {
                JsonNode element = elements.get(step);
                if (element != null) {
                    JsonNode left = remaining(element, child, shape.element());
                    if (left.isMissingNode()) {
                        elements.remove(step);
                    } else {
                        elements.put(step, left);
                    }
                }
            });
            ArrayNode list = Trees.array();
            elements.values().forEach(list::add);
            return list;
        }
        return value;
    }

    private static JsonNode remaining(JsonNode value, FieldSet gone, Shape shape) {
        if (gone.member()) {
            return MissingNode.getInstance();
        }
        JsonNode left = without(value, gone, shape);
        return left.isContainerNode() && left.isEmpty() && !value.isEmpty() ? MissingNode.getInstance() : left;
    }

    /** Whether server-side apply owns the value as a whole. */
    private static boolean isAtomic(JsonNode value, Shape shape) {
        return !value.isContainerNode() || atomicContainer(value, shape);
    }

    private static boolean atomicContainer(JsonNode value, Shape shape) {
        if ((shape instanceof Struct struct && struct.atomic()) || (shape instanceof Dict dict && dict.atomic())) {
            return true;
        }
        return value.isArray() && !(shape instanceof Sequence sequence && sequence.relation() != Relation.ATOMIC);
    }

    private static Shape memberShape(Shape shape, String step) {
        return step.startsWith("f:") ? shape.member(step.substring(2)) : shape.element();
    }

    /** The members of a container by step, in order; later duplicates win. */
    private static Map<String, JsonNode> elements(JsonNode value, Shape shape) {
        Map<String, JsonNode> result = new LinkedHashMap<>();
        if (value.isObject()) {
            value.properties().forEach(entry -> result.put("f:" + entry.getKey(), entry.getValue()));
        } else if (shape instanceof Sequence sequence) {
            for (JsonNode element : value) {
                result.put(
                        sequence.relation() == Relation.MAP ? key(element, sequence) : "v:" + Trees.print(element),
                        element);
            }
        }
        return result;
    }

    private static String key(JsonNode element, Sequence sequence) {
        ObjectNode keys = Trees.object();
        for (String name : new TreeSet<>(sequence.keys())) {
            JsonNode value = element.get(name);
            if (value != null) {
                keys.set(name, value);
            } else if (name.equals("protocol")) {
                // The key's default in the schema of container and Service ports.
                keys.put(name, "TCP");
            }
        }
        return "k:" + Trees.print(keys);
    }
}
