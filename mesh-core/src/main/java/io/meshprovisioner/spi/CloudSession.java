package io.meshprovisioner.spi;

import io.meshprovisioner.cost.PriceTable;
import io.meshprovisioner.error.SpecProblem;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.MeshSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The cloud in one region, for one run. All methods but {@link #addTo} and {@link #close} make calls: they run as
 * steps (blocking, repeatable, failing as {@link io.meshprovisioner.plan.CallFailure} where trying again may help).
 * Safe for use by many threads.
 */
public interface CloudSession extends AutoCloseable {

    /**
     * Checks the spec against what the account and region offer, and fills in what it leaves open (zones, the cluster's
     * version) - from what stands already, where the mesh does.
     *
     * @param support which Kubernetes versions the Istio release takes; empty without Istio
     */
    Resolution resolve(MeshSpec spec, Optional<KubernetesSupport> support, Step step);

    /**
     * Reads in few calls what stands of a mesh, so that the first observations need none of their own. Called before
     * all resources are observed, once the one writer is agreed; without it each observation asks for itself.
     */
    default void survey(MeshSpec resolved, Step step) {}

    /**
     * Adds the cloud's resources to the graph.
     *
     * @param sessions for what has to stand inside the cluster before its nodes do
     */
    CloudRefs addTo(Graph.Builder graph, MeshSpec resolved, MeshInstaller.Sessions sessions);

    /**
     * What an older spec made, this one does not name any more, and an install takes away once all that this one names
     * is ready, such as rights and node groups: a plan shows it.
     */
    default List<Removal> obsolete(MeshSpec resolved, Step step) {
        return List.of();
    }

    /**
     * The least that a principal must be allowed so that these resources can be made, kept up and taken down: what
     * {@link Resource#actions} says of each, and what this session itself calls.
     */
    default IamPolicy iamPolicy(MeshSpec resolved, List<Resource<?>> resources, Step step) {
        return IamPolicy.allowing(resources.stream()
                .flatMap(resource -> resource.actions().stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether the caller may do what a policy allows, as far as the cloud tells; changes nothing. */
    default PermissionReport permissions(MeshSpec resolved, IamPolicy policy, Step step) {
        return PermissionReport.unknown(policy.actions());
    }

    /** What the cloud asks in this region today for what a spec pays for by the hour; empty where it cannot say. */
    default Optional<PriceTable> prices(MeshSpec resolved, Step step) {
        return Optional.empty();
    }

    /**
     * Adds a user of the mesh's own, with an access key, to a graph.
     *
     * @param policy what the user may do; empty: everything
     * @param receiver is handed the key; only once it has returned the key counts as handed over, and one that never
     *     was is deleted and made anew
     */
    default void addUser(
            Graph.Builder graph, MeshSpec resolved, Optional<IamPolicy> policy, Consumer<IssuedKey> receiver) {
        throw new UnsupportedOperationException("This cloud has no users of its own.");
    }

    /** What there is of the mesh's own user. */
    default List<Removal> userInventory(String mesh, Step step) {
        return List.of();
    }

    /** The meshes of the account in this region, by tag. */
    List<MeshSummary> meshes(Step step);

    /** The Kubernetes versions that a cluster can have here today, such as {@code 1.35}; empty where nobody can say. */
    default List<String> kubernetesVersions(Step step) {
        return List.of();
    }

    /**
     * Notes when the mesh expires, or takes an older mark away where it is to stay: the first change of an install, so that
     * a sweep finds also what a killed one made. May be repeated.
     */
    default void markExpiry(MeshSpec resolved, Step step) {}

    /** When the mesh expires; empty: never. */
    default Optional<Instant> expiry(String mesh, Step step) {
        return Optional.empty();
    }

    /** Who calls, as the cloud knows it, such as an ARN; empty where nobody can say. */
    default String caller(Step step) {
        return "";
    }

    /** The cluster of a mesh, when it stands and its API can answer. */
    Optional<StandingCluster> cluster(String mesh, Step step);

    /**
     * What load balancers of gateways say of their targets: of those that are found by these host names. Whoever may not
     * ask learns nothing, which is no failure; nothing is said where the cloud does not tell.
     */
    default List<TargetHealth> targetHealth(Set<String> hostnames, Step step) {
        return List.of();
    }

    /** Everything of a mesh that still exists, by tags and deterministic names, whatever spec made it. */
    List<Removal> inventory(String mesh, Step step);

    /**
     * What the mesh's pods left that holds the user's data. It stays, and is named by its title; who asks for it has it
     * removed once nothing uses it any more.
     */
    default List<Removal> dataInventory(String mesh, Step step) {
        return List.of();
    }

    /**
     * The removals of what nobody needs after an install: what is there twice although it must be there once, after
     * lost answers or a killed owner (the one with dependents stays; among empty ones the lowest id), and what machines
     * that are gone left behind.
     */
    List<Removal> superfluous(MeshSpec resolved, Step step);

    /** Where the one writer of a mesh is agreed. */
    LeaseStore leases(String mesh);

    /** Closes the clients that it made. */
    @Override
    void close();

    /** What a spec has become. */
    record Resolution(MeshSpec spec, List<SpecProblem> problems) {
        public Resolution {
            problems = List.copyOf(problems);
        }
    }

    /**
     * What others use of the cloud's resources.
     *
     * @param api the cluster's API answers
     * @param nodes nodes can take pods
     * @param cloud everything is there, add-ons included; for what must come last
     * @param balancers pods of the load balancer controller have their rights; empty where there is to be none
     */
    record CloudRefs(
            Ref<ApiAccess> api, Ref<NodeCapacity> nodes, List<Ref<?>> cloud, Optional<Ref<BalancerRights>> balancers) {
        public CloudRefs {
            cloud = List.copyOf(cloud);
        }

        /** Without a load balancer controller. */
        public CloudRefs(Ref<ApiAccess> api, Ref<NodeCapacity> nodes, List<Ref<?>> cloud) {
            this(api, nodes, cloud, Optional.empty());
        }
    }

    /**
     * A cluster that stands.
     *
     * @param api how it is reached
     * @param stays whether it is not ours to delete: then what was installed into it is removed from it
     */
    record StandingCluster(ApiAccess api, boolean stays) {}

    /**
     * A mesh as its tags tell.
     *
     * @param resources how many resources carry its tag
     * @param expires from when on a sweep removes it; empty: never
     */
    record MeshSummary(String name, String region, int resources, Optional<Instant> expires) {
        /** One that does not expire. */
        public MeshSummary(String name, String region, int resources) {
            this(name, region, resources, Optional.empty());
        }
    }
}
