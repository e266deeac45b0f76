package io.meshprovisioner.istio.traffic.snapshot;

import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.spi.Manifest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides traffic, at one instant: Istio's objects, Kubernetes' services, endpoints and pods, Gateway API
 * and Ingress, the mesh configuration. Immutable and safe for threads; each change gives a new snapshot that shares what
 * did not change. Indexes are made when first asked for.
 */
public final class Snapshot {
    /** A mesh with nothing in it. */
    public static final Snapshot EMPTY = new Snapshot(new EnumMap<>(ConfigKind.class), MeshConfig.DEFAULT, null);

    private static final String DEFAULT_NAMESPACE = "default";

    private final EnumMap<ConfigKind, Map<Key, ConfigObject>> objects;
    private final MeshConfig mesh;
    private final ConcurrentMap<ConfigKind, List<ConfigObject>> byAge = new ConcurrentHashMap<>();
    private final ConcurrentMap<Class<?>, Derived> derived = new ConcurrentHashMap<>();
    private volatile @Nullable Registry registry;

    private record Key(String namespace, String name) {}

    /** @param indifferent the kinds whose objects do not show in it */
    private record Derived(Object value, Predicate<ConfigKind> indifferent) {}

    private Snapshot(
            EnumMap<ConfigKind, Map<Key, ConfigObject>> objects, MeshConfig mesh, @Nullable Registry registry) {
        this.objects = objects;
        this.mesh = mesh;
        this.registry = registry;
    }

    /** The objects of files or of memory. Of several with one kind, namespace and name the last one counts. */
    public static Snapshot of(Manifests manifests) {
        return EMPTY.with(manifests.documents());
    }

    /** These objects. */
    public static Snapshot of(Manifest... manifests) {
        return of(Manifests.of(manifests));
    }

    /** With these objects, each in place of the one of its kind, namespace and name. */
    public Snapshot with(Manifest... manifests) {
        return with(Manifests.of(manifests).documents());
    }

    /** With these objects, lists opened; those of kinds that decide nothing are passed over. */
    public Snapshot with(List<Document> documents) {
        EnumMap<ConfigKind, Map<Key, ConfigObject>> changed = new EnumMap<>(objects);
        EnumMap<ConfigKind, Map<Key, ConfigObject>> own = new EnumMap<>(ConfigKind.class);
        for (Document document : documents) {
            for (Document item : document.items()) {
                ConfigKind.of(item.group(), item.kind()).ifPresent(kind -> {
                    ConfigObject object = new ConfigObject(kind, namespaceOf(kind, item), item);
                    own.computeIfAbsent(kind, key -> copy(changed, key))
                            .put(new Key(object.namespace(), object.name()), object);
                });
            }
        }
        return replaced(changed, own);
    }

    /** Without one object; the same where there is none. */
    public Snapshot without(ConfigKind kind, String namespace, String name) {
        Key key = new Key(kind.namespaced() ? namespace : "", name);
        if (!objects.getOrDefault(kind, Map.of()).containsKey(key)) {
            return this;
        }
        EnumMap<ConfigKind, Map<Key, ConfigObject>> changed = new EnumMap<>(objects);
        EnumMap<ConfigKind, Map<Key, ConfigObject>> own = new EnumMap<>(ConfigKind.class);
        own.put(kind, copy(changed, kind));
        own.getOrDefault(kind, Map.of()).remove(key);
        return replaced(changed, own);
    }

    /** Under another mesh configuration. */
    public Snapshot mesh(UnaryOperator<MeshConfig> change) {
        return new Snapshot(objects, change.apply(mesh), null);
    }

    private Snapshot replaced(
            EnumMap<ConfigKind, Map<Key, ConfigObject>> changed, EnumMap<ConfigKind, Map<Key, ConfigObject>> own) {
        changed.putAll(own);
        boolean sameServices = own.keySet().stream().noneMatch(ConfigKind::shapesServices);
        Snapshot next = new Snapshot(changed, mesh, sameServices ? registry : null);
        byAge.forEach((kind, list) -> {
            if (!own.containsKey(kind)) {
                next.byAge.put(kind, list);
            }
        });
        derived.forEach((type, made) -> {
            if (own.keySet().stream().allMatch(made.indifferent())) {
                next.derived.put(type, made);
            }
        });
        return next;
    }

    private static Map<Key, ConfigObject> copy(EnumMap<ConfigKind, Map<Key, ConfigObject>> all, ConfigKind kind) {
        return new LinkedHashMap<>(all.getOrDefault(kind, Map.of()));
    }

    private static String namespaceOf(ConfigKind kind, Document document) {
        return kind.namespaced() ? document.namespace().orElse(DEFAULT_NAMESPACE) : "";
    }

    /** The mesh configuration. */
    public MeshConfig mesh() {
        return mesh;
    }

    /** The objects of a kind, the oldest first, then by name, then by namespace. */
    public List<ConfigObject> objects(ConfigKind kind) {
        return byAge.computeIfAbsent(kind, key -> {
            List<ConfigObject> all = new ArrayList<>(
                    objects.getOrDefault(key, Collections.emptyMap()).values());
            all.sort(ConfigObject.BY_AGE);
            return Collections.unmodifiableList(all);
        });
    }

    /** The object of a kind and name. */
    public Optional<ConfigObject> object(ConfigKind kind, String namespace, String name) {
        return Optional.ofNullable(
                objects.getOrDefault(kind, Map.of()).get(new Key(kind.namespaced() ? namespace : "", name)));
    }

    /** How many objects of all kinds. */
    public int size() {
        return objects.values().stream().mapToInt(Map::size).sum();
    }

    /** Services, endpoints and workloads. */
    public Registry registry() {
        Registry known = registry;
        if (known == null) {
            known = new Registry(this);
            registry = known;
        }
        return known;
    }

    /**
     * What is made of the whole snapshot; made once and kept with it, gone with the next change.
     *
     * @param type what is made, the key under which it is kept
     */
    public <T> T derive(Class<T> type, Function<Snapshot, T> maker) {
        return derive(type, kind -> false, maker);
    }

    /**
     * The same, kept also over changes of some kinds: what is made must not hold this snapshot.
     *
     * @param indifferent the kinds whose objects do not show in it
     */
    public <T> T derive(Class<T> type, Predicate<ConfigKind> indifferent, Function<Snapshot, T> maker) {
        Derived known = derived.get(type);
        if (known == null) {
            Derived made = new Derived(maker.apply(this), indifferent);
            Derived other = derived.putIfAbsent(type, made);
            known = other == null ? made : other;
        }
        return type.cast(known.value());
    }

    /** How many objects of which kinds. */
    @Override
    public String toString() {
        return Arrays.stream(ConfigKind.values())
                .filter(kind -> !objects.getOrDefault(kind, Map.of()).isEmpty())
                .map(kind -> objects.getOrDefault(kind, Map.of()).size() + " " + kind.kind())
                .toList()
                .toString();
    }
}
