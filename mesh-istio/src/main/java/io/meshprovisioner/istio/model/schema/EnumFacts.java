package io.meshprovisioner.istio.model.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One enum: its values in the order of their numbers. */
public final class EnumFacts {
    private final String name;
    private final Map<String, Value> values;

    /**
     * One value of an enum; the members mean what they mean in {@link FieldFacts}.
     *
     * @param name as YAML writes it
     */
    public record Value(
            String name,
            Release since,
            @Nullable Release deprecatedSince,
            @Nullable String alternative) {}

    EnumFacts(String name, List<Value> values) {
        this.name = name;
        Map<String, Value> byName = new LinkedHashMap<>();
        values.forEach(value -> byName.put(value.name(), value));
        this.values = Collections.unmodifiableMap(byName);
    }

    /** The name of the enum. */
    public String name() {
        return name;
    }

    /** All values in order. */
    public Collection<Value> values() {
        return values.values();
    }

    /** The value of this name. */
    public Optional<Value> value(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
