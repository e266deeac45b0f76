package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.model.MutualTlsMode;
import io.meshprovisioner.istio.traffic.policy.MutualTls;
import io.meshprovisioner.istio.traffic.policy.Policies;
import io.meshprovisioner.istio.traffic.snapshot.Endpoint;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Resolution;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The clusters of one proxy. Services are those that the proxy sees; whether it sees one is not asked here. Each cluster
 * is made when it is first asked for, and kept.
 */
public final class ProxyClusters {
    private final Snapshot snapshot;
    private final MeshConfig mesh;
    private final Proxy proxy;
    private final RuleLookup rules;
    private final ServiceEndpoints endpoints;
    private final Policies policies;
    private final StandingClusters standing;
    private final ConcurrentMap<Key, Optional<Cluster>> outbound = new ConcurrentHashMap<>();

    private record Key(String host, String namespace, int port, String subset, boolean forPassthrough) {}

    ProxyClusters(Snapshot snapshot, Proxy proxy, RuleLookup rules, ServiceEndpoints endpoints) {
        this.snapshot = snapshot;
        this.mesh = snapshot.mesh();
        this.proxy = proxy;
        this.rules = rules;
        this.endpoints = endpoints;
        this.policies = Policies.of(snapshot);
        this.standing = new StandingClusters(mesh, proxy, rules);
    }

    /** Those that need no service. */
    public StandingClusters standing() {
        return standing;
    }

    /** The DestinationRule that calls to a service follow. */
    public Optional<AppliedRule> rule(MeshService service) {
        return applied(rules.outbound(proxy, service));
    }

    /** The names of the subsets that calls to a service may go to. */
    public List<String> subsets(MeshService service) {
        MergedRule rule = rules.outbound(proxy, service);
        return rule == null ? List.of() : List.copyOf(rule.subsets().keySet());
    }

    /**
     * What keeps a client at one endpoint, such as {@code header x-user}; empty for nothing. This is what a route hashes,
     * found in another order than the policy of the cluster: nothing that is said further in takes away what is said
     * further out.
     *
     * @param port 0 where a rule names none
     * @param subset empty for the whole service
     */
    public Optional<String> hashKey(MeshService service, int port, String subset) {
        MergedRule rule = rules.outbound(proxy, service);
        if (rule == null) {
            return Optional.empty();
        }
        Node own = rule.subsets().get(subset);
        Stream<Node> policies = own == null ? Stream.of() : Stream.of(own.get("trafficPolicy"));
        return Stream.concat(policies, Stream.of(rule.policy()))
                .flatMap(policy -> Stream.concat(
                        policy.items("portLevelSettings").stream()
                                .filter(one -> port != 0 && one.get("port").integer("number") == port)
                                .limit(1),
                        Stream.of(policy)))
                .map(policy -> policy.get("loadBalancer").get("consistentHash"))
                .filter(Node::present)
                .map(BalancerReader::hashKey)
                .findFirst();
    }

    private static Policy policy(@Nullable MergedRule rule, @Nullable Node subset, int port) {
        Policy around = rule == null ? Policy.NONE : Policy.atPort(rule.policy(), port);
        return subset == null ? around : around.under(subset.get("trafficPolicy"), port);
    }

    private static Optional<AppliedRule> applied(@Nullable MergedRule rule) {
        return rule == null ? Optional.empty() : Optional.of(new AppliedRule(rule.objects(), rule.host()));
    }

    /**
     * The cluster of a port of a service.
     *
     * @param subset empty for the whole service
     * @return empty if Istio makes no such cluster, so that the client gets 503 and the response flag is NC
     */
    public Optional<Cluster> outbound(MeshService service, int port, String subset) {
        return find(service, port, subset, false);
    }

    /** The same for a gateway that passes TLS on by server name (AUTO_PASSTHROUGH), without touching it. */
    public Optional<Cluster> passedOn(MeshService service, int port, String subset) {
        return find(service, port, subset, true);
    }

