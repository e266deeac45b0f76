package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.HelmReleaseResource.Released;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spi.NodeCapacity;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Istiod works: its Deployment is available, and it has completed its webhooks. */
final class ControlPlaneResource implements Resource<ControlPlaneResource.ControlPlane> {
    private final Cluster cluster;
    private final Ref<NodeCapacity> nodes;
    private final Ref<Released> base;
    private final Ref<Released> istiod;
    private final String release;
    private final String revision;
    private final boolean authority;

    /** A control plane that injects, validates and configures. */
    record ControlPlane(String namespace, String release) {}

    ControlPlaneResource(
            Cluster cluster, Ref<NodeCapacity> nodes, Ref<Released> base, Ref<Released> istiod, IstioSpec spec) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.base = base;
        this.istiod = istiod;
        this.release = spec.version();
        this.authority = spec.trust().authority().isPresent();
        this.revision = spec.revision().orElse(ControlPlanes.DEFAULT);
    }

    static <T> Observation<T> pendingOrFailed(Health health) {
        if (health instanceof Health.Hopeless hopeless) {
            return new Observation.Failed<>(hopeless.why(), hopeless.advice(), false);
        }
        String advice = health instanceof Health.Waiting waiting ? waiting.advice() : "";
        return Observation.hindered(health.problem(), advice);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.CONTROL_PLANE, istiod.id().name());
    }

    @Override
    public String title() {
        return "istiod " + release + " ready";
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), nodes, base, istiod);
    }

    @Override
    public Pace pace() {
        return new Pace(Duration.ofSeconds(30), Duration.ofSeconds(2));
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G4.2");
    }

    @Override
    public Observation<ControlPlane> observe(Step step) {
        Released released = step.get(istiod);
        Look look = cluster.look(step);
        Health health = new Workload(look, step.get(nodes).nodes()).deployment(released.namespace(), released.name());
        if (health instanceof Health.Well) {
            health = new Webhooks(look).health(revision);
        }
        if (health instanceof Health.Well && authority && !spread(look)) {
            health = new Health.Waiting("istiod does not spread the root of the mesh's certificate authority yet");
        }
        return health instanceof Health.Well
                ? Observation.ready(new ControlPlane(released.namespace(), release))
                : pendingOrFailed(health);
    }

    /** Whether istiod has taken the authority up: the roots that it tells its own namespace are those of the Secret. */
    private static boolean spread(Look look) {
        var roots = Authority.spreadRoots(look);
        return look.get(AuthorityResource.KEY)
                .map(secret -> roots.containsAll(new Authority(secret).roots()))
                .orElse(true);
    }

    @Override
    public Observation<ControlPlane> create(Step step) {
        return observe(step);
    }
}
