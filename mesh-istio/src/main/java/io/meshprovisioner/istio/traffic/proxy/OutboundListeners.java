package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.traffic.route.ClusterRef;
import io.meshprovisioner.istio.traffic.scope.EgressListener;
import io.meshprovisioner.istio.traffic.scope.Scope;
import io.meshprovisioner.istio.traffic.snapshot.Endpoint;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.Registry;
import io.meshprovisioner.istio.traffic.snapshot.Resolution;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sidecar opens for its workload's calls to one port: a shared listener for HTTP on all addresses, and one for
 * each address of a service that speaks something else or does not say what it speaks. Where HTTP and TCP meet at one
 * address they share it, and the first bytes tell them apart.
 */
final class OutboundListeners {
    private static final String CATCH_ALL = "virtualOutbound";
    private static final String PASSTHROUGH_CHAIN = "PassthroughFilterChain";
    /** The port of the sidecar itself that outbound connections are led to. */
    private static final int OWN_PORT = 15001;

    /** A listener while it grows. */
    private static final class Entry {
        private final String bind;
        private Protocol protocol;
        private List<ChainDraft> chains;
        private boolean closed;

        Entry(String bind, Protocol protocol, List<ChainDraft> chains) {
            this.bind = bind;
            this.protocol = protocol;
            this.chains = chains;
        }

        void merge(List<ChainDraft> incoming) {
            List<ChainDraft> merged = new ArrayList<>(chains);
            for (ChainDraft chain : incoming) {
                if (merged.stream().noneMatch(known -> known.conflictsWith(chain))) {
                    merged.add(chain);
                }
            }
            chains = merged;
        }
    }

    private final Proxy proxy;
    private final Scope scope;
    private final Registry registry;
    private final ServiceAddresses addresses;
    private final OutboundRoutes routes;
    private final OutboundStreams streams;
    private final int port;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private OutboundListeners(
            Proxy proxy,
            Scope scope,
            Registry registry,
            ServiceAddresses addresses,
            OutboundRoutes routes,
            OutboundStreams streams,
            int port) {
        this.proxy = proxy;
        this.scope = scope;
        this.registry = registry;
        this.addresses = addresses;
        this.routes = routes;
        this.streams = streams;
        this.port = port;
    }

    /** The listeners of a port by their address. */
    static Map<String, Listener> at(
            int port,
            Proxy proxy,
            Scope scope,
            Registry registry,
            ServiceAddresses addresses,
            OutboundRoutes routes,
            OutboundStreams streams) {
        OutboundListeners listeners = new OutboundListeners(proxy, scope, registry, addresses, routes, streams, port);
        scope.listeners().forEach(listeners::add);
        Map<String, Listener> built = new LinkedHashMap<>();
        listeners.entries.forEach((bind, entry) -> built.put(bind, listeners.listener(entry)));
        return built;
    }

    /** The listener for what no other takes. */
    static Listener catchAll(Scope scope) {
        Chain own = new Chain(
                CATCH_ALL + "-blackhole",
                ChainMatch.toPort(OWN_PORT),
                ChainTls.NONE,
                ChainContent.Stream.to(ClusterRef.BLACK_HOLE),
                null);
        Chain others = new Chain(
                CATCH_ALL + "-catchall-tcp",
                ChainMatch.ANY,
                ChainTls.NONE,
                ChainContent.Stream.to(OutboundRoutes.unknown(scope)),
                null);
        return new Listener(CATCH_ALL, Listener.NOWHERE, Listener.NOWHERE, List.of(own, others), null);
    }

    private void add(EgressListener egress) {
        ServicePort named = egress.port();
        if (named != null) {
            if (named.number() == port && canBind(egress.bind(), named.protocol())) {
                egress.services().forEach(service -> add(egress, service, named, egress.bind()));
            }
            return;
        }
        entries.values().forEach(entry -> entry.closed = true);
        for (MeshService service : egress.services(port)) {
            for (ServicePort one : service.ports()) {
                if (one.number() == port && canBind(egress.bind(), one.protocol())) {
                    if (egress.bind().isEmpty() && isAtItsPods(service, one)) {
                        addPods(egress, service, one);
                    } else {
                        add(egress, service, one, egress.bind());
                    }
                }
            }
        }
    }

    private boolean canBind(String bind, Protocol protocol) {
        boolean shared = bind.isEmpty() ? protocol.isHttp() : bind.equals(addresses.any());
        return !shared || (port != OWN_PORT && port != InboundListener.OWN_PORT);
    }

    /** A headless service, or a ServiceEntry without resolution, that is not HTTP: each pod has a listener. */
    private boolean isAtItsPods(MeshService service, ServicePort one) {
        return service.resolution() == Resolution.PASSTHROUGH
                && addresses.main(service).equals(ServiceAddresses.ANY)
                && (one.protocol().isTcp() || one.protocol().isUnknown());
    }

