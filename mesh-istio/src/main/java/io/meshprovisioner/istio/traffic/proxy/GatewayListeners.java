package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.route.ClusterRef;
import io.meshprovisioner.istio.traffic.rule.GatewayServer;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.rule.Rules;
import io.meshprovisioner.istio.traffic.rule.StreamCondition;
import io.meshprovisioner.istio.traffic.rule.StreamRule;
import io.meshprovisioner.istio.traffic.scope.Scope;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.validation.text.Hosts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a gateway opens. A server that no rule serves opens nothing, unless it reads HTTP. */
final class GatewayListeners {
    private static final List<String> MESH_PROTOCOLS =
            List.of("istio", "istio-peer-exchange", "istio-http/1.0", "istio-http/1.1", "istio-h2");

    private final Proxy proxy;
    private final Scope scope;
    private final RuleIndex index;
    private final MergedGateway merged;
    private final GatewayRoutes routes;
    private final DestinationFacts destinations;
    private final Map<String, Lazy<RouteTable>> tables = new HashMap<>();
    private final Map<Integer, Map<String, String>> passedNames = new HashMap<>();

    private GatewayListeners(
            Proxy proxy,
            Scope scope,
            RuleIndex index,
            MergedGateway merged,
            GatewayRoutes routes,
            DestinationFacts destinations) {
        this.proxy = proxy;
        this.scope = scope;
        this.index = index;
        this.merged = merged;
        this.routes = routes;
        this.destinations = destinations;
    }

    /** All listeners. */
    static List<GatewayListener> of(
            Proxy proxy,
            Scope scope,
            RuleIndex index,
            MergedGateway merged,
            GatewayRoutes routes,
            ServiceAddresses addresses,
            DestinationFacts destinations) {
        GatewayListeners building = new GatewayListeners(proxy, scope, index, merged, routes, destinations);
        Map<MergedGateway.Place, List<ChainDraft>> drafts = new LinkedHashMap<>();
        merged.groups().forEach((place, group) -> {
            String bind = place.bind().isEmpty() ? addresses.any() : place.bind();
            drafts.computeIfAbsent(new MergedGateway.Place(place.port(), "", bind), key -> new ArrayList<>())
                    .addAll(building.drafts(place, group));
        });
        List<GatewayListener> listeners = new ArrayList<>();
        drafts.forEach((place, chains) -> {
            if (!chains.isEmpty()) {
                listeners.add(new GatewayListener(place.bind(), place.port(), listener(place, chains)));
            }
        });
        return List.copyOf(listeners);
    }

    /** A listener with the address and the port that it stands at. */
    record GatewayListener(String bind, int port, Listener listener) {}

    private static Listener listener(MergedGateway.Place place, List<ChainDraft> drafts) {
        boolean tls = drafts.stream()
                .anyMatch(draft -> !draft.serverNames().isEmpty()
                        || (draft.tls() != ChainTls.NONE && draft.content() instanceof ChainContent.Http));
        return new Listener(
                place.bind() + "_" + place.port(),
                tls ? Listener.EVERYWHERE : Listener.NOWHERE,
                Listener.NOWHERE,
                drafts.stream().map(draft -> draft.chain("")).toList(),
                null);
    }

    private List<ChainDraft> drafts(MergedGateway.Place place, MergedGateway.Group group) {
        if (place.protocol().isHttp()) {
            return List.of(ChainDraft.of(http(group.table())));
        }
        List<ChainDraft> drafts = new ArrayList<>();
        for (GatewayServer server : group.servers()) {
            if (server.tls() != null && server.endsHttps()) {
                drafts.add(new ChainDraft(
                        server.serverNames(),
                        List.of(),
                        List.of(),
                        "",
                        ChainTls.of(server),
                        http(merged.tlsTable(server)),
                        null));
            } else if (server.tls() == GatewayServer.TlsMode.AUTO_PASSTHROUGH) {
                drafts.addAll(byServerName(server));
            } else if (server.passesThrough()) {
                drafts.addAll(passedThrough(server, place.port()));
            } else {
                drafts.addAll(streams(server));
            }
        }
        return drafts;
    }

