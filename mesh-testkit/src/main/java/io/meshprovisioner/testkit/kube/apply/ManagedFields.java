package io.meshprovisioner.testkit.kube.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Shape;
import io.meshprovisioner.testkit.kube.schema.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who owns which field of an object: what {@code metadata.managedFields} says, kept up by writes. */
public final class ManagedFields {
    private static final String APPLY = "Apply";
    private static final String UPDATE = "Update";
    private static final String[] NEVER_OWNED = {
        "name",
        "generateName",
        "namespace",
        "creationTimestamp",
        "selfLink",
        "uid",
        "generation",
        "managedFields",
        "resourceVersion",
        "deletionTimestamp",
        "deletionGracePeriodSeconds"
    };

    private record Entry(
            String manager, String operation, String apiVersion, String time, String subresource, FieldSet fields) {
        Entry with(FieldSet other, String newTime) {
            return new Entry(manager, operation, apiVersion, newTime, subresource, other);
        }

        boolean same(Writer writer, String op) {
            return manager.equals(writer.manager())
                    && operation.equals(op)
                    && subresource.equals(writer.subresource())
                    && (op.equals(APPLY) || apiVersion.equals(writer.apiVersion()));
        }
    }

    /**
     * Who writes.
     *
     * @param subresource empty for the object itself
     */
    public record Writer(String manager, String apiVersion, String subresource, Instant at) {}

    /**
     * A field that another manager owns with another value.
     *
     * @param manager as a person reads it, with operation and API version
     */
    public record Conflict(String manager, String field) {}

    /** The object after an apply, or what stood in its way. */
    public record Applied(ObjectNode object, List<Conflict> conflicts) {
        public Applied {
            conflicts = List.copyOf(conflicts);
        }
    }

    private ManagedFields() {}

    /** The new object with its managed fields after an ordinary write (create, update, patch). */
    public static ObjectNode update(JsonNode live, ObjectNode now, Shape shape, Writer writer) {
        JsonNode asked = Trees.at(now, "metadata", "managedFields");
        boolean reset = asked.isArray()
                && (asked.isEmpty() || (asked.size() == 1 && asked.get(0).isEmpty()));
        List<Entry> entries = reset
                ? new ArrayList<>()
                : decode(asked.isArray() ? asked : Trees.at(live, "metadata", "managedFields"));
        Typed.Changes changes = Typed.compare(bare(live), bare(now), shape);
        forget(changes.changed());
        forget(changes.removed());
        String time = Timestamps.seconds(writer.at());
        List<Entry> result = new ArrayList<>();
        boolean found = false;
        for (Entry entry : entries) {
            FieldSet left = entry.fields().minus(changes.removed());
            if (entry.same(writer, UPDATE)) {
                found = true;
                FieldSet all = left.union(changes.changed());
                boolean moved =
                        !changes.changed().isEmpty() || !changes.removed().isEmpty();
                result.add(entry.with(all, moved ? time : entry.time()));
            } else {
                result.add(entry.with(left.minus(changes.changed()), entry.time()));
            }
        }
        if (!found && !changes.changed().isEmpty()) {
            result.add(new Entry(
                    writer.manager(), UPDATE, writer.apiVersion(), time, writer.subresource(), changes.changed()));
        }
        return encode(now, result);
    }

