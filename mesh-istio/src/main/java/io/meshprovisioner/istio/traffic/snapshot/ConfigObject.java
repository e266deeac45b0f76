package io.meshprovisioner.istio.traffic.snapshot;

import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.yaml.Document;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** One object of the mesh. Immutable; what others read out of it is kept with it, so it is read once. */
public final class ConfigObject {
    /** Objects without a creation time are younger than any with one; then the name decides, then the namespace. */
    static final Comparator<ConfigObject> BY_AGE = Comparator.comparing(ConfigObject::created)
            .thenComparing(ConfigObject::name)
            .thenComparing(ConfigObject::namespace);

    private final ConfigKind kind;
    private final String namespace;
    private final String name;
    private final Instant created;
    private final Document document;
    private final Node root;
    private final ConcurrentMap<Class<?>, Object> readings = new ConcurrentHashMap<>(2);

    ConfigObject(ConfigKind kind, String namespace, Document document) {
        this.kind = kind;
        this.namespace = namespace;
        this.document = document;
        this.root = Node.root(document.root());
        this.name = document.name();
        this.created = instant(root.get("metadata").text("creationTimestamp"));
    }

    private static Instant instant(String text) {
        if (text.isEmpty()) {
            return Instant.MAX;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.MAX;
        }
    }

    public ConfigKind kind() {
        return kind;
    }

    /** Where it lives: as written, or the snapshot's default namespace; empty for kinds that have none. */
    public String namespace() {
        return namespace;
    }

    public String name() {
        return name;
    }

    /** When it was made; {@link Instant#MAX} where the object does not say. */
    public Instant created() {
        return created;
    }

    /** The raw object, with its place in a file where it has one. */
    public Document document() {
        return document;
    }

    /** The whole object. */
    public Node root() {
        return root;
    }

    /** Its {@code spec}. */
    public Node spec() {
        return root.get("spec");
    }

    public Map<String, String> labels() {
        return root.get("metadata").textMap("labels");
    }

    public Map<String, String> annotations() {
        return root.get("metadata").textMap("annotations");
    }

    /**
     * What a reader makes of this object; made once. The reader may depend on nothing but the object.
     *
     * @param type what is made, the key under which it is kept
     */
    public <T> T read(Class<T> type, Function<ConfigObject, T> reader) {
        Object known = readings.get(type);
        if (known == null) {
            known = readings.computeIfAbsent(type, key -> reader.apply(this));
        }
        return type.cast(known);
    }

    /** Kind, namespace and name. */
    @Override
    public String toString() {
        return kind.kind() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
