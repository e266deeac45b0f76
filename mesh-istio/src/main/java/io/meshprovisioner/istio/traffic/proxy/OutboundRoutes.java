package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.route.ClusterRef;
import io.meshprovisioner.istio.traffic.route.PassedRule;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.route.RouteCompiler;
import io.meshprovisioner.istio.traffic.rule.DirectAnswer;
import io.meshprovisioner.istio.traffic.rule.RetryRule;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.rule.Target;
import io.meshprovisioner.istio.traffic.scope.EgressListener;
import io.meshprovisioner.istio.traffic.scope.Scope;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Resolution;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The virtual hosts that a sidecar offers on a port: those of rules, in the order in which rules count, then those of
 * services without rules, at last one for everything else. A name belongs to the first that has it.
 */
final class OutboundRoutes {
    private static final Set<String> MESH = Set.of(Rules.MESH);
    /** The one port on which a rule counts for a host that no service has. */
    private static final int WITHOUT_SERVICE = 80;

    private static final String ALLOW = "allow_any";
    private static final String BLOCK = "block_all";

    private final Proxy proxy;
    private final Scope scope;
    private final ServiceAddresses addresses;
    private final Function<Target, Boolean> hashed;
    private final @Nullable RetryRule retries;
    private final Map<Integer, Lazy<List<VirtualHost>>> hostsByPort = new LinkedHashMap<>();

    OutboundRoutes(
            Proxy proxy, Scope scope, ServiceAddresses addresses, MeshConfig mesh, Function<Target, Boolean> hashed) {
        this.proxy = proxy;
        this.scope = scope;
        this.addresses = addresses;
        this.hashed = hashed;
        this.retries = RetryRule.read(mesh.config().get("defaultHttpRetryPolicy"));
    }

    /** Where bytes for unknown addresses go. */
    static ClusterRef unknown(Scope scope) {
        if (scope.registryOnly()) {
            return ClusterRef.BLACK_HOLE;
        }
        return scope.egressProxy()
                .map(target -> RouteCompiler.cluster(target, null, 0))
                .orElse(ClusterRef.PASSTHROUGH);
    }

    /** The table that all services of a port share. */
    ChainContent.Http shared(int port) {
        Lazy<List<VirtualHost>> hosts = hosts(port);
        return new ChainContent.Http(Integer.toString(port), new Lazy<>(() -> {
            List<VirtualHost> all = new ArrayList<>(hosts.get());
            all.add(everythingElse());
            return new RouteTable(all);
        }));
    }

    /** The table of one service that has the address of its listener for itself. */
    ChainContent.Http only(String host, int port) {
        String name = host + ":" + port;
        Lazy<List<VirtualHost>> hosts = hosts(port);
        return new ChainContent.Http(name, new Lazy<>(() -> {
            List<VirtualHost> named = hosts.get().stream()
                    .filter(one -> one.domains().contains(name) || one.domains().contains(host))
                    .toList();
            return new RouteTable(named.size() == 1 ? List.of(named.get(0).domains(List.of("*"))) : named);
        }));
    }

    private synchronized Lazy<List<VirtualHost>> hosts(int port) {
        return hostsByPort.computeIfAbsent(port, key -> new Lazy<>(() -> build(port)));
    }

    private VirtualHost everythingElse() {
        ClusterRef cluster = unknown(scope);
        boolean refused = cluster.equals(ClusterRef.BLACK_HOLE);
        String name = refused ? BLOCK : ALLOW;
        RouteAction action = refused
                ? new RouteAction.Direct(new DirectAnswer(502, ""))
                : new RouteAction.Forward(
                        RouteAction.Forward.to(cluster, RetryRule.NONE).clusters(),
                        Duration.ZERO,
                        RetryRule.NONE,
                        null,
                        "",
                        List.of(),
                        503);
        return VirtualHost.forAll(name, () -> List.of(Route.byDefault(name, action)));
    }

    /** What becomes virtual hosts together: services and other hosts with the same routes. */
    private record Group(
            List<String> hosts,
            List<MeshService> services,
            @Nullable Rules rules) {}

