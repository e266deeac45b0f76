package io.meshprovisioner.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The resources of a mesh and what each waits for. A resource can only refer to resources added before it, so the
 * order of addition is a valid order and no cycle can be written.
 */
public final class Graph {
    private final Map<ResourceId, Resource<?>> resources;
    private final Map<ResourceId, Set<ResourceId>> edges;

    private Graph(Map<ResourceId, Resource<?>> resources, Map<ResourceId, Set<ResourceId>> edges) {
        this.resources = resources;
        this.edges = edges;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** All resources, each after those it waits for. */
    public List<Resource<?>> resources() {
        return List.copyOf(resources.values());
    }

    /** What a resource waits for. */
    public Set<ResourceId> prerequisites(ResourceId id) {
        return edges.getOrDefault(id, Set.of());
    }

    /** The edges that carry no data, as pairs of waiting and awaited. */
    public List<Edge> orderOnlyEdges() {
        List<Edge> result = new ArrayList<>();
        for (Resource<?> resource : resources.values()) {
            Set<ResourceId> data = ids(resource.needs());
            ids(resource.after()).stream()
                    .filter(id -> !data.contains(id))
                    .forEach(id -> result.add(new Edge(resource.id(), id)));
        }
        return result;
    }

    /**
     * The same graph with one edge that carries no data turned round: what was awaited now waits. An install of it that
     * still comes to a good end shows that the edge is not needed.
     *
     * @throws IllegalArgumentException when the edge carries data, or is needless because another way leads from one to
     *     the other
     */
    public Graph reversed(Edge edge) {
        if (!orderOnlyEdges().contains(edge)) {
            throw new IllegalArgumentException(edge + " is not an edge that carries no data.");
        }
        Map<ResourceId, Set<ResourceId>> turned = new LinkedHashMap<>(edges);
        Set<ResourceId> fewer = new LinkedHashSet<>(prerequisites(edge.waiting()));
        fewer.remove(edge.awaited());
        turned.put(edge.waiting(), fewer);
        Set<ResourceId> more = new LinkedHashSet<>(prerequisites(edge.awaited()));
        more.add(edge.waiting());
        turned.put(edge.awaited(), more);
        return new Graph(sorted(turned), turned);
    }

    private Map<ResourceId, Resource<?>> sorted(Map<ResourceId, Set<ResourceId>> waits) {
        Map<ResourceId, Resource<?>> sorted = new LinkedHashMap<>();
        while (sorted.size() < resources.size()) {
            int before = sorted.size();
            resources.forEach((id, resource) -> {
                if (sorted.keySet().containsAll(waits.getOrDefault(id, Set.of()))) {
                    sorted.put(id, resource);
                }
            });
            if (sorted.size() == before) {
                throw new IllegalArgumentException("The edge is needless: another way leads from one to the other.");
            }
        }
        return sorted;
    }

    private static Set<ResourceId> ids(Set<Ref<?>> refs) {
        Set<ResourceId> ids = new LinkedHashSet<>();
        refs.forEach(ref -> ids.add(ref.id()));
        return ids;
    }

    /** One resource waits for another. */
    public record Edge(ResourceId waiting, ResourceId awaited) {}

    /** Collects resources. */
    public static final class Builder {
        private final Map<ResourceId, Resource<?>> resources = new LinkedHashMap<>();
        private final Map<ResourceId, Set<ResourceId>> edges = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a resource and gives the handle on its value.
         *
         * @throws IllegalArgumentException when its id is taken or it refers to a resource of another graph
         */
        public <T> Ref<T> add(Resource<T> resource) {
            ResourceId id = resource.id();
            Set<ResourceId> waits = ids(resource.needs());
            waits.addAll(ids(resource.after()));
            waits.stream()
                    .filter(other -> !resources.containsKey(other))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new IllegalArgumentException(
                                id + " refers to " + other + ", which is not in this graph.");
                    });
            if (resources.putIfAbsent(id, resource) != null) {
                throw new IllegalArgumentException("The graph has two resources named " + id + ".");
            }
            edges.put(id, Set.copyOf(waits));
            return new Ref<>(id);
        }

        public Graph build() {
            return new Graph(new LinkedHashMap<>(resources), new LinkedHashMap<>(edges));
        }
    }
}
