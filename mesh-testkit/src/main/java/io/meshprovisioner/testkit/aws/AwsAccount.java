package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.CredentialScope;
import io.meshprovisioner.testkit.aws.protocol.Protocol;
import io.meshprovisioner.testkit.aws.protocol.SigV4;
import io.meshprovisioner.testkit.wire.Request;
import io.meshprovisioner.testkit.wire.Response;
import io.meshprovisioner.testkit.world.CloudState;
import io.meshprovisioner.testkit.world.ClusterState.NodeDemand;
import io.meshprovisioner.testkit.world.ClusterState.NodeRequest;
import io.meshprovisioner.testkit.world.Hashes;
import io.meshprovisioner.testkit.world.World;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulated AWS account: EC2, EKS, IAM, STS, SSM parameters, CloudWatch log groups and both generations of Elastic
 * Load Balancing. Operations that it does not simulate answer an error that says so, never success.
 */
public final class AwsAccount implements CloudState {
    private static final Logger LOG = LoggerFactory.getLogger(AwsAccount.class);

    private final AwsOptions options;
    private final Store store;
    private final SigV4 signatures;

    private AwsAccount(AwsOptions options, Store store, SigV4 signatures) {
        this.options = options;
        this.store = store;
        this.signatures = signatures;
    }

    /** Accounts as the options say. */
    public static World.CloudFactory factory(AwsOptions options) {
        return settings -> {
            Store store = new Store();
            options.keys().forEach(key -> store.keys.put(key.id(), key));
            options.users().forEach((name, documents) -> IamUsers.addTo(store, options.accountId(), name, documents));
            return new AwsAccount(options, store, new SigV4());
        };
    }

    /** Accounts with {@link AwsOptions#DEFAULT}. */
    public static World.CloudFactory factory() {
        return factory(AwsOptions.DEFAULT);
    }

    /** The account of a world. */
    public static AwsAccount of(World world) {
        return (AwsAccount) world.cloud();
    }

    /** What the account is like. */
    public AwsOptions options() {
        return options;
    }

    SigV4 signatures() {
        return signatures;
    }

    Store store() {
        return store;
    }

    /**
     * Lays down what shall become of the next resource that an operation makes; several are used up in turn.
     *
     * @param operation {@code ec2:CreateNatGateway}, {@code eks:CreateCluster}, {@code eks:CreateNodegroup},
     *     {@code eks:CreateAddon} or {@code eks:CreateAddon/NAME}
     */
    public void lay(String region, String operation, ResourceFate fate) {
        Table<ResourceFate> fates = store.region(region).fates;
        int number = fates.keys().size();
        while (fates.has(key(operation, number))) {
            number++;
        }
        fates.put(key(operation, number), fate);
    }

    /**
     * Starts an instance of a user's own, as RunInstances would.
     *
     * @param groups security groups of its interface
     * @return its id
     */
    public String startInstance(World world, String region, String subnet, List<String> groups) {
        return Machines.launchOwn(Site.of(world, region), subnet, groups);
    }

    /** The actions that users' policies were asked for so far and allowed; what else they allow was of no use yet. */
    public Set<String> usedActions() {
        return Set.copyOf(store.used.keys());
    }

    private static String key(String operation, int number) {
        return String.format(Locale.ROOT, "%s#%06d", operation, number);
    }

    @Override
    public CloudState copy() {
        return new AwsAccount(options, store.copy(), signatures);
    }

    @Override
    public String operation(Request request) {
        return operation(CredentialScope.of(request).flatMap(scope -> Services.of(scope, request)), request);
    }

    private static String operation(Optional<Service> service, Request request) {
        return service.map(called ->
                        called.shortName() + ":" + called.operation(request).orElse("Unknown"))
                .orElse("aws:Unknown");
    }

