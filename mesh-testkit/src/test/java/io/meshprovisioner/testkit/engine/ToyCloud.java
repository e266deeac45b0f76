package io.meshprovisioner.testkit.engine;

import io.meshprovisioner.error.ApiError;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.ApiCall;
import io.meshprovisioner.spi.CloudAccess;
import io.meshprovisioner.spi.CloudBackend;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.spi.KubernetesSupport;
import io.meshprovisioner.spi.LeaseStore;
import io.meshprovisioner.spi.MeshInstaller;
import io.meshprovisioner.spi.NodeCapacity;
import io.meshprovisioner.time.Time;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A cloud of five resources in memory, for the engine alone: network, role, cluster (both), nodes (cluster), extra
 * (network). What it is told to do wrong is in {@link #failures}.
 */
final class ToyCloud implements CloudBackend {
    static final Map<String, Duration> TAKES = Map.of(
            "network", Duration.ofSeconds(2),
            "role", Duration.ofSeconds(1),
            "cluster", Duration.ofMinutes(9),
            "nodes", Duration.ofMinutes(2),
            "extra", Duration.ofSeconds(80));

    final Map<String, Instant> made = new TreeMap<>();
    final Map<Long, Generation> leases = new TreeMap<>();
    final Map<String, List<CallFailure.Kind>> failures = new TreeMap<>();
    final Map<String, String> broken = new TreeMap<>();
    final Map<String, Error> errors = new TreeMap<>();
    int creations;

    record Generation(String content, long version) {}

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public CloudSession open(String region, CloudAccess access, Time time, ApiCall.Recorder recorder) {
        return new Session(time, recorder);
    }

    private final class Session implements CloudSession, LeaseStore {
        private final Time time;
        private final ApiCall.Recorder recorder;

        Session(Time time, ApiCall.Recorder recorder) {
            this.time = time;
            this.recorder = recorder;
        }

        @Override
        public Resolution resolve(MeshSpec spec, Optional<KubernetesSupport> support, Step step) {
            return new Resolution(spec, List.of());
        }

        @Override
        public CloudRefs addTo(Graph.Builder graph, MeshSpec resolved, MeshInstaller.Sessions sessions) {
            Ref<String> network = graph.add(new Toy("network", Set.of()));
            Ref<String> role = graph.add(new Toy("role", Set.of()));
            Ref<String> cluster = graph.add(new Toy("cluster", Set.of(network, role)));
            graph.add(new Toy("nodes", Set.of(cluster)));
            graph.add(new Toy("extra", Set.of(network)));
            Ref<ApiAccess> api = graph.add(new Value<>(
                    "api",
                    new ApiAccess(
                            "toy", URI.create("https://toy"), "", "1.35", () -> new ApiAccess.Token("t", Instant.MAX)),
                    cluster));
            Ref<NodeCapacity> capacity = graph.add(new Value<>("capacity", new NodeCapacity(3), cluster));
            return new CloudRefs(api, capacity, List.of());
        }

        @Override
        public List<MeshSummary> meshes(Step step) {
            synchronized (ToyCloud.this) {
                return made.isEmpty() ? List.of() : List.of(new MeshSummary("mesh", "toy", made.size()));
            }
        }

        @Override
        public Optional<StandingCluster> cluster(String mesh, Step step) {
            return Optional.empty();
        }

        @Override
        public List<Removal> inventory(String mesh, Step step) {
            synchronized (ToyCloud.this) {
                List<Removal> all = new ArrayList<>();
                made.keySet().forEach(name -> all.add(new Gone(name)));
                return all;
            }
        }

        @Override
        public List<Removal> superfluous(MeshSpec resolved, Step step) {
            return List.of();
        }

        @Override
        public LeaseStore leases(String mesh) {
            return this;
        }

        @Override
        public void close() {}

        @Override
        public List<Lease> list() {
            synchronized (ToyCloud.this) {
                List<Lease> all = new ArrayList<>();
                leases.forEach((n, g) -> all.add(new Lease(n, g.content(), g.version())));
                return all;
            }
        }

        @Override
        public boolean create(long generation, String content, Permit permit) {
            synchronized (ToyCloud.this) {
                return leases.putIfAbsent(generation, new Generation(content, 1)) == null;
            }
        }

        @Override
        public boolean update(long generation, String content, Permit permit) {
            synchronized (ToyCloud.this) {
                return leases.computeIfPresent(generation, (n, g) -> new Generation(content, g.version() + 1)) != null;
            }
        }

        @Override
        public void delete(List<Long> generations, Permit permit) {
            synchronized (ToyCloud.this) {
                leases.keySet().removeAll(generations);
            }
        }

        private final class Toy implements Resource<String> {
            private final String name;
            private final Set<Ref<?>> needs;

            Toy(String name, Set<Ref<?>> needs) {
                this.name = name;
                this.needs = needs;
            }

            @Override
            public ResourceId id() {
                return new ResourceId("toy", name);
            }

            @Override
            public String title() {
                return name;
            }

            @Override
            public Set<Ref<?>> needs() {
                return needs;
            }

            @Override
            public Pace pace() {
                return new Pace(TAKES.get(name), Duration.ofSeconds(30));
            }

            @Override
            public Duration settle() {
                return Duration.ofSeconds(60);
            }

            @Override
            public Observation<String> observe(Step step) {
                recorder.called(new ApiCall("toy", "Describe", false, step.now(), "ok"));
                synchronized (ToyCloud.this) {
                    Instant since = made.get(name);
                    if (since == null) {
                        return Observation.absent();
                    }
                    if (errors.containsKey(name)) {
                        throw errors.get(name);
                    }
                    if (broken.containsKey(name)) {
                        return new Observation.Failed<>(broken.get(name), "Repair it.", false);
                    }
                    return time.now().isBefore(since.plus(TAKES.get(name)))
                            ? Observation.pending("CREATING")
                            : Observation.ready(name);
                }
            }

            @Override
            public Observation<String> create(Step step) {
                step.permit();
                recorder.called(new ApiCall("toy", "Create", true, step.now(), "ok"));
                synchronized (ToyCloud.this) {
                    List<CallFailure.Kind> next = failures.getOrDefault(name, List.of());
                    if (!next.isEmpty()) {
                        failures.put(name, next.subList(1, next.size()));
                        if (next.get(0) == CallFailure.Kind.ANSWER_LOST) {
                            put();
                        }
                        throw new CallFailure(next.get(0), new ApiError("toy", "Create", "X", "x", ""), null, null);
                    }
                    put();
                    return Observation.pending("CREATING");
                }
            }

            private void put() {
                creations++;
                if (made.put(name, time.now()) != null) {
                    throw new IllegalStateException(name + " was made twice.");
                }
            }
        }

        private final class Gone implements Removal {
            private final String name;

            Gone(String name) {
                this.name = name;
            }

            @Override
            public ResourceId id() {
                return new ResourceId(name, name);
            }

            @Override
            public String title() {
                return name;
            }

            @Override
            public Set<String> after() {
                return switch (name) {
                    case "cluster" -> Set.of("nodes");
                    case "network" -> Set.of("cluster", "extra", "nodes");
                    case "role" -> Set.of("cluster");
                    default -> Set.of();
                };
            }

            @Override
            public Removed remove(Step step) {
                step.permit();
                synchronized (ToyCloud.this) {
                    made.remove(name);
                }
                return new Removed.Gone();
            }
        }

        private record Value<T>(String name, T value, Ref<?> need) implements Resource<T> {
            @Override
            public ResourceId id() {
                return new ResourceId("value", name);
            }

            @Override
            public String title() {
                return name;
            }

            @Override
            public Set<Ref<?>> needs() {
                return Set.of(need);
            }

            @Override
            public Observation<T> observe(Step step) {
                step.get(need);
                return Observation.ready(value);
            }

            @Override
            public Observation<T> create(Step step) {
                return Observation.ready(value);
            }
        }
    }
}
