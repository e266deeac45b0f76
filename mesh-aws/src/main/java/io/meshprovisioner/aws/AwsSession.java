package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.UserName;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.IamSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.CloudSession;
import io.meshprovisioner.spi.IssuedKey;
import io.meshprovisioner.spi.KubernetesSupport;
import io.meshprovisioner.spi.LeaseStore;
import io.meshprovisioner.spi.MeshInstaller.Sessions;
import io.meshprovisioner.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;

/** One account and region, for one run. */
final class AwsSession implements CloudSession {
    private final String region;
    private final AwsCalls calls;
    private final Identity identity;
    private final Optional<String> expectedAccount;
    private final ClusterTokens tokens;
    private final Survey survey = new Survey();

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
        List<Look<?>> looks = new ArrayList<>(List.of(
                Look.VPCS,
                Look.SUBNETS,
                Look.GATEWAYS,
                Look.ROUTE_TABLES,
                Look.ADDRESSES,
                Look.NAT_GATEWAYS,
                Look.TEMPLATES));
        if (resolved.keyPair().isPresent()) {
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
        List<Removal> result = new ArrayList<>(new FormerAccess(scope, resolved).removals());
        result.addAll(new PodIdentities(scope).othersThan(PodIdentityResource.accounts(resolved)));
        if (!resolved.cluster().trustedIssuer()) {
            result.addAll(new OidcProviders(scope).ofCluster());
        }
        return result;
    }

    @Override
    public IamPolicy iamPolicy(MeshSpec resolved, List<Resource<?>> resources, Step step) {
        return new PolicyWriter(scope(resolved), resolved).write(resources);
    }

    private Scope scope(MeshSpec resolved) {
        return scope(resolved.name(), resolved.tags(), resolved.iam());
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
    public List<String> kubernetesVersions(Step step) {
        return VersionChoice.offered(calls);
    }

    @Override
    public Optional<ApiAccess> cluster(String mesh, Step step) {
        return calls.eks()
                .find(DescribeClusterRequest.builder().name(mesh).build(), EksClient::describeCluster)
                .map(DescribeClusterResponse::cluster)
                .filter(found -> mesh.equals(found.tags().get(Tags.MESH)))
                .filter(found -> found.status() == ClusterStatus.ACTIVE || found.status() == ClusterStatus.UPDATING)
                .map(ClusterResource::handle)
                .map(found -> AccessEntryResource.access(found, tokens));
    }

    @Override
    public List<Removal> inventory(String mesh, Step step) {
        return new Inventory(scope(mesh)).removals();
    }

    @Override
    public List<Removal> dataInventory(String mesh, Step step) {
        return new Inventory(scope(mesh)).data();
    }

    @Override
    public List<Removal> superfluous(MeshSpec resolved, Step step) {
        return new Census(calls, region).superfluous(scope(resolved));
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
