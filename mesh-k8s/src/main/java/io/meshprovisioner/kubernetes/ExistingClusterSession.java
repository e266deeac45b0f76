package io.meshprovisioner.kubernetes;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSupport;
import io.meshprovisioner.spi.LeaseStore;
import io.meshprovisioner.spi.MeshInstaller;
import io.meshprovisioner.spi.NodeCapacity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A cluster that stands, for one run. */
final class ExistingClusterSession implements CloudSession {
    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+).*");

    private final Supplier<ApiAccess> source;
    private final Function<ApiAccess, KubernetesSession> opener;
    private final Object lock = new Object();
    private @Nullable ApiAccess access;
    private @Nullable KubernetesSession session;

    ExistingClusterSession(Supplier<ApiAccess> source, Function<ApiAccess, KubernetesSession> opener) {
        this.source = source;
        this.opener = opener;
    }

    private ApiAccess access() {
        synchronized (lock) {
            if (access == null) {
                access = source.get();
            }
            return access;
        }
    }

    private KubernetesSession session() {
        ApiAccess way = access();
        synchronized (lock) {
            if (session == null) {
                session = opener.apply(way);
            }
            return session;
        }
    }

    /** With the version that the server says, such as 1.35. */
    private ApiAccess versioned() {
        ApiAccess way = access();
        Matcher version = VERSION.matcher(session().serverVersion());
        return version.matches() ? way.kubernetesVersion(version.group(1) + "." + version.group(2)) : way;
    }

    /** Nothing is done yet: who finds nobody at the address had better say so than try again for minutes. */
    private ApiAccess answering() {
        try {
            return versioned();
        } catch (CallFailure failure) {
            if (failure.neverReached()) {
                ApiAccess way = access();
                throw new ResourceFailedException(Failure.of(
                                "Nobody answers at the address of the cluster " + way.cluster() + ", " + way.endpoint()
                                        + ".",
                                (failure.advice().isEmpty() ? "" : failure.advice() + " ")
                                        + "Check that the kubeconfig and its context are of this cluster, that the cluster still"
                                        + " stands, and that this machine reaches the address (VPN, proxy, an endpoint"
                                        + " that is private); then run again.")
                        .because(failure.error().message())
                        .answered(failure.error())
                        .causedBy(failure));
            }
            throw failure;
        }
    }

    @Override
    public Resolution resolve(MeshSpec spec, Optional<KubernetesSupport> support, Step step) {
        List<SpecProblem> problems = new ArrayList<>();
        Matcher version = VERSION.matcher(answering().kubernetesVersion());
        if (version.matches()) {
            int minor = Integer.parseInt(version.group(2));
            support.filter(range -> minor > range.worksTo())
                    .ifPresent(range -> problems.add(new SpecProblem(
                            "istio.version",
                            "Istio " + range.istio() + " cannot work on the cluster's Kubernetes 1." + minor
                                    + ": it needs 1." + range.worksTo() + " at most.",
                            "Choose one of the Istio releases that were tested with it ("
                                    + String.join(
                                            ", ",
                                            range.others().stream()
                                                    .filter(other -> other.tested(minor))
                                                    .map(KubernetesSupport::istio)
                                                    .toList())
                                    + ").")));
        }
        return new Resolution(spec, problems);
    }

    @Override
    public CloudRefs addTo(Graph.Builder graph, MeshSpec resolved, MeshInstaller.Sessions sessions) {
        Ref<ApiAccess> api = graph.add(new Standing<>(
                "kubernetes:Cluster",
                resolved.name(),
                "the cluster " + access().cluster() + ", which stands",
                Set.of(),
                () -> Observation.ready(versioned())));
        Ref<NodeCapacity> nodes = graph.add(
                new Standing<>("kubernetes:Nodes", resolved.name(), "its nodes", Set.of(api), this::readyNodes));
        return new CloudRefs(api, nodes, List.of(api, nodes));
    }

    private Observation<NodeCapacity> readyNodes() {
        NodeCapacity ready = NodeCapacity.read(session());
        return ready.nodes() == 0 ? Observation.pending("no node is Ready") : Observation.ready(ready);
    }

    /** Everything that a caller needs is inside the cluster, where Kubernetes' own rules are. */
    @Override
    public IamPolicy iamPolicy(MeshSpec resolved, List<Resource<?>> resources, Step step) {
        return new IamPolicy(List.of());
    }

    @Override
    public List<MeshSummary> meshes(Step step) {
        return KubernetesLeases.meshes(session()).stream()
                .map(mesh -> new MeshSummary(mesh, MeshSpec.EXISTING_CLUSTER, 0))
                .toList();
    }

    /** Whether it answers shows when it is asked: a cluster that does not is no reason to think its mesh gone. */
    @Override
    public Optional<StandingCluster> cluster(String mesh, Step step) {
        return Optional.of(new StandingCluster(versioned(), true));
    }

    @Override
    public List<Removal> inventory(String mesh, Step step) {
        return List.of();
    }

    @Override
    public List<Removal> superfluous(MeshSpec resolved, Step step) {
        return List.of();
    }

    @Override
    public LeaseStore leases(String mesh) {
        return new KubernetesLeases(this::session, mesh);
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (session != null) {
                session.close();
            }
        }
    }

    /** Something that is only looked at. */
    private record Standing<T>(String kind, String mesh, String title, Set<Ref<?>> after, Supplier<Observation<T>> look)
            implements Resource<T> {
        @Override
        public ResourceId id() {
            return new ResourceId(kind, mesh);
        }

        @Override
        public Set<Ref<?>> needs() {
            return Set.of();
        }

        @Override
        public Observation<T> observe(Step step) {
            Observation<T> seen = look.get();
            return seen instanceof Observation.Ready<T> ready
                    ? new Observation.Ready<>(ready.value(), List.of(), true)
                    : seen;
        }

        @Override
        public Observation<T> create(Step step) {
            return observe(step);
        }

        @Override
        public Optional<String> guideRow() {
            return Optional.of("G1.5");
        }
    }
}
