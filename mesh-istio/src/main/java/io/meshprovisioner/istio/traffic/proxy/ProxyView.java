package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.answer.Reason;
import io.meshprovisioner.istio.traffic.cluster.Clusters;
import io.meshprovisioner.istio.traffic.policy.Policies;
import io.meshprovisioner.istio.traffic.question.Arrival;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.question.Transport;
import io.meshprovisioner.istio.traffic.route.ClusterShare;
import io.meshprovisioner.istio.traffic.route.RequestView;
import io.meshprovisioner.istio.traffic.rule.GatewayServer;
import io.meshprovisioner.istio.traffic.rule.RuleIndex;
import io.meshprovisioner.istio.traffic.scope.BoundedCache;
import io.meshprovisioner.istio.traffic.scope.Scope;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One proxy, configured as its snapshot says. Safe for threads; ports are set up when something first arrives. */
public final class ProxyView {
    private static final int PROXIES = 10_000;
    private static final int PORTS = 65_536;
    private static final String TLS = ChainMatch.TLS;
    private static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";

    private static final class Views {
        private final BoundedCache<Proxy, ProxyView> cache = new BoundedCache<>(PROXIES);
    }

    private final Proxy proxy;
    private final Scope scope;
    private final ServiceAddresses addresses;
    private final Lazy<Listener> inbound;
    private final Lazy<List<GatewayListeners.GatewayListener>> gateway;
    private final BoundedCache<Integer, Map<String, Listener>> outbound = new BoundedCache<>(PORTS);
    private final Lazy<Set<Integer>> ports;
    private final OutboundRoutes routes;
    private final OutboundStreams streams;
    private final Listener catchAll;
    private final Snapshot snapshot;

    private ProxyView(Snapshot snapshot, Proxy proxy) {
        MeshConfig mesh = snapshot.mesh();
        this.snapshot = snapshot;
        this.proxy = proxy;
        scope = Scope.of(snapshot, proxy);
        DestinationFacts destinations =
                new DestinationFacts(scope, Clusters.of(snapshot).at(proxy));
        addresses = new ServiceAddresses(proxy);
        routes = new OutboundRoutes(proxy, scope, addresses, mesh, destinations::isHashed);
        streams = new OutboundStreams(proxy, scope, addresses);
        catchAll = OutboundListeners.catchAll(scope);
        ports = new Lazy<>(this::knownPorts);
        inbound = new Lazy<>(() -> InboundListener.of(
                proxy,
                scope,
                snapshot.registry().targets(proxy),
                mesh,
                addresses,
                Policies.of(snapshot).at(proxy)));
        gateway = new Lazy<>(() -> {
            RuleIndex index = RuleIndex.of(snapshot);
            return GatewayListeners.of(
                    proxy,
                    scope,
                    index,
                    new MergedGateway(index.servers(proxy), snapshot.registry().targets(proxy), this::isUnmade),
                    new GatewayRoutes(proxy, scope, index, mesh, destinations::isHashed),
                    addresses,
                    destinations);
        });
    }

    /** The proxy in a mesh. */
    public static ProxyView of(Snapshot snapshot, Proxy proxy) {
        return snapshot.derive(Views.class, any -> new Views()).cache.get(proxy, one -> new ProxyView(snapshot, one));
    }

    public Proxy proxy() {
        return proxy;
    }

    /** What it sees. */
    public Scope scope() {
        return scope;
    }

    /**
     * Whether a Gateway of the Gateway API is this proxy's own, by the label that Istio gives its pods, and the service
     * that Istio would make for it is not in the snapshot, as in a user's files.
     */
    private boolean isUnmade(GatewayServer server) {
        List<String> services = server.services();
        String own = proxy.labels().getOrDefault(GATEWAY_NAME, "");
        return services != null
                && !own.isEmpty()
                && server.gateway().startsWith(proxy.namespace() + "/" + own + "-")
                && services.stream()
                        .allMatch(
                                service -> snapshot.registry().services(service).isEmpty());
    }

    private Set<Integer> knownPorts() {
        Set<Integer> known = new HashSet<>();
        scope.listeners().forEach(egress -> {
            ServicePort named = egress.port();
            if (named != null) {
                known.add(named.number());
            } else {
                for (MeshService service : egress.services()) {
                    service.ports().forEach(port -> known.add(port.number()));
                }
            }
        });
        return known;
    }

