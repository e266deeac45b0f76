package io.meshprovisioner.testkit.istioinstall;

import io.meshprovisioner.istio.install.IstioInstaller;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.MeshInstaller.Surroundings;
import io.meshprovisioner.spi.NodeCapacity;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The installer's graph, taken up resource by resource on one thread. */
final class Installation {
    final Map<ResourceId, Observation<?>> ends = new LinkedHashMap<>();
    final List<String> differences = new ArrayList<>();
    private static final int LOOKS = 4;

    private final Map<ResourceId, Object> values = new LinkedHashMap<>();

    static Installation of(IstioSpec spec, KubernetesSession cluster, Downloads downloads) {
        Graph.Builder graph = Graph.builder();
        ApiAccess access = new ApiAccess(
                "c", URI.create("https://127.0.0.1:1"), "", "1.35", () -> new ApiAccess.Token("t", Instant.MAX));
        Ref<ApiAccess> api = graph.add(new Given<>("api", access));
        Ref<NodeCapacity> nodes = graph.add(new Given<>("nodes", new NodeCapacity(3)));
        new IstioInstaller()
                .addTo(
                        graph,
                        MeshSpec.forRegion("us-west-2").istio(spec),
                        new Surroundings(api, nodes, ignored -> cluster, downloads));
        Installation installation = new Installation();
        graph.build().resources().forEach(installation::take);
        return installation;
    }

    boolean complete() {
        return ends.values().stream()
                .allMatch(end -> end instanceof Observation.Ready<?> ready
                        && ready.differences().isEmpty());
    }

    private <T> void take(Resource<T> resource) {
        Step step = new Plain();
        Observation<T> seen = resource.observe(step);
        // As the engine does, without its time: what is pending is looked at again.
        for (int looks = 0; looks < LOOKS; looks++) {
            if (seen instanceof Observation.Absent<T>) {
                seen = resource.create(step);
            } else if (seen instanceof Observation.Ready<T> ready
                    && !ready.differences().isEmpty()) {
                ready.differences().forEach(difference -> differences.add(resource.id() + " " + difference));
                seen = resource.update(step, ready);
            } else if (seen instanceof Observation.Pending<T>) {
                seen = resource.observe(step);
            }
        }
        ends.put(resource.id(), seen);
        if (seen instanceof Observation.Ready<T> ready) {
            values.put(resource.id(), ready.value());
        }
    }

    private final class Plain implements Step {
        @Override
        @SuppressWarnings("unchecked")
        public <T> T get(Ref<T> ref) {
            Object value = values.get(ref.id());
            if (value == null) {
                throw new IllegalStateException(ref + " is not ready: " + ends.get(ref.id()));
            }
            return (T) value;
        }

        @Override
        public Permit permit() {
            return new Permit(0, Instant.EPOCH);
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    }

    private record Given<T>(String name, T value) implements Resource<T> {
        @Override
        public ResourceId id() {
            return new ResourceId("test:Given", name);
        }

        @Override
        public String title() {
            return name;
        }

        @Override
        public Set<Ref<?>> needs() {
            return Set.of();
        }

        @Override
        public Observation<T> observe(Step step) {
            return Observation.ready(value);
        }

        @Override
        public Observation<T> create(Step step) {
            return Observation.ready(value);
        }
    }
}