    private void addPods(EgressListener egress, MeshService service, ServicePort one) {
        List<Endpoint> endpoints = registry.endpoints(service).stream()
                .filter(endpoint -> endpoint.servicePort().number() == port)
                .toList();
        if (!service.isKubernetes()
                && endpoints.isEmpty()
                && !service.object().spec().has("workloadSelector")) {
            add(egress, service, one, "");
            return;
        }
        for (Endpoint endpoint : endpoints) {
            boolean own = !proxy.addresses().isEmpty()
                    && endpoint.address().equals(proxy.addresses().get(0));
            if (!own && ServiceAddresses.isAddress(endpoint.address())) {
                add(egress, service, one, endpoint.address());
            }
        }
    }

    private void add(EgressListener egress, MeshService service, ServicePort one, String bind) {
        if (service.resolution() == Resolution.ALIAS || one.protocol() == Protocol.UDP) {
            return;
        }
        if (one.protocol().isHttp()) {
            addHttp(one, bind.isEmpty() ? addresses.any() : bind);
            return;
        }
        List<String> blocks = List.of();
        String address = bind;
        if (address.isEmpty()) {
            address = addresses.main(service);
            if (ServiceAddresses.isBlock(address)) {
                blocks = List.of(address);
                address = addresses.any();
            } else if (!service.isKubernetes() && addresses.onlyV6() && address.equals(ServiceAddresses.ANY)) {
                address = ServiceAddresses.ANY_V6;
            }
        }
        Entry current = entries.get(address);
        if (current != null && current.closed) {
            return;
        }
        List<ChainDraft> drafts = streams.chains(service, one, address, blocks, egress.rules());
        if (one.protocol().isTcp()) {
            addStream(one, address, current, drafts);
        } else {
            addSniffed(service, one, address, current, drafts);
        }
    }

    private void addHttp(ServicePort one, String address) {
        Entry current = entries.get(address);
        if (current != null && (current.closed || !current.protocol.isTcp())) {
            return;
        }
        ChainDraft chain = ChainDraft.of(routes.shared(port));
        boolean shared = address.equals(addresses.any()) && one.protocol() != Protocol.HTTP_PROXY;
        List<ChainDraft> drafts = List.of(shared ? chain.plainHttp() : chain);
        if (current == null) {
            entries.put(address, new Entry(address, shared ? Protocol.UNKNOWN : one.protocol(), drafts));
        } else if (!isServerFirst(one.protocol(), current.protocol)) {
            current.merge(drafts);
            current.protocol = Protocol.UNKNOWN;
        }
    }

    private void addStream(ServicePort one, String address, @Nullable Entry current, List<ChainDraft> drafts) {
        if (current == null) {
            entries.put(address, new Entry(address, one.protocol(), drafts));
        } else if (!isServerFirst(one.protocol(), current.protocol)) {
            current.merge(drafts);
            if (current.protocol.isHttp()) {
                current.protocol = Protocol.UNKNOWN;
            }
        }
    }

    private void addSniffed(
            MeshService service, ServicePort one, String address, @Nullable Entry current, List<ChainDraft> drafts) {
        if (current != null && !current.protocol.isHttp() && !current.protocol.isTcp()) {
            return;
        }
        List<ChainDraft> both = new ArrayList<>(drafts);
        both.add(
                ChainDraft.of(address.equals(addresses.any()) ? routes.shared(port) : routes.only(service.host(), port))
                        .plainHttp());
        if (current == null || current.protocol.isHttp()) {
            if (current == null || !isServerFirst(one.protocol(), current.protocol)) {
                entries.put(address, new Entry(address, one.protocol(), both));
            }
        } else if (!isServerFirst(one.protocol(), current.protocol)) {
            current.merge(both);
            current.protocol = Protocol.UNKNOWN;
        }
    }

    /** Servers of these protocols speak first, so nobody may wait for the client's first bytes. */
    private static boolean isServerFirst(Protocol incoming, Protocol existing) {
        boolean one = incoming == Protocol.MONGO
                || incoming == Protocol.MYSQL
                || existing == Protocol.MONGO
                || existing == Protocol.MYSQL;
        return one && incoming != existing;
    }

    private Listener listener(Entry entry) {
        List<Chain> chains = new ArrayList<>();
        Chain byDefault = null;
        boolean tls = false;
        boolean http = false;
        for (ChainDraft draft : entry.chains) {
            tls |= !draft.serverNames().isEmpty();
            http |= !draft.applications().isEmpty();
            if (draft.takesAll()) {
                byDefault = new Chain("", ChainMatch.ANY, draft.tls(), draft.content(), draft.place());
            } else {
                chains.add(draft.chain(""));
            }
        }
        if (byDefault != null && chains.isEmpty()) {
            chains.add(byDefault);
            byDefault = null;
        } else if (byDefault == null) {
            byDefault = new Chain(
                    PASSTHROUGH_CHAIN,
                    ChainMatch.ANY,
                    ChainTls.NONE,
                    ChainContent.Stream.to(OutboundRoutes.unknown(scope)),
                    null);
        }
        return new Listener(
                entry.bind + "_" + port,
                tls ? Listener.EVERYWHERE : Listener.NOWHERE,
                http ? Listener.EVERYWHERE : Listener.NOWHERE,
                List.copyOf(chains),
                byDefault);
    }
}
