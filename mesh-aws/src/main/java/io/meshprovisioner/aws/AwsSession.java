package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.UserName;
import io.meshprovisioner.aws.Notes.Adoption;
import io.meshprovisioner.cost.PriceTable;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.IamSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.spi.IssuedKey;
import io.meshprovisioner.spi.KubernetesSupport;
import io.meshprovisioner.spi.LeaseStore;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import io.meshprovisioner.spi.PermissionReport;
import io.meshprovisioner.spi.TargetHealth;
import io.meshprovisioner.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import software.amazon.awssdk.services.eks.model.Cluster;

/** One account and region, for one run. */
final class AwsSession implements CloudSession {
    private final String region;
    private final AwsCalls calls;
    private final Identity identity;
    private final Optional<String> expectedAccount;
    private final ClusterTokens tokens;
    private final Survey survey = new Survey();

    /** What the look for the obsolete has read, where it found nothing that is taken away meanwhile. */
    private final AtomicReference<Optional<NamesInUse>> unchanged = new AtomicReference<>(Optional.empty());

    AwsSession(String region, AwsCalls calls, Optional<String> expectedAccount, Time time) {
        this.region = region;
        this.calls = calls;
        this.identity = new Identity(calls, calls.clients().region());
        this.expectedAccount = expectedAccount;
        this.tokens =
                new ClusterTokens(calls.clients().credentials(), calls.clients().region(), time);
    }

    @Override
    public Resolution resolve(MeshSpec spec, Optional<KubernetesSupport> support, Step step) {
        return new Preflight(calls, identity, expectedAccount).resolve(spec, support);
    }

    @Override
    public void survey(MeshSpec resolved, Step step) {
        if (resolved.cluster().adopted().isPresent()) {
            survey.read(calls, resolved.name(), List.of(Look.TEMPLATES), step.now());
            return;
        }
        List<Look<?>> looks = new ArrayList<>(List.of(
                Look.VPCS,
                Look.SUBNETS,
                Look.GATEWAYS,
                Look.ROUTE_TABLES,
                Look.ADDRESSES,
                Look.NAT_GATEWAYS,
                Look.TEMPLATES));
        boolean endpoints = !resolved.vpc().endpointServices().isEmpty();
        if (endpoints) {
            looks.add(Look.ENDPOINTS);
        }
        if (endpoints || resolved.keyPair().isPresent()) {
            looks.add(Look.GROUPS);
        }
        survey.read(calls, resolved.name(), looks, step.now());
    }

    @Override
    public CloudRefs addTo(Graph.Builder graph, MeshSpec resolved, Sessions sessions) {
        return new GuideOnAws(scope(resolved), resolved, graph, tokens, sessions).write();
    }

    @Override
    public List<Removal> obsolete(MeshSpec resolved, Step step) {
        Scope scope = scope(resolved);
        NamesInUse names = NamesInUse.read(calls, resolved.name(), step.now());
        FormerCapacity capacity = new FormerCapacity(scope, resolved);
        if (resolved.cluster().adopted().isPresent()) {
            List<Removal> beside = new ArrayList<>(new AdoptedDeletion(scope).formerAccess(resolved));
            beside.addAll(capacity.nodeGroups(names));
            beside.addAll(capacity.addons());
            return beside;
        }
        List<Removal> result = new ArrayList<>(new FormerAccess(scope, resolved).removals());
        result.addAll(capacity.nodeGroups(names));
        result.addAll(capacity.fargate());
        result.addAll(capacity.addons());
        result.addAll(new PodIdentities(scope).obsolete(resolved));
        result.addAll(new Endpoints(scope).othersThan(resolved.vpc().endpointServices(), names));
        if (!resolved.cluster().trustedIssuer()) {
            result.addAll(new OidcProviders(scope).ofCluster());
        }
        unchanged.set(Optional.of(names).filter(read -> result.isEmpty()));
        return result;
    }

    @Override
    public IamPolicy iamPolicy(MeshSpec resolved, List<Resource<?>> resources, Step step) {
        return new PolicyWriter(scope(resolved), resolved).write(resources);
    }

    @Override
    public PermissionReport permissions(MeshSpec resolved, IamPolicy policy, Step step) {
        return new PermissionCheck(scope(resolved), resolved).check(policy);
    }

    @Override
    public Optional<PriceTable> prices(MeshSpec resolved, Step step) {
        return new PriceList(calls, region).of(resolved);
    }

    private Scope scope(MeshSpec resolved) {
        Scope scope = scope(resolved.name(), resolved.tags(), resolved.iam());
        return resolved.cluster()
                .adopted()
                .map(adopted -> scope.in(adopted.name()))
                .orElse(scope);
    }

    /** Where no spec is at hand. */
    private Scope scope(String mesh) {
        return scope(mesh, Map.of(), IamSpec.defaults());
    }

