package io.meshprovisioner.engine;

import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One look at every resource of a graph, side by side, changing nothing: the ground of the preview, of drift, and of
 * the first step of an install.
 */
final class Survey {
    private final Graph graph;
    private final Map<ResourceId, Seen<?>> seen;

    private Survey(Graph graph, Map<ResourceId, Seen<?>> seen) {
        this.graph = graph;
        this.seen = seen;
    }

    Graph graph() {
        return graph;
    }

    @SuppressWarnings("unchecked") // filled resource by resource in take()
    <T> Seen<T> of(Resource<T> resource) {
        return (Seen<T>) java.util.Objects.requireNonNull(seen.get(resource.id()));
    }

    /** The observation of a resource, where it could be looked at. */
    Optional<Observation<?>> observation(Resource<?> resource) {
        return seen.get(resource.id()) instanceof Seen.Observed<?> observed
                ? Optional.of(observed.observation())
                : Optional.empty();
    }

    /** Whether it was ready then. */
    boolean stood(ResourceId id) {
        return seen.get(id) instanceof Seen.Observed<?> observed && observed.observation() instanceof Observation.Ready;
    }

    static CompletableFuture<Survey> take(Run run, Graph graph) {
        Map<ResourceId, CompletableFuture<Seen<?>>> looks = new LinkedHashMap<>();
        for (Resource<?> resource : graph.resources()) {
            List<CompletableFuture<?>> first = new ArrayList<>();
            resource.needs().forEach(need -> first.add(looks.get(need.id())));
            CompletableFuture<Void> ready = CompletableFuture.allOf(first.toArray(new CompletableFuture<?>[0]));
            looks.put(resource.id(), ready.thenCompose(done -> look(run, resource)));
        }
        return CompletableFuture.allOf(looks.values().toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> {
                    Map<ResourceId, Seen<?>> all = new LinkedHashMap<>();
                    looks.forEach((id, look) -> all.put(id, look.join()));
                    return new Survey(graph, all);
                });
    }

    private static <T> CompletableFuture<Seen<?>> look(Run run, Resource<T> resource) {
        return run.<Seen<?>>look(resource.id(), "survey", resource.needs(), step -> {
            try {
                Observation<T> observation = resource.observe(step);
                if (observation instanceof Observation.Ready<T> ready) {
                    run.values().put(resource.id(), java.util.Objects.requireNonNull(ready.value()));
                }
                return new Seen.Observed<>(observation);
            } catch (Run.NotReadyException hidden) {
                return new Seen.Hidden<T>();
            }
        });
    }
}
