package io.meshprovisioner.istio.model.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One message: its fields in the order in which Istio documents them. */
public final class MessageFacts {
    private final String name;
    private final Map<String, FieldFacts> fields;
    private final Map<String, FieldFacts> byOriginalName;
    private final Map<String, Integer> places;

    MessageFacts(String name, List<FieldFacts> fields) {
        this.name = name;
        Map<String, FieldFacts> byName = new LinkedHashMap<>();
        Map<String, FieldFacts> original = new HashMap<>();
        Map<String, Integer> placeOf = new HashMap<>();
        for (FieldFacts field : fields) {
            byName.put(field.name(), field);
            placeOf.put(field.name(), placeOf.size());
            if (!field.originalName().equals(field.name())) {
                original.put(field.originalName(), field);
            }
        }
        this.fields = Collections.unmodifiableMap(byName);
        this.byOriginalName = Map.copyOf(original);
        this.places = placeOf;
    }

    /** The name that Istio's reference gives it, for example {@code HTTPRoute}. */
    public String name() {
        return name;
    }

    /** All fields in order. */
    public Collection<FieldFacts> fields() {
        return fields.values();
    }

    /** Field names as documented, others after them. */
    public Comparator<String> order() {
        return Comparator.comparingInt(field -> places.getOrDefault(field, Integer.MAX_VALUE));
    }

    /** The field that YAML or the protocol buffer calls {@code name}; null when there is none. */
    public @Nullable FieldFacts find(String name) {
        FieldFacts field = fields.get(name);
        return field == null ? byOriginalName.get(name) : field;
    }

    /** The field that YAML calls {@code name}. */
    public Optional<FieldFacts> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** The field whose protocol buffer calls it {@code name}, where that differs from the YAML name. */
    public Optional<FieldFacts> fieldByOriginalName(String name) {
        return Optional.ofNullable(byOriginalName.get(name));
    }
}
