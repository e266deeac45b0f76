package io.meshprovisioner.testkit.kube.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a value may look like. */
public sealed interface Shape permits Shape.Scalar, Shape.Struct, Shape.Dict, Shape.Sequence, Shape.Any {

    /** Any value: unknown fields are kept, maps merge by key and lists are atomic. */
    record Any() implements Shape {}

    /** A single value. */
    enum Scalar implements Shape {
        STRING,
        INT32,
        INT64,
        DOUBLE,
        BOOL,
        BYTES,
        TIME,
        MICROTIME,
        DURATION,
        QUANTITY,
        INTSTR
    }

    /**
     * A map from free keys.
     *
     * @param atomic owned as a whole in server-side apply
     */
    record Dict(Shape values, boolean atomic) implements Shape {}

    /** How server-side apply sees a list. */
    enum Relation {
        ATOMIC,
        SET,
        MAP
    }

    /**
     * A list.
     *
     * @param keys the fields that name an element of a {@link Relation#MAP} list
     */
    record Sequence(Shape items, Relation relation, List<String> keys) implements Shape {
        public Sequence {
            keys = List.copyOf(keys);
        }
    }

    /**
     * How a strategic merge patch treats a field.
     *
     * @param merge elements merge instead of being replaced
     * @param retainKeys keys that the patch does not list go
     * @param key names an element; empty for lists of plain values
     */
    record PatchRule(boolean merge, boolean retainKeys, String key) {
        static final PatchRule NONE = new PatchRule(false, false, "");
    }

    /** A field of a structure; {@code number} is the protobuf number, 0 for none. */
    record Field(String name, int number, Shape shape, PatchRule patch) {}

    /** A field as protobuf has it: named, or a structure whose fields are the owner's own in JSON. */
    record WireField(int number, @Nullable String name, Shape shape) {}

    /** A structure with named fields; may hold itself. */
    final class Struct implements Shape {
        private final String name;
        private final boolean atomic;
        private final boolean open;
        private Map<String, Field> fields = Map.of();
        private Map<Integer, WireField> wire = Map.of();

        Struct(String name, boolean atomic, boolean open) {
            this.name = name;
            this.atomic = atomic;
            this.open = open;
        }

        /** Called once, before the structure is handed out. */
        void fill(Map<String, Field> fields, Map<Integer, WireField> wire) {
            this.fields = fields;
            this.wire = wire;
        }

        /** Such as core.v1.Pod; empty for a custom resource's inner structures. */
        public String name() {
            return name;
        }

        /** Whether server-side apply owns it as a whole. */
        public boolean atomic() {
            return atomic;
        }

        /** Whether unknown fields are kept. */
        public boolean open() {
            return open;
        }

        public Map<String, Field> fields() {
            return fields;
        }

        public Map<Integer, WireField> wire() {
            return wire;
        }

        @Override
        public String toString() {
            return "Struct[" + name + "]";
        }
    }

    /** The shape of a member of a value of this shape; {@link Any} where nothing is known. */
    default Shape member(String name) {
        if (this instanceof Struct struct) {
            Field field = struct.fields().get(name);
            return field == null ? new Any() : field.shape();
        }
        return this instanceof Dict dict ? dict.values() : new Any();
    }

    /** The shape of a list's elements. */
    default Shape element() {
        return this instanceof Sequence sequence ? sequence.items() : new Any();
    }
}
