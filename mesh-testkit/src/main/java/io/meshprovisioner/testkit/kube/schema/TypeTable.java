package io.meshprovisioner.testkit.kube.schema;

import io.meshprovisioner.testkit.kube.schema.Shape.Dict;
import io.meshprovisioner.testkit.kube.schema.Shape.Field;
import io.meshprovisioner.testkit.kube.schema.Shape.PatchRule;
import io.meshprovisioner.testkit.kube.schema.Shape.Relation;
import io.meshprovisioner.testkit.kube.schema.Shape.Scalar;
import io.meshprovisioner.testkit.kube.schema.Shape.Sequence;
import io.meshprovisioner.testkit.kube.schema.Shape.Struct;
import io.meshprovisioner.testkit.kube.schema.Shape.WireField;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The built-in types, read from the table {@code kubernetes-types.txt}. */
public final class TypeTable {
    private static final Map<String, Scalar> SCALARS = Map.ofEntries(
            Map.entry("string", Scalar.STRING),
            Map.entry("int32", Scalar.INT32),
            Map.entry("int64", Scalar.INT64),
            Map.entry("double", Scalar.DOUBLE),
            Map.entry("bool", Scalar.BOOL),
            Map.entry("bytes", Scalar.BYTES),
            Map.entry("time", Scalar.TIME),
            Map.entry("microtime", Scalar.MICROTIME),
            Map.entry("duration", Scalar.DURATION),
            Map.entry("quantity", Scalar.QUANTITY),
            Map.entry("intstr", Scalar.INTSTR));
    private static final TypeTable BUILT_IN = load();

    private final Map<String, Struct> structs = new TreeMap<>();
    private final Map<String, List<String>> lines = new LinkedHashMap<>();

    private TypeTable() {}

    public static TypeTable builtIn() {
        return BUILT_IN;
    }

    /** A structure by name, such as core.v1.Pod. */
    public Optional<Struct> find(String name) {
        return Optional.ofNullable(structs.get(name));
    }

    /** A structure that the table is known to hold. */
    public Struct get(String name) {
        return Objects.requireNonNull(structs.get(name), name);
    }

    /** All structures by name. */
    public Map<String, Struct> all() {
        return Collections.unmodifiableMap(structs);
    }

    private static TypeTable load() {
        TypeTable table = new TypeTable();
        String file = "/io/meshprovisioner/testkit/kube/kubernetes-types.txt";
        try (InputStream in = Objects.requireNonNull(TypeTable.class.getResourceAsStream(file), file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            table.read(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List.copyOf(table.structs.keySet()).forEach(table::fill);
        return table;
    }

    private void read(BufferedReader reader) throws IOException {
        List<String> current = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (line.startsWith(" ")) {
                current.add(line.strip());
            } else {
                String[] words = line.split(" ");
                current = new ArrayList<>();
                structs.put(words[0], new Struct(words[0], words.length > 1, false));
                lines.put(words[0], current);
            }
        }
    }

    private void fill(String name) {
        List<String> own = lines.remove(name);
        if (own == null) {
            return;
        }
        String home = name.substring(0, name.lastIndexOf('.'));
        Map<String, Field> fields = new LinkedHashMap<>();
        Map<Integer, WireField> wire = new TreeMap<>();
        for (String line : own) {
            String[] words = line.split(" ");
            int number = Integer.parseInt(words[0]);
            List<String> options = List.of(words).subList(3, words.length);
            Shape shape = shape(words[2], home, options);
            if (words[1].equals("inline")) {
                Struct inner = (Struct) shape;
                fill(inner.name());
                fields.putAll(inner.fields());
                wire.put(number, new WireField(number, null, shape));
            } else {
                fields.put(words[1], new Field(words[1], number, shape, patch(options)));
                wire.put(number, new WireField(number, words[1], shape));
            }
        }
        get(name).fill(Collections.unmodifiableMap(fields), Collections.unmodifiableMap(wire));
    }

    private Shape shape(String type, String home, List<String> options) {
        if (type.startsWith("[]")) {
            Shape items = shape(type.substring(2), home, List.of());
            for (String option : options) {
                if (option.startsWith("list=map:")) {
                    String keys = option.substring("list=map:".length());
                    return new Sequence(items, Relation.MAP, List.of(keys.split(",")));
                }
                if (option.equals("list=set")) {
                    return new Sequence(items, Relation.SET, List.of());
                }
            }
            return new Sequence(items, Relation.ATOMIC, List.of());
        }
        if (type.startsWith("{}")) {
            return new Dict(shape(type.substring(2), home, List.of()), options.contains("atomic"));
        }
        if (type.equals("any")) {
            return new Shape.Any();
        }
        Scalar scalar = SCALARS.get(type);
        return scalar != null ? scalar : get(type.contains(".") ? type : home + "." + type);
    }

    private static PatchRule patch(List<String> options) {
        for (String option : options) {
            if (option.startsWith("patch=")) {
                String[] parts = option.substring("patch=".length()).split(":");
                List<String> strategies = List.of(parts[0].split(","));
                return new PatchRule(
                        strategies.contains("merge"),
                        strategies.contains("retainKeys"),
                        parts.length > 1 ? parts[1] : "");
            }
        }
        return PatchRule.NONE;
    }
}
