package io.meshprovisioner.spi;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record RawManifest(Map<String, Object> toMap) implements Manifest {
    @Override
    public String apiVersion() {
        return text(toMap.get("apiVersion")).orElse("");
    }

    @Override
    public String kind() {
        return text(toMap.get("kind")).orElse("");
    }

    @Override
    public Optional<String> namespace() {
        return metadata("namespace");
    }

    @Override
    public String name() {
        return metadata("name").orElse("");
    }

    private Optional<String> metadata(String field) {
        return toMap.get("metadata") instanceof Map<?, ?> metadata ? text(metadata.get(field)) : Optional.empty();
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String string ? Optional.of(string) : Optional.empty();
    }

    /** Without the content, which may be a Secret's. */
    @Override
    public String toString() {
        return kind() + " " + namespace().map(namespace -> namespace + "/").orElse("") + name();
    }
}