    private Optional<Cluster> find(MeshService service, int port, String subset, boolean passedOn) {
        Optional<ServicePort> found = service.port(port);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Key key = new Key(service.host(), service.namespace(), port, subset, passedOn);
        Optional<Cluster> known = outbound.get(key);
        if (known != null) {
            return known;
        }
        Optional<Cluster> made = make(service, found.get(), subset, passedOn);
        Optional<Cluster> other = outbound.putIfAbsent(key, made);
        return other == null ? made : other;
    }

    /** All clusters of a service: each port, then each subset of it. */
    public List<Cluster> outbound(MeshService service) {
        MergedRule rule = rules.outbound(proxy, service);
        List<Cluster> all = new ArrayList<>();
        for (ServicePort port : service.ports()) {
            outbound(service, port.number(), "").ifPresent(all::add);
            if (rule != null) {
                rule.subsets().keySet().forEach(subset -> outbound(service, port.number(), subset)
                        .ifPresent(all::add));
            }
        }
        return all;
    }

    private Optional<Cluster> make(MeshService service, ServicePort port, String subset, boolean passedOn) {
        MergedRule rule = rules.outbound(proxy, service);
        Node subsetNode = rule == null ? null : rule.subsets().get(subset);
        Discovery discovery = discovery(service);
        boolean forwards = discovery == Discovery.DYNAMIC_FORWARD_PROXY;
        boolean missing = port.protocol() == Protocol.UDP
                || service.resolution() == Resolution.ALIAS
                || (passedOn && service.external())
                || (!subset.isEmpty() && (subsetNode == null || forwards))
                || (forwards && !isForwarded(port.protocol()));
        return missing ? Optional.empty() : make(service, port, subset, rule, subsetNode, discovery, passedOn);
    }

    private Optional<Cluster> make(
            MeshService service,
            ServicePort port,
            String subset,
            @Nullable MergedRule rule,
            @Nullable Node subsetNode,
            Discovery natural,
            boolean passedOn) {
        Policy policy = policy(rule, subsetNode, port.number());
        boolean byDns = natural == Discovery.STRICT_DNS || natural == Discovery.LOGICAL_DNS;
        Map<String, String> around = snapshot.registry().namespaceAnnotations(service.namespace());
        boolean unreadyToo = LocalitySetting.distribution(service, around).isPresent();
        Map<String, String> labels = subsetNode == null ? Map.of() : subsetNode.textMap("labels");
        TlsWord word = TlsWord.of(rule, subsetNode, port.number());
        List<LocalityGroup> groups = natural == Discovery.EDS || byDns
                ? endpoints.groups(
                        service,
                        port,
                        byDns,
                        unreadyToo,
                        labels,
                        onlyNode(service),
                        endpoint -> speaksMutualTls(word, endpoint))
                : List.of();
        if (byDns && groups.isEmpty()) {
            return Optional.empty(); // Envoy refuses a DNS cluster without a name
        }
        Discovery discovery =
                policy.isPassthrough() && natural != Discovery.DYNAMIC_FORWARD_PROXY ? Discovery.ORIGINAL_DST : natural;
        LocalitySetting locality = LocalitySetting.of(policy, mesh, service, around);
        HttpVersion version =
                PoolReader.version(policy.connectionPool(), port.protocol(), !proxy.isGateway(), true, mesh);
        List<LocalityGroup> ranked = discovery == Discovery.ORIGINAL_DST
                ? List.of()
                : new Failover(proxy, locality, mesh.cluster(), byDns, !subset.isEmpty()).apply(groups);
        Cluster cluster = new Cluster(
                passedOn
                        ? ClusterNames.serverName(port.number(), subset, service.host())
                        : ClusterNames.outbound(port.number(), subset, service.host()),
                discovery,
                applied(rule),
                version,
                BalancerReader.read(policy, locality, discovery, unreadyToo),
                PoolReader.limits(policy.connectionPool(), policy.retryBudget(), version, mesh),
                PoolReader.outliers(policy.outlierDetection()),
                passedOn
                        ? ClientSecurity.plaintext("the TLS of the client is passed on")
                        : security(service, port, subset, rule, subsetNode, policy, discovery),
                passedOn ? onlyMutual(ranked) : ranked);
        return Optional.of(cluster);
    }

