package io.meshprovisioner.istio.traffic.scope;

import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.rule.Target;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.traffic.snapshot.Labels;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the proxies of one namespace, or those that one Sidecar selects, see of the mesh. */
public final class Scope {
    private static final int SCOPES = 10_000;
    private static final String LOOPBACK = "127.0.0.1";

    /** Of one snapshot. */
    private static final class Scopes {
        private final BoundedCache<Key, Scope> cache = new BoundedCache<>(SCOPES);
    }

    private record Key(String namespace, Optional<ConfigObject> sidecar, boolean gateway) {}

    private final Snapshot snapshot;
    private final String namespace;
    private final Optional<ConfigObject> sidecar;
    private final boolean gateway;
    private volatile @Nullable Sight sight;

    /** What is seen outwards; a proxy that only receives never needs it. */
    private record Sight(List<EgressListener> listeners, SeenServices services) {}

    private Scope(Snapshot snapshot, Key key) {
        this.snapshot = snapshot;
        this.namespace = key.namespace();
        this.sidecar = key.sidecar();
        this.gateway = key.gateway();
    }

    private Sight sight() {
        Sight known = sight;
        if (known == null) {
            known = look();
            sight = known;
        }
        return known;
    }

    private Sight look() {
        SeenServices services = new SeenServices();
        if (gateway) {
            Visibility.of(snapshot).seenBy(namespace).forEach(services::add);
            return new Sight(List.of(), services);
        }
        List<EgressListener> listeners = egress().stream().map(this::listener).toList();
        listeners.forEach(listener -> collect(listener, services));
        return new Sight(listeners, services);
    }

    /** What a proxy sees. */
    public static Scope of(Snapshot snapshot, Proxy proxy) {
        Key key = new Key(
                proxy.namespace(),
                proxy.isGateway() ? Optional.empty() : sidecarFor(snapshot, proxy),
                proxy.isGateway());
        return snapshot.derive(Scopes.class, any -> new Scopes()).cache.get(key, one -> new Scope(snapshot, one));
    }

    /**
     * The Sidecar of a proxy: the oldest of its namespace that selects it, else the oldest there without selector, else
     * the one of the root namespace without selector.
     */
    private static Optional<ConfigObject> sidecarFor(Snapshot snapshot, Proxy proxy) {
        List<ConfigObject> all = snapshot.objects(ConfigKind.SIDECAR);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<ConfigObject> own = all.stream()
                .filter(sidecar -> sidecar.namespace().equals(proxy.namespace()))
                .toList();
        Optional<ConfigObject> found = Stream.concat(
                        own.stream()
                                .filter(sidecar -> hasSelector(sidecar)
                                        && Labels.match(
                                                sidecar.spec()
                                                        .get("workloadSelector")
                                                        .textMap("labels"),
                                                proxy.labels())),
                        own.stream().filter(sidecar -> !hasSelector(sidecar)))
                .findFirst();
        String root = snapshot.mesh().rootNamespace();
        return found.or(() -> all.stream()
                .filter(sidecar -> sidecar.namespace().equals(root) && !hasSelector(sidecar))
                .findFirst());
    }

    private static boolean hasSelector(ConfigObject sidecar) {
        return sidecar.spec().has("workloadSelector");
    }

    private List<Optional<Node>> egress() {
        List<Node> written =
                sidecar.map(object -> object.spec().items("egress")).orElse(List.of());
        return written.isEmpty()
                ? List.of(Optional.empty())
                : written.stream().map(Optional::of).toList();
    }

    private EgressListener listener(Optional<Node> written) {
        Optional<Node> port = written.map(node -> node.get("port")).filter(Node::present);
        ServicePort named = port.map(node -> new ServicePort(
                        node.text("name"), (int) node.integer("number"), Protocol.of(node.text("protocol")), 0, ""))
                .orElse(null);
        ImportedHosts imported =
                new ImportedHosts(written.map(node -> node.texts("hosts")).orElse(List.of("*/*")), namespace);
        Optional<ServicePort> only =
                Optional.ofNullable(named).filter(one -> one.number() != 0 && one.protocol() != Protocol.HTTP_PROXY);
        return new EgressListener(
                named, written.map(Scope::bind).orElse(""), services(imported, only), rules(imported));
    }

    /** The address that a listener names; a listener that takes no redirected traffic is on the loopback by default. */
    private static String bind(Node listener) {
        String bind = listener.text("bind");
        return bind.isEmpty() && listener.text("captureMode").equals("NONE") ? LOOPBACK : bind;
    }

