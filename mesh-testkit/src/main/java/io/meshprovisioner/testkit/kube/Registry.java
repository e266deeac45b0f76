package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which resources a cluster serves: the built-in ones of its version and its established custom ones. */
final class Registry {
    static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private final Map<String, ResourceType> byPath = new LinkedHashMap<>();
    private final Map<String, ResourceType> byStorage = new LinkedHashMap<>();
    private final Map<String, ResourceType> byKind = new LinkedHashMap<>();
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(ObjectNode definition, ResourceType type) {}

    Registry(int minor) {
        for (ResourceType type : BuiltIns.of(minor)) {
            byPath.put(type.qualified(), type);
            byStorage.putIfAbsent(type.storage(), type);
            byKind.put(type.group() + "/" + type.kind(), type);
        }
    }

    /** The resource that a request's path names, when that version of it is served. */
    Optional<ResourceType> find(Store store, String group, String version, String plural) {
        String qualified = group.isEmpty() ? plural : plural + "." + group;
        return byName(store, qualified).filter(type -> type.versions().contains(version));
    }

    /** A built-in or established custom resource by plural and group. */
    Optional<ResourceType> byName(Store store, String qualified) {
        ResourceType builtIn = byPath.get(qualified);
        return builtIn != null
                ? Optional.of(builtIn)
                : store.get(DEFINITIONS, "", qualified)
                        .filter(definition -> Trees.conditionTrue(definition, "Established"))
                        .map(this::custom);
    }

    /** The resource whose objects are stored under a name. */
    Optional<ResourceType> byStorage(Store store, String storage) {
        ResourceType builtIn = byStorage.get(storage);
        return builtIn != null ? Optional.of(builtIn) : byName(store, storage);
    }

    /** The resource of an object's kind. */
    Optional<ResourceType> byKind(Store store, String apiVersion, String kind) {
        String group = Trees.group(apiVersion);
        ResourceType builtIn = byKind.get(group + "/" + kind);
        if (builtIn != null) {
            return serves(builtIn, apiVersion) ? Optional.of(builtIn) : Optional.empty();
        }
        for (ObjectNode definition : store.list(DEFINITIONS)) {
            if (Trees.text(definition, "spec", "group").equals(group)
                    && Trees.text(definition, "spec", "names", "kind").equals(kind)
                    && Trees.conditionTrue(definition, "Established")) {
                return Optional.of(custom(definition)).filter(type -> serves(type, apiVersion));
            }
        }
        return Optional.empty();
    }

    private static boolean serves(ResourceType type, String apiVersion) {
        return type.versions().contains(Trees.version(apiVersion))
                || type.storedAs().equals(apiVersion);
    }

    /** Everything that is served. */
    List<ResourceType> all(Store store) {
        List<ResourceType> result = new ArrayList<>(byPath.values());
        for (ObjectNode definition : store.list(DEFINITIONS)) {
            if (Trees.conditionTrue(definition, "Established")) {
                result.add(custom(definition));
            }
        }
        return result;
    }

    private ResourceType custom(ObjectNode definition) {
        String name = Trees.name(definition);
        Known cached = known.get(name);
        if (cached == null || !isSame(cached.definition(), definition)) {
            cached = new Known(definition, CustomResources.type(definition));
            known.put(name, cached);
        }
        return cached.type();
    }

    @SuppressWarnings("ReferenceEquality") // stored trees never change, so the same tree says the same
    private static boolean isSame(ObjectNode one, ObjectNode other) {
        return one == other;
    }
}
