package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.model.MutualTlsMode;
import io.meshprovisioner.istio.traffic.question.Token;
import io.meshprovisioner.istio.traffic.scope.BoundedCache;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The security policies of a mesh. Those of one workload are compiled when they are first asked for, and kept. */
public final class Policies {
    private static final int SCOPES = 100_000;

    private final MeshConfig mesh;
    private final Map<String, List<ConfigObject>> peers;
    private final Map<String, List<ConfigObject>> tokens;
    private final Map<String, List<ConfigObject>> authorizations;
    private final BoundedCache<Scope, PeerRules> peersByScope = new BoundedCache<>(SCOPES);
    private final BoundedCache<Scope, WorkloadPolicies> byScope = new BoundedCache<>(SCOPES);

    private record Scope(String namespace, Map<String, String> labels) {}

    private Policies(Snapshot snapshot) {
        mesh = snapshot.mesh();
        peers = byNamespace(snapshot.objects(ConfigKind.PEER_AUTHENTICATION));
        tokens = byNamespace(snapshot.objects(ConfigKind.REQUEST_AUTHENTICATION));
        authorizations = byNamespace(snapshot.objects(ConfigKind.AUTHORIZATION_POLICY));
    }

    /** The policies of a snapshot; made once for it. */
    public static Policies of(Snapshot snapshot) {
        return snapshot.derive(Policies.class, Policies::new);
    }

    private static Map<String, List<ConfigObject>> byNamespace(List<ConfigObject> oldestFirst) {
        Map<String, List<ConfigObject>> byNamespace = new HashMap<>();
        oldestFirst.forEach(object -> byNamespace
                .computeIfAbsent(object.namespace(), key -> new ArrayList<>())
                .add(object));
        return byNamespace;
    }

    /** The policies of the workload that a proxy stands before. */
    public WorkloadPolicies at(Proxy proxy) {
        return at(proxy.namespace(), proxy.labels());
    }

    /** The policies of a workload with these labels. */
    public WorkloadPolicies at(String namespace, Map<String, String> labels) {
        return byScope.get(new Scope(namespace, labels), this::compile);
    }

    /** What the policies of one workload can tell of its callers. */
    public CallerTraits callersOf(Proxy server) {
        PolicyTarget target = new PolicyTarget(server.namespace(), server.labels());
        return traits(visible(authorizations, server.namespace()).stream()
                .filter(policy -> target.miss(policy).isEmpty()));
    }

    /** What the policies of some namespaces can tell of callers. */
    public CallerTraits callers(Set<String> namespaces) {
        return traits(
                namespaces.stream().flatMap(namespace -> authorizations.getOrDefault(namespace, List.of()).stream()));
    }

    private CallerTraits traits(Stream<ConfigObject> policies) {
        List<String> trustDomains = trustDomains(mesh);
        return new CallerTraits(
                policies.map(policy -> PolicyRules.of(policy, trustDomains)).toList(), mesh);
    }

    /** The mesh's own and its aliases. */
    static List<String> trustDomains(MeshConfig mesh) {
        List<String> all = new ArrayList<>();
        all.add(mesh.trustDomain());
        all.addAll(mesh.trustDomainAliases());
        return List.copyOf(all);
    }

    /** One of each kind of token that any workload accepts. */
    public List<Token> acceptedTokens() {
        return tokens.values().stream()
                .flatMap(List::stream)
                .flatMap(policy -> TokenRule.of(policy).stream())
                .map(TokenRule::example)
                .distinct()
                .toList();
    }

    private WorkloadPolicies compile(Scope scope) {
        return WorkloadPolicies.compile(
                new PolicyTarget(scope.namespace(), scope.labels()),
                mesh,
                peers(scope.namespace(), scope.labels()),
                visible(tokens, scope.namespace()),
                visible(authorizations, scope.namespace()));
    }

    /** Whether a port of a workload demands mutual TLS; the same as {@link #at} says of it, and cheaper. */
    public MutualTls mutualTls(String namespace, Map<String, String> labels, int port) {
        return peers(namespace, labels).at(port);
    }

    private PeerRules peers(String namespace, Map<String, String> labels) {
        if (peers.isEmpty()) {
            return PeerRules.NONE;
        }
        return peersByScope.get(new Scope(namespace, labels), this::compose);
    }

    private PeerRules compose(Scope scope) {
        return PeerRules.compose(peersOf(mesh.rootNamespace()), ownPeers(scope.namespace()), scope.labels());
    }

    private List<ConfigObject> peersOf(String namespace) {
        return peers.getOrDefault(namespace, List.of());
    }

    private List<ConfigObject> ownPeers(String namespace) {
        return namespace.equals(mesh.rootNamespace()) ? List.of() : peersOf(namespace);
    }

    private List<ConfigObject> visible(Map<String, List<ConfigObject>> byNamespace, String namespace) {
        List<ConfigObject> all = new ArrayList<>(byNamespace.getOrDefault(mesh.rootNamespace(), List.of()));
        if (!namespace.equals(mesh.rootNamespace())) {
            all.addAll(byNamespace.getOrDefault(namespace, List.of()));
        }
        return all;
    }

    /**
     * What a client takes a service of a namespace to demand, by the policies of namespace and mesh alone: those of
     * workloads and ports are for the server only.
     */
    public MutualTlsMode expectedOf(String namespace) {
        List<ConfigObject> own = PeerRules.general(ownPeers(namespace)).stream().toList();
        return PeerRules.compose(peersOf(mesh.rootNamespace()), own, Map.of())
                .workload()
                .mode();
    }
}