    private List<VirtualHost> build(int port) {
        EgressListener egress = scope.listener(port).orElse(null);
        if (egress == null) {
            return List.of();
        }
        Map<String, MeshService> services = new LinkedHashMap<>();
        for (MeshService service : egress.services(port)) {
            service.port(port)
                    .ifPresent(
                            one -> services.put(service.host().toLowerCase(Locale.ROOT), service.ports(List.of(one))));
        }
        RouteCompiler compiler = new RouteCompiler(
                port, MESH, proxy.labels(), proxy.sourceNamespace(), false, services::get, hashed, retries);
        List<Group> groups = groups(egress, services, compiler, port);
        Set<String> full = new HashSet<>();
        groups.forEach(group -> group.services().forEach(service -> full.add(service.host())));
        Domains domains = new Domains(full);
        List<VirtualHost> hosts = new ArrayList<>();
        for (Group group : groups) {
            Lazy<List<Route>> routes = new Lazy<>(() -> routes(group, compiler, port));
            List<Rules> rules = group.rules() == null ? List.of() : List.of(group.rules());
            Supplier<List<PassedRule>> leftOut = () -> rules.stream()
                    .flatMap(one -> compiler.leftOut(one).stream())
                    .toList();
            for (String host : group.hosts()) {
                String lower = host.toLowerCase(Locale.ROOT);
                domains.claim(HostNames.withPort(lower, port), List.of(HostNames.bracketed(lower)), List.of())
                        .ifPresent(names -> hosts.add(new VirtualHost(
                                HostNames.withPort(lower, port), names, false, rules, routes, leftOut)));
            }
            for (MeshService service : group.services()) {
                HostNames.Names names = HostNames.of(service, addresses, proxy.dnsDomain());
                domains.claim(HostNames.withPort(service.host(), port), names.all(), names.shorter())
                        .ifPresent(kept -> hosts.add(new VirtualHost(
                                HostNames.withPort(service.host(), port), kept, false, rules, routes, leftOut)));
            }
        }
        return hosts;
    }

    private List<Route> routes(Group group, RouteCompiler compiler, int port) {
        Rules rules = group.rules();
        if (rules != null) {
            return compiler.routes(rules);
        }
        String host = group.services().get(0).host();
        RetryRule byDefault = retries == null ? RetryRule.DEFAULT : retries;
        return List.of(
                Route.byDefault("default", RouteAction.Forward.to(ClusterRef.outbound(host, port, ""), byDefault)));
    }

    private List<Group> groups(
            EgressListener egress, Map<String, MeshService> services, RouteCompiler compiler, int port) {
        List<Group> groups = new ArrayList<>();
        Set<String> ruled = new HashSet<>();
        WildcardServices wildcards = new WildcardServices(services);
        for (Rules rules : egress.rules()) {
            if (port != WITHOUT_SERVICE && !wildcards.anyFits(rules)) {
                continue;
            }
            if (rules.http().isEmpty() || !compiler.leavesAny(rules)) {
                continue;
            }
            Group group = group(egress, services, wildcards, rules, port);
            if (group != null) {
                group.services().forEach(service -> ruled.add(service.host()));
                groups.add(group);
            }
        }
        for (MeshService service : services.values()) {
            boolean http = service.ports().get(0).protocol().isHttp()
                    || service.ports().get(0).protocol().isUnknown();
            if (http && service.resolution() != Resolution.ALIAS && !ruled.contains(service.host())) {
                groups.add(new Group(List.of(), List.of(service), null));
            }
        }
        return groups;
    }

    private @Nullable Group group(
            EgressListener egress,
            Map<String, MeshService> services,
            WildcardServices wildcards,
            Rules rules,
            int port) {
        List<String> others = new ArrayList<>();
        List<MeshService> known = new ArrayList<>();
        for (String host : rules.hosts()) {
            String lower = host.toLowerCase(Locale.ROOT);
            MeshService service = services.get(lower);
            if (Hosts.isWildcard(lower)) {
                continue;
            }
            if (service == null) {
                others.add(host);
            } else {
                known.add(service);
            }
        }
        for (String host : rules.hosts()) {
            String lower = host.toLowerCase(Locale.ROOT);
            if (!Hosts.isWildcard(lower)) {
                continue;
            }
            if (rules.semantics() == Rules.Semantics.GATEWAY_API) {
                others.add(lower);
                continue;
            }
            List<MeshService> fitting = wildcards.fitting(lower);
            fitting.stream()
                    .filter(service -> {
                        Rules best = egress.mostSpecific(service.host());
                        return best != null && best.isSame(rules);
                    })
                    .forEach(known::add);
            if (fitting.isEmpty()) {
                others.add(lower);
            }
        }
        if (rules.semantics() == Rules.Semantics.GATEWAY_API
                && known.stream()
                        .noneMatch(service -> service.namespace().equals(rules.namespace())
                                || proxy.namespace().equals(rules.namespace()))) {
            return null;
        }
        List<MeshService> http = known.stream()
                .filter(service -> {
                    ServicePort one = service.ports().get(0);
                    return one.protocol().isHttp() || one.protocol().isUnknown();
                })
                .toList();
        if (http.isEmpty() && port != WITHOUT_SERVICE) {
            return null;
        }
        return new Group(others, http, rules);
    }
}