    private ChainContent.Http http(String table) {
        return new ChainContent.Http(
                table,
                tables.computeIfAbsent(
                        table,
                        key -> new Lazy<>(() -> {
                            List<GatewayServer> servers = merged.servers(table);
                            return servers.isEmpty() ? new RouteTable(List.of()) : routes.table(servers);
                        })));
    }

    private List<Rules> rulesFor(GatewayServer server) {
        return index.boundTo(server.gateway(), proxy.namespace()).stream()
                .filter(rules -> rules.hosts().stream().anyMatch(host -> server.hostsFor(rules.namespace()).stream()
                        .anyMatch(own -> Hosts.overlap(own, host))))
                .toList();
    }

    /** The first rule that fits takes everything. */
    private List<ChainDraft> streams(GatewayServer server) {
        for (Rules rules : rulesFor(server)) {
            List<StreamRule> candidates = new ArrayList<>(rules.tcp());
            if (rules.semantics() == Rules.Semantics.GATEWAY_API) {
                candidates.addAll(rules.tls());
            }
            for (StreamRule rule : candidates) {
                boolean fits = rule.conditions().isEmpty()
                        || rule.conditions().stream()
                                .anyMatch(condition -> condition.isForServer(server.gateway(), server.port()));
                if (fits) {
                    return List.of(new ChainDraft(
                            server.tls() == null ? List.of() : server.serverNames(),
                            List.of(),
                            List.of(),
                            "",
                            ChainTls.of(server),
                            stream(rule, server.port()),
                            rule.place()));
                }
            }
        }
        return List.of();
    }

    /** A name in the handshake belongs, on a port, to the first rule that names it. */
    private List<ChainDraft> passedThrough(GatewayServer server, int port) {
        List<ChainDraft> drafts = new ArrayList<>();
        for (Rules rules : rulesFor(server)) {
            for (StreamRule rule : rules.tls()) {
                for (StreamCondition condition : rule.conditions()) {
                    if (condition.isForServer(server.gateway(), server.port())
                            && claim(condition.sniHosts(), server.bind(), port)) {
                        drafts.add(new ChainDraft(
                                condition.sniHosts(),
                                List.of(),
                                List.of(),
                                "",
                                ChainTls.NONE,
                                stream(rule, server.port()),
                                rule.place()));
                    }
                }
            }
        }
        return drafts;
    }

    private boolean claim(List<String> names, String bind, int port) {
        Map<String, String> known = passedNames.computeIfAbsent(port, key -> new HashMap<>());
        if (names.stream().anyMatch(name -> bind.equals(known.get(name)))) {
            return false;
        }
        names.forEach(name -> known.put(name, bind));
        return true;
    }

    private ChainContent.Stream stream(StreamRule rule, int port) {
        return new ChainContent.Stream(OutboundStreams.shares(rule.route(), scope, port));
    }

    /** Each service of the mesh under the name that Istio's own clients use between clusters. */
    private List<ChainDraft> byServerName(GatewayServer server) {
        List<ChainDraft> drafts = new ArrayList<>();
        for (MeshService service : scope.services()) {
            boolean fits = !service.external()
                    && server.serverNames().stream().anyMatch(host -> Hosts.isSubset(service.host(), host));
            if (!fits) {
                continue;
            }
            List<String> subsets = new ArrayList<>(List.of(""));
            subsets.addAll(destinations.subsets(service.host()));
            for (ServicePort port : service.ports()) {
                if (port.protocol() != Protocol.UDP) {
                    subsets.forEach(subset ->
                            drafts.add(named(ClusterRef.byServerName(service.host(), port.number(), subset))));
                }
            }
        }
        return drafts;
    }

    private static ChainDraft named(ClusterRef cluster) {
        return new ChainDraft(
                List.of(cluster.name()),
                List.of(),
                MESH_PROTOCOLS,
                "",
                ChainTls.NONE,
                ChainContent.Stream.to(cluster),
                null);
    }
}
