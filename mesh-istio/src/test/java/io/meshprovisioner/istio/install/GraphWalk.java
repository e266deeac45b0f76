package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes a graph's resources one by one, as far as they get: one look, one creation or update, one look. */
final class GraphWalk {
    final Map<ResourceId, Observation<?>> ends = new LinkedHashMap<>();
    private final Map<ResourceId, Object> values = new LinkedHashMap<>();

    void give(Ref<?> ref, Object value) {
        values.put(ref.id(), value);
    }

    void walk(Graph graph) {
        for (Resource<?> resource : graph.resources()) {
            if (!values.containsKey(resource.id()) && values.keySet().containsAll(graph.prerequisites(resource.id()))) {
                take(resource);
            }
        }
    }

    /** Looks at each and changes nothing. */
    void look(Graph graph) {
        for (Resource<?> resource : graph.resources()) {
            if (!values.containsKey(resource.id()) && resource.needs().stream().allMatch(this::known)) {
                Observation<?> seen = resource.observe(new Plain(resource));
                ends.put(resource.id(), seen);
                if (seen instanceof Observation.Ready<?> ready) {
                    values.put(resource.id(), ready.value());
                }
            }
        }
    }

    private boolean known(Ref<?> ref) {
        return values.containsKey(ref.id());
    }

    private <T> void take(Resource<T> resource) {
        Observation<T> seen = resource.observe(new Plain(resource));
        if (seen instanceof Observation.Absent<T>) {
            seen = resource.create(new Plain(resource));
        } else if (seen instanceof Observation.Ready<T> ready
                && !ready.differences().isEmpty()) {
            seen = resource.update(new Plain(resource), ready);
        }
        ends.put(resource.id(), seen);
        if (seen instanceof Observation.Ready<T> ready) {
            values.put(resource.id(), ready.value());
        }
    }

    private final class Plain implements Step {
        private final Resource<?> resource;

        Plain(Resource<?> resource) {
            this.resource = resource;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T get(Ref<T> ref) {
            if (resource.needs().stream().noneMatch(need -> need.id().equals(ref.id()))) {
                throw new IllegalStateException(resource.id() + " does not declare " + ref);
            }
            return (T) values.get(ref.id());
        }

        @Override
        public Permit permit() {
            return new Permit(0, Instant.EPOCH);
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    }
}