    /** TLS that is passed on must be the mesh's, so only those who speak it are told. */
    private static List<LocalityGroup> onlyMutual(List<LocalityGroup> groups) {
        return groups.stream()
                .map(group -> group.endpoints(
                        group.priority(),
                        group.endpoints().stream()
                                .filter(ClusterEndpoint::mutualTls)
                                .toList()))
                .filter(group -> !group.endpoints().isEmpty())
                .toList();
    }

    private ClientSecurity security(
            MeshService service,
            ServicePort port,
            String subset,
            @Nullable MergedRule rule,
            @Nullable Node subsetNode,
            Policy policy,
            Discovery discovery) {
        Node whole = subsetNode != null ? subsetNode.get("trafficPolicy") : rule == null ? null : rule.policy();
        return SecurityReader.read(
                policy,
                new SecurityReader.Circumstances(
                        !proxy.isGateway(),
                        rule != null && rule.selects(),
                        ClusterNames.serverName(port.number(), subset, service.host()),
                        discovery == Discovery.DYNAMIC_FORWARD_PROXY ? List.of() : endpoints.identities(service),
                        !service.isKubernetes(),
                        mesh.autoMutualTls() && !service.external(),
                        expected(service, port, whole),
                        discovery));
    }

    /** What the service is taken to demand. Where the client chooses the address, all endpoints must speak TLS. */
    private MutualTlsMode expected(MeshService service, ServicePort port, @Nullable Node whole) {
        boolean passthrough = service.resolution() == Resolution.PASSTHROUGH
                || (whole != null && whole.get("loadBalancer").text("simple").equals("PASSTHROUGH"));
        if (passthrough) {
            List<Endpoint> all = endpoints.at(service, port);
            if (all.isEmpty() || !all.stream().allMatch(Endpoint::mutualTls)) {
                return MutualTlsMode.DISABLE;
            }
        }
        return policies.expectedOf(service.namespace());
    }

    /** An endpoint without a sidecar never does; a rule may switch it off, or say so against the server's own policy. */
    private boolean speaksMutualTls(TlsWord word, Endpoint endpoint) {
        if (!endpoint.mutualTls() || word != TlsWord.NONE) {
            return endpoint.mutualTls() && word == TlsWord.ISTIO_MUTUAL;
        }
        MutualTls demanded = policies.mutualTls(endpoint.namespace(), endpoint.labels(), endpoint.port());
        return demanded.mode() != MutualTlsMode.DISABLE;
    }

    private Discovery discovery(MeshService service) {
        return switch (service.resolution()) {
            case DNS -> Discovery.STRICT_DNS;
            case DNS_ROUND_ROBIN -> Discovery.LOGICAL_DNS;
            case PASSTHROUGH -> proxy.isGateway() ? Discovery.EDS : Discovery.ORIGINAL_DST;
            case DYNAMIC_DNS -> service.host().startsWith("*") ? Discovery.DYNAMIC_FORWARD_PROXY : Discovery.EDS;
            case STATIC, ALIAS -> Discovery.EDS;
        };
    }

    private static boolean isForwarded(Protocol protocol) {
        return switch (protocol) {
            case HTTP, HTTP2, GRPC, TLS -> true;
            default -> false;
        };
    }

    /** With {@code internalTrafficPolicy: Local} only endpoints of the caller's own node count; null for all. */
    private @Nullable String onlyNode(MeshService service) {
        boolean local = service.isKubernetes()
                && service.object().spec().text("internalTrafficPolicy").equals("Local");
        return local ? proxy.labels().getOrDefault(Proxy.NODE_LABEL, "") : null;
    }

    /** Where the objects come from. */
    public Snapshot snapshot() {
        return snapshot;
    }
}