    /** The live object (missing for none) with an applied configuration merged in. */
    public static Applied apply(JsonNode live, ObjectNode config, Shape shape, Writer writer, boolean force) {
        List<Entry> entries = decode(Trees.at(live, "metadata", "managedFields"));
        ObjectNode bareConfig = bare(config);
        FieldSet wanted = Typed.fields(bareConfig, shape);
        forget(wanted);
        FieldSet last = new FieldSet();
        List<Entry> others = new ArrayList<>();
        String time = Timestamps.seconds(writer.at());
        for (Entry entry : entries) {
            if (entry.same(writer, APPLY)) {
                last = entry.fields();
                time = last.minus(wanted).isEmpty() && wanted.minus(last).isEmpty() ? entry.time() : time;
            } else {
                others.add(entry);
            }
        }
        ObjectNode bareLive = live.isObject() ? bare(live) : Trees.object();
        JsonNode merged = Typed.merge(bareLive, bareConfig, shape);
        // A map that others' or the new fields lie in is theirs too, whoever once set it.
        FieldSet abandoned = withoutOwned(last.minus(wanted), wanted);
        for (Entry other : others) {
            abandoned = withoutOwned(abandoned, other.fields());
        }
        ObjectNode result = (ObjectNode) Typed.without(merged, abandoned, shape);
        FieldSet changed =
                live.isObject() ? Typed.compare(bareLive, result, shape).changed() : new FieldSet();
        forget(changed);
        List<Conflict> conflicts = new ArrayList<>();
        List<Entry> managers = new ArrayList<>();
        for (Entry other : others) {
            FieldSet clash = other.fields().intersect(changed);
            if (!clash.isEmpty() && !force) {
                clash.paths().forEach(path -> conflicts.add(new Conflict(readable(other), path)));
            }
            FieldSet left = other.fields().minus(clash);
            if (clash.isEmpty() || !left.isEmpty()) {
                managers.add(other.with(left, other.time()));
            }
        }
        managers.add(new Entry(writer.manager(), APPLY, writer.apiVersion(), time, writer.subresource(), wanted));
        return new Applied(encode(result, managers), conflicts);
    }

    /** Drops what another manager owns, and what lies above it. */
    private static FieldSet withoutOwned(FieldSet abandoned, FieldSet owned) {
        FieldSet result = new FieldSet();
        if (abandoned.member() && owned.isEmpty()) {
            result.insert();
        }
        abandoned.children().forEach((step, child) -> {
            FieldSet theirs = owned.children().get(step);
            FieldSet left = theirs == null ? child : withoutOwned(child, theirs);
            if (!left.isEmpty()) {
                result.children().put(step, left);
            }
        });
        return result;
    }

    private static String readable(Entry entry) {
        String subresource = entry.subresource().isEmpty() ? "" : " with subresource \"" + entry.subresource() + "\"";
        String version = entry.operation().equals(UPDATE) ? " using " + entry.apiVersion() : "";
        return "\"" + entry.manager() + "\"" + subresource + version;
    }

    private static ObjectNode bare(JsonNode object) {
        if (!(object instanceof ObjectNode full)) {
            return Trees.object();
        }
        ObjectNode result = full.objectNode();
        result.setAll(full);
        if (full.get("metadata") instanceof ObjectNode metadata) {
            ObjectNode inner = full.objectNode();
            inner.setAll(metadata);
            inner.remove("managedFields");
            result.set("metadata", inner);
        }
        return result;
    }

    private static void forget(FieldSet set) {
        set.drop("f:apiVersion");
        set.drop("f:kind");
        for (String name : NEVER_OWNED) {
            set.drop("f:metadata", "f:" + name);
        }
    }

    private static List<Entry> decode(JsonNode managedFields) {
        List<Entry> result = new ArrayList<>();
        for (JsonNode entry : managedFields) {
            result.add(new Entry(
                    Trees.text(entry, "manager"),
                    Trees.text(entry, "operation"),
                    Trees.text(entry, "apiVersion"),
                    Trees.text(entry, "time"),
                    Trees.text(entry, "subresource"),
                    FieldSet.parse(entry.path("fieldsV1"))));
        }
        return result;
    }

    private static ObjectNode encode(ObjectNode object, List<Entry> entries) {
        ObjectNode result = Trees.writable(object);
        ArrayNode list = Trees.array();
        for (Entry entry : entries) {
            if (entry.fields().isEmpty() && entry.operation().equals(UPDATE)) {
                continue;
            }
            ObjectNode node = list.addObject();
            node.put("manager", entry.manager());
            node.put("operation", entry.operation());
            node.put("apiVersion", entry.apiVersion());
            node.put("time", entry.time());
            node.put("fieldsType", "FieldsV1");
            node.set("fieldsV1", entry.fields().print());
            if (!entry.subresource().isEmpty()) {
                node.put("subresource", entry.subresource());
            }
        }
        if (list.isEmpty()) {
            Trees.with(result, "metadata").remove("managedFields");
        } else {
            Trees.with(result, "metadata").set("managedFields", list);
        }
        return result;
    }
}