    /** Sends something through. */
    public Passage pass(Arrival arrival) {
        Listener listener = listener(arrival);
        if (listener == null) {
            return new Way(arrival).end(Reason.NO_LISTENER);
        }
        Way way = new Way(arrival);
        way.listener = listener.name();
        Transport transport = arrival.transport();
        boolean inspected = listener.tlsInspected().test(arrival.port());
        String application = inspected ? transport.applicationProtocol() : "";
        HttpRequest http = arrival.http();
        if (http != null && !transport.isTls() && listener.httpInspected().test(arrival.port())) {
            application = http.http2() ? "h2c" : "http/1.1";
        }
        ChainChoice.Chosen chosen = listener.choose(
                arrival.address(),
                arrival.port(),
                transport.serverName(),
                inspected && transport.isTls() ? TLS : ChainMatch.RAW,
                application);
        if (chosen.several()) {
            return way.end(Reason.SEVERAL_FILTER_CHAINS);
        }
        Chain chain = chosen.chain();
        if (chain == null) {
            return way.end(Reason.NO_FILTER_CHAIN);
        }
        way.chain = chain;
        if (chain.tls() != ChainTls.NONE && !transport.isTls()) {
            return way.end(Reason.WRONG_TLS);
        }
        if (!accepts(chain.tls(), transport)) {
            return way.end(Reason.WRONG_MUTUAL_TLS);
        }
        if (chain.content() instanceof ChainContent.Stream stream) {
            way.stream = stream.clusters();
            return way.end(null);
        }
        return read((ChainContent.Http) chain.content(), chain, http, way);
    }

    private static boolean accepts(ChainTls tls, Transport transport) {
        return switch (tls) {
            case NONE -> true;
            case ISTIO_MUTUAL -> transport instanceof Transport.IstioMutual;
            case SIMPLE -> transport instanceof Transport.Tls;
            case MUTUAL -> transport instanceof Transport.Tls client && client.certificate();
        };
    }

    private Passage read(ChainContent.Http content, Chain chain, @Nullable HttpRequest http, Way way) {
        if (http == null
                || (chain.tls() == ChainTls.NONE && way.arrival.transport().isTls())) {
            return way.end(Reason.WRONG_PROTOCOL);
        }
        way.routeConfiguration = content.routeConfiguration();
        VirtualHost host = content.table().get().find(http.host());
        if (host == null) {
            return way.end(Reason.NO_VIRTUAL_HOST);
        }
        way.host = host;
        RequestView view = new RequestView(http);
        way.request = view;
        if (host.needsTls() && !cameOverTls(way.arrival, http)) {
            return way.end(Reason.NEEDS_TLS);
        }
        way.routeIndex = host.indexFor(view);
        return way.end(way.routeIndex < 0 ? Reason.NO_ROUTE : null);
    }

    /** What a proxy before a gateway says of its own client counts, if such proxies are believed. */
    private boolean cameOverTls(Arrival arrival, HttpRequest http) {
        List<String> said = snapshot.mesh().trustedProxies() > 0
                ? http.headers().getOrDefault("x-forwarded-proto", List.of())
                : List.of();
        return said.isEmpty()
                ? arrival.transport().isTls()
                : String.join(",", said).equals("https");
    }

    private @Nullable Listener listener(Arrival arrival) {
        if (arrival.side() == Arrival.Side.INBOUND) {
            return inbound.get();
        }
        return proxy.isGateway() ? gatewayListener(arrival) : outboundListener(arrival);
    }

    private @Nullable Listener gatewayListener(Arrival arrival) {
        Listener any = null;
        for (GatewayListeners.GatewayListener one : gateway.get()) {
            if (one.port() == arrival.port()) {
                if (one.bind().equals(arrival.address())) {
                    return one.listener();
                }
                any = one.bind().equals(addresses.any()) ? one.listener() : any;
            }
        }
        return any;
    }

    private Listener outboundListener(Arrival arrival) {
        // the inbound listener stands at this port of every address, and so takes what is sent out to it
        boolean ownInbound = arrival.port() == InboundListener.OWN_PORT;
        if (!ports.get().contains(arrival.port())) {
            return ownInbound ? inbound.get() : catchAll;
        }
        Map<String, Listener> there = outbound.get(
                arrival.port(),
                port -> OutboundListeners.at(port, proxy, scope, snapshot.registry(), addresses, routes, streams));
        Listener own = there.get(arrival.address());
        if (own != null) {
            return own;
        }
        Listener any = ownInbound ? inbound.get() : there.get(addresses.any());
        return any == null ? catchAll : any;
    }

    /** A passage while it goes on. */
    private final class Way {
        private final Arrival arrival;
        private String listener = "";
        private @Nullable Chain chain;
        private String routeConfiguration = "";
        private @Nullable VirtualHost host;
        private int routeIndex = -1;
        private @Nullable RequestView request;
        private List<ClusterShare> stream = List.of();

        Way(Arrival arrival) {
            this.arrival = arrival;
        }

        Passage end(@Nullable Reason problem) {
            return new Passage(
                    proxy,
                    arrival,
                    problem,
                    listener,
                    chain == null ? "" : chain.name(),
                    chain != null && chain.tls() != ChainTls.NONE,
                    chain == null ? null : chain.place(),
                    routeConfiguration,
                    host,
                    host == null || routeIndex < 0 ? null : host.routes().get(routeIndex),
                    routeIndex,
                    request,
                    stream);
        }
    }
}