    @Override
    public Response handle(World world, Request request) {
        String requestId = requestId(world);
        Optional<CredentialScope> scope = CredentialScope.of(request);
        Optional<Service> service = scope.flatMap(signed -> Services.of(signed, request));
        Protocol protocol = service.map(Service::protocol).orElse(Protocol.QUERY);
        try {
            CredentialScope signed = scope.orElseThrow(() -> Signatures.missing(protocol));
            if (!Geography.known(signed.region())) {
                throw AwsError.of(
                        "UnknownRegion",
                        "There is no region %s: against AWS its host name would not resolve.",
                        signed.region());
            }
            Service called = service.orElseThrow(() ->
                    AwsError.of("UnknownService", "The sandbox does not simulate the service %s.", signed.service()));
            Site site = Site.of(world, signed.region());
            AccessKey caller = Signatures.check(site, request, signed, protocol);
            return called.answer(new Call(site, caller), request, requestId);
        } catch (AwsError error) {
            return protocol.error(requestId, error);
        } catch (RuntimeException e) {
            String what = operation(service, request);
            LOG.error("The sandbox itself failed at {}.", what, e);
            return protocol.error(
                    requestId, AwsError.of(500, "InternalFailure", "The sandbox itself failed: %s", e.toString()));
        }
    }

    @Override
    public Response error(Request request, int status, String code, String message) {
        Protocol protocol = protocol(request);
        String requestId = uuid(Hashes.hex("error\n" + operation(request) + "\n" + code, 32));
        return protocol.error(requestId, AwsError.of(status, code, "%s", message));
    }

    private static Protocol protocol(Request request) {
        return CredentialScope.of(request)
                .flatMap(scope -> Services.of(scope, request))
                .map(Service::protocol)
                .orElse(Protocol.QUERY);
    }

    @Override
    public Response throttled(Request request) {
        Protocol protocol = protocol(request);
        return switch (protocol) {
            case EC2 -> error(request, 503, "RequestLimitExceeded", "Request limit exceeded.");
            case QUERY -> error(request, 400, "Throttling", "Rate exceeded");
            case JSON -> error(request, 429, "ThrottlingException", "Rate exceeded");
        };
    }

    private static String requestId(World world) {
        return uuid(world.newId("request", "aws", 32));
    }

    private static String uuid(String hex) {
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }

    @Override
    public Optional<KubeIdentity> authenticate(World world, ClusterKey cluster, String bearerToken) {
        return Authenticator.identity(Site.of(world, cluster.region()), cluster.name(), bearerToken);
    }

    @Override
    public LoadBalancer ensureLoadBalancer(World world, LoadBalancerRequest request) {
        return ServiceBalancers.ensure(Site.of(world, request.cluster().region()), request);
    }

    @Override
    public boolean deleteLoadBalancer(World world, ClusterKey cluster, String serviceUid) {
        return ServiceBalancers.delete(Site.of(world, cluster.region()), cluster.name(), serviceUid);
    }

    @Override
    public Optional<String> podProfile(
            World world, ClusterKey cluster, String namespace, java.util.Map<String, String> labels) {
        return FargatePods.profile(Site.of(world, cluster.region()), cluster.name(), namespace, labels);
    }

    @Override
    public Optional<NodeRequest> startPodMachine(World world, ClusterKey cluster, String profile, String podUid) {
        return FargatePods.start(Site.of(world, cluster.region()), cluster.name(), profile, podUid);
    }

    @Override
    public void stopPodMachine(World world, ClusterKey cluster, String node) {
        FargatePods.stop(Site.of(world, cluster.region()), cluster.name(), node);
    }

    @Override
    public Optional<String> autoModePool(World world, ClusterKey cluster) {
        return AutoNodes.pool(Site.of(world, cluster.region()), cluster.name());
    }

    @Override
    public boolean servesBalancers(World world, ClusterKey cluster) {
        return Site.of(world, cluster.region())
                .here()
                .clusters
                .get(cluster.name())
                .filter(found -> found.extras().auto().isPresent())
                .isPresent();
    }

    @Override
    public boolean autoNodesComing(World world, ClusterKey cluster) {
        return AutoNodes.coming(Site.of(world, cluster.region()), cluster.name());
    }

    @Override
    public Optional<String> startAutoNode(World world, ClusterKey cluster, NodeDemand demand) {
        return AutoNodes.start(Site.of(world, cluster.region()), cluster.name(), demand);
    }

    @Override
    public void stopAutoNode(World world, ClusterKey cluster, String node) {
        AutoNodes.stop(Site.of(world, cluster.region()), node);
    }

    @Override
    public List<String> inventory(World world) {
        return Inventory.of(world, this);
    }
}