    private List<MeshService> services(ImportedHosts imported, Optional<ServicePort> only) {
        List<MeshService> found = new ArrayList<>();
        for (MeshService service : Visibility.of(snapshot).seenBy(namespace)) {
            if (imported.coversService(service.namespace(), service.host())) {
                MeshService seen = service.aliases().isEmpty()
                        ? service
                        : service.aliases(imported.aliases(service.namespace(), service.host(), service.aliases()));
                onPort(seen, only).ifPresent(found::add);
            }
        }
        return OneNamespace.perHost(found, namespace);
    }

    private static Optional<MeshService> onPort(MeshService service, Optional<ServicePort> only) {
        if (only.isEmpty()) {
            return Optional.of(service);
        }
        Optional<ServicePort> fitting = service.port(only.get().number());
        return fitting.map(port -> service.ports().size() == 1 ? service : service.ports(List.of(port)));
    }

    private List<Rules> rules(ImportedHosts imported) {
        List<Rules> found = new ArrayList<>();
        for (Rules rules : RuleIndex.of(snapshot).boundTo(Rules.MESH, namespace)) {
            boolean strictly = rules.semantics() == Rules.Semantics.GATEWAY_API;
            for (String host : rules.hosts()) {
                if (imported.coversRule(rules.namespace(), host, strictly)) {
                    found.add(rules);
                    break;
                }
            }
        }
        return found;
    }

    /** What is imported, and what the rules of imported hosts lead to. */
    private void collect(EgressListener listener, SeenServices services) {
        listener.services().forEach(services::add);
        Visibility visibility = Visibility.of(snapshot);
        for (Rules rules : listener.rules()) {
            if (RuleTargets.allOf(rules, target -> isWhole(target.host(), visibility, services))) {
                continue;
            }
            RuleTargets.of(rules, namespace)
                    .forEach((host, ports) -> visibility.pick(host, namespace).ifPresent(service -> {
                        ServicePort named = listener.port();
                        if (named != null && !listener.isHttpProxy() && named.number() != 0) {
                            onPort(service, Optional.of(named)).ifPresent(services::add);
                        } else {
                            RuleTargets.onPorts(service, ports).ifPresent(services::add);
                        }
                    }));
        }
    }

    /** Whether a host is known with all its ports, so that a rule that leads to it adds nothing. */
    private boolean isWhole(String host, Visibility visibility, SeenServices services) {
        return services.get(host).equals(visibility.pick(host, namespace));
    }

    /** The ways out, in order; none for a gateway. */
    public List<EgressListener> listeners() {
        return sight().listeners();
    }

    /** The way out for a port: the first that names it, else the one for all ports. */
    public Optional<EgressListener> listener(int port) {
        return listeners().stream()
                .filter(listener -> {
                    ServicePort named = listener.port();
                    return named == null || named.number() == port;
                })
                .findFirst();
    }

    /** All services that the proxy knows, one for each host. */
    public List<MeshService> services() {
        return sight().services().all();
    }

    /** The service of a full name, as far as the proxy knows it. */
    public Optional<MeshService> service(String host) {
        return sight().services().get(host);
    }

    /**
     * The service that a rule means by a host at a gateway: the one of the rule's namespace where the proxy may see it,
     * else the one that the proxy knows.
     */
    public Optional<MeshService> service(String host, String ruleNamespace) {
        Visibility visibility = Visibility.of(snapshot);
        return visibility
                .in(ruleNamespace, host)
                .filter(service -> visibility.isSeen(service, namespace))
                .or(() -> service(host));
    }

    /** The Sidecar that shapes it. */
    public Optional<ConfigObject> sidecar() {
        return sidecar;
    }

    /** The ports that the Sidecar opens for its workload; empty where its services decide. */
    public List<Node> ingress() {
        return sidecar.map(object -> object.spec().items("ingress")).orElse(List.of());
    }

    /** Whether unknown hosts are refused. Gateways have no such policy and refuse. */
    public boolean registryOnly() {
        return sidecar.map(object -> object.spec().get("outboundTrafficPolicy"))
                .filter(Node::present)
                .map(MeshConfig::isRegistryOnly)
                .orElse(snapshot.mesh().registryOnly());
    }

    /** Where traffic to unknown hosts goes in place of its own address. */
    public Optional<Target> egressProxy() {
        return sidecar.map(object -> object.spec().get("outboundTrafficPolicy").get("egressProxy"))
                .filter(Node::present)
                .map(node ->
                        new Target(node.text("host"), (int) node.get("port").integer("number"), node.text("subset")));
    }
}