    private Scope scope(String mesh, Map<String, String> tags, IamSpec iam) {
        return new Scope(calls, new Names(mesh, region), new Tags(mesh, tags), survey, identity, iam);
    }

    @Override
    public void addUser(
            Graph.Builder graph, MeshSpec resolved, Optional<IamPolicy> policy, Consumer<IssuedKey> receiver) {
        Scope scope = scope(resolved);
        Ref<UserName> user = graph.add(new UserResource(scope));
        Ref<Done> policies = graph.add(new UserPoliciesResource(scope, user, policy));
        graph.add(new AccessKeyResource(scope, user, policies, receiver));
    }

    @Override
    public List<Removal> userInventory(String mesh, Step step) {
        return new UserDeletion(scope(mesh)).removals();
    }

    @Override
    public List<MeshSummary> meshes(Step step) {
        return new Census(calls, region).meshes();
    }

    @Override
    public String caller(Step step) {
        return identity.caller().arn();
    }

    @Override
    public List<String> kubernetesVersions(Step step) {
        return VersionChoice.offered(calls);
    }

    @Override
    public Optional<StandingCluster> cluster(String mesh, Step step) {
        Optional<StandingCluster> own = own(mesh).map(found -> standing(found, false));
        return own.isPresent()
                ? own
                : adoption(mesh)
                        .filter(adopted -> !adopted.outside())
                        .flatMap(adopted -> AdoptedClusterResource.find(calls, adopted.cluster()))
                        .filter(AdoptedClusterResource::usable)
                        .map(found -> standing(found, true));
    }

    private Optional<Cluster> own(String mesh) {
        return AdoptedClusterResource.find(calls, mesh)
                .filter(found -> mesh.equals(found.tags().get(Tags.MESH)))
                .filter(AdoptedClusterResource::usable);
    }

    private StandingCluster standing(Cluster found, boolean stays) {
        return new StandingCluster(AccessEntryResource.access(ClusterResource.handle(found), tokens), stays);
    }

    private Optional<Adoption> adoption(String mesh) {
        return new Notes(calls, mesh).adoption();
    }

    @Override
    public List<TargetHealth> targetHealth(Set<String> hostnames, Step step) {
        return new GatewayTargets(calls).of(hostnames);
    }

    @Override
    public List<Removal> inventory(String mesh, Step step) {
        Map<String, String> notes = new Notes(calls, mesh).read();
        List<Removal> found = Adoption.in(notes)
                .map(adopted -> new Inventory(scope(mesh).in(adopted.cluster())).inAdoptedCluster())
                .orElseGet(() -> new Inventory(scope(mesh)).removals());
        // They tell where the rest is: they go when nothing else is left, and last what has a sweep come again.
        return found.isEmpty()
                ? notes.keySet().stream()
                        .filter(note -> notes.size() == 1 || !note.equals(Notes.EXPIRES))
                        .map(note -> note(mesh, note))
                        .toList()
                : found;
    }

    @Override
    public void markExpiry(MeshSpec resolved, Step step) {
        Notes notes = new Notes(calls, resolved.name());
        resolved.timeToLive()
                .ifPresentOrElse(
                        time -> notes.write(Notes.EXPIRES, step.now().plus(time).toString(), step.permit()), () -> {
                            if (notes.read().containsKey(Notes.EXPIRES)) {
                                notes.delete(Notes.EXPIRES, step.permit());
                            }
                        });
    }

    @Override
    public Optional<Instant> expiry(String mesh, Step step) {
        return Notes.expiry(new Notes(calls, mesh).read());
    }

    private Removal note(String mesh, String note) {
        return AwsRemoval.of(Kinds.NOTE, mesh + "/" + note, step -> {
                    new Notes(calls, mesh).delete(note, step.permit());
                    return new Removal.Removed.Gone();
                })
                .titled("note of the mesh's " + note);
    }

    @Override
    public List<Removal> dataInventory(String mesh, Step step) {
        List<Removal> found = new Inventory(scope(mesh)).data();
        return found.isEmpty() || adoption(mesh).isEmpty() ? found : List.of();
    }

    @Override
    public List<Removal> superfluous(MeshSpec resolved, Step step) {
        // Interfaces that somebody else's cluster left are not ours.
        if (resolved.cluster().adopted().isPresent()) {
            return List.of();
        }
        NamesInUse names = unchanged
                .getAndSet(Optional.empty())
                .filter(read -> read.isYoung(step.now()))
                .orElseGet(() -> NamesInUse.read(calls, resolved.name(), step.now()));
        return new Census(calls, region).superfluous(scope(resolved), names);
    }

    @Override
    public LeaseStore leases(String mesh) {
        return new SsmLeases(calls, mesh);
    }

    @Override
    public void close() {
        calls.close();
    }
}
