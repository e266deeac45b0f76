package io.meshprovisioner.istio.traffic.proxy;

import io.meshprovisioner.istio.model.MutualTlsMode;
import io.meshprovisioner.istio.traffic.policy.MutualTls;
import io.meshprovisioner.istio.traffic.policy.WorkloadPolicies;
import io.meshprovisioner.istio.traffic.route.ClusterRef;
import io.meshprovisioner.istio.traffic.route.Route;
import io.meshprovisioner.istio.traffic.route.RouteAction;
import io.meshprovisioner.istio.traffic.rule.RetryRule;
import io.meshprovisioner.istio.traffic.scope.Scope;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.ServiceTarget;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * What a sidecar opens towards its callers: for each port of its workload the chains that its mutual TLS mode and its
 * protocol ask for, and others for ports that no service has.
 */
final class InboundListener {
    static final String NAME = "virtualInbound";

    /** The port of the sidecar itself that inbound connections are led to. */
    static final int OWN_PORT = 15006;

    private static final int OWN_OUTBOUND_PORT = 15001;

    private static final List<String> MESH_HTTP = List.of("istio-http/1.0", "istio-http/1.1", "istio-h2");
    private static final List<String> MESH_STREAM = List.of("istio-peer-exchange", "istio");
    private static final List<String> MESH_ANY =
            List.of("istio", "istio-peer-exchange", "istio-http/1.0", "istio-http/1.1", "istio-h2");
    private static final List<String> ANY = List.of();

    /** One port of the workload. */
    private record Port(int number, int servicePort, Protocol protocol, String bind, ChainTls own) {}

    /** What a chain asks for and ends. */
    private record Kind(List<String> applications, String transport, boolean http, boolean endsTls) {}

    private final List<Chain> chains = new ArrayList<>();
    private final ServiceAddresses addresses;
    private final WorkloadPolicies policies;

    private InboundListener(ServiceAddresses addresses, WorkloadPolicies policies) {
        this.addresses = addresses;
        this.policies = policies;
    }

    static Listener of(
            Proxy proxy,
            Scope scope,
            List<ServiceTarget> targets,
            MeshConfig mesh,
            ServiceAddresses addresses,
            WorkloadPolicies policies) {
        InboundListener inbound = new InboundListener(addresses, policies);
        Map<Integer, Port> ports = inbound.ports(proxy, scope, targets, mesh);
        inbound.chains.add(new Chain(
                NAME + "-blackhole",
                ChainMatch.toPort(OWN_PORT),
                ChainTls.NONE,
                ChainContent.Stream.to(ClusterRef.BLACK_HOLE),
                null));
        Set<Integer> declared = declared(scope, targets);
        inbound.addPassthrough(0, policies.mutualTls());
        policies.mutualTlsByPort().forEach((port, mode) -> {
            if (!declared.contains(port)) {
                inbound.addPassthrough(port, mode);
            }
        });
        ports.values().forEach(inbound::add);
        return new Listener(
                NAME,
                inbound.inspected(kind -> kind.transport().equals(ChainMatch.TLS)),
                inbound.inspected(kind -> kind.applications().contains("http/1.1")),
                List.copyOf(inbound.chains),
                null);
    }

    private static Set<Integer> declared(Scope scope, List<ServiceTarget> targets) {
        Set<Integer> declared = new HashSet<>();
        if (scope.ingress().isEmpty()) {
            targets.forEach(target -> declared.add(target.targetPort()));
        } else {
            scope.ingress().forEach(port -> declared.add((int) port.get("port").integer("number")));
        }
        return declared;
    }

    private Map<Integer, Port> ports(Proxy proxy, Scope scope, List<ServiceTarget> targets, MeshConfig mesh) {
        Map<Integer, Port> ports = new TreeMap<>();
        for (Node ingress : scope.ingress()) {
            Port port = ingress(ingress, proxy, mesh);
            if (!(ingress.text("captureMode").equals("NONE"))) {
                ports.putIfAbsent(port.number(), port);
            }
        }
        if (scope.ingress().isEmpty()) {
            for (ServiceTarget target : targets) {
                if (target.targetPort() == OWN_PORT || target.targetPort() == OWN_OUTBOUND_PORT) {
                    continue;
                }
                ports.putIfAbsent(
                        target.targetPort(),
                        new Port(
                                target.targetPort(),
                                target.port().number(),
                                target.port().protocol(),
                                addresses.any(),
                                ChainTls.NONE));
            }
        }
        return ports;
    }

    private Port ingress(Node ingress, Proxy proxy, MeshConfig mesh) {
        Node port = ingress.get("port");
        int number = (int) port.integer("number");
        Protocol protocol = Protocol.of(port.text("protocol"));
        String bind = ingress.text("bind");
        boolean ownTls = ingress.has("tls") && mesh.tlsOnSidecarIngress();
        String own = proxy.addresses().isEmpty()
                ? addresses.any()
                : proxy.addresses().get(0);
        return new Port(
                number,
                number,
                ownTls ? afterTls(protocol) : protocol,
                bind.isEmpty() ? own : bind,
                ownTls ? tls(ingress.get("tls").text("mode")) : ChainTls.NONE);
    }

    private static ChainTls tls(String mode) {
        return switch (mode) {
            case "MUTUAL" -> ChainTls.MUTUAL;
            case "ISTIO_MUTUAL" -> ChainTls.ISTIO_MUTUAL;
            default -> ChainTls.SIMPLE;
        };
    }

    private static Protocol afterTls(Protocol protocol) {
        return switch (protocol) {
            case HTTPS -> Protocol.HTTP;
            case TLS -> Protocol.TCP;
            default -> protocol;
        };
    }

    /** Ports that no service has; 0 for all of them. */
    private void addPassthrough(int port, MutualTls mode) {
        for (Kind kind : unknown(mode.mode())) {
            chains.add(new Chain(
                    kind.http() ? NAME + "-catchall-http" : NAME,
                    match(port, kind),
                    kind.endsTls() ? ChainTls.ISTIO_MUTUAL : ChainTls.NONE,
                    content(kind, 0, ClusterRef.INBOUND_PASSTHROUGH, Protocol.UNKNOWN),
                    null));
        }
    }

    private void add(Port port) {
        MutualTlsMode mode = policies.mutualTls(port.number()).mode();
        boolean own = port.own() != ChainTls.NONE && mode == MutualTlsMode.DISABLE;
        List<Kind> kinds = own
                ? List.of(new Kind(ANY, ChainMatch.TLS, port.protocol().isHttp(), true))
                : kinds(mode, port.protocol());
        for (Kind kind : kinds) {
            chains.add(new Chain(
                    port.bind() + "_" + port.number(),
                    match(port.number(), kind),
                    !kind.endsTls() ? ChainTls.NONE : own ? port.own() : ChainTls.ISTIO_MUTUAL,
                    content(kind, port.servicePort(), ClusterRef.inbound(port.number()), port.protocol()),
                    null));
        }
    }

    private static ChainMatch match(int port, Kind kind) {
        return new ChainMatch(port, List.of(), List.of(), kind.transport(), kind.applications());
    }

    private static ChainContent content(Kind kind, int servicePort, ClusterRef cluster, Protocol protocol) {
        if (!kind.http()) {
            return ChainContent.Stream.to(cluster);
        }
        boolean grpc = protocol == Protocol.GRPC || protocol == Protocol.GRPC_WEB;
        RouteAction action = RouteAction.Forward.to(cluster, grpc ? RetryRule.NONE : RetryRule.INBOUND);
        VirtualHost host =
                VirtualHost.forAll("inbound|http|" + servicePort, () -> List.of(Route.byDefault("default", action)));
        RouteTable table = new RouteTable(List.of(host));
        return new ChainContent.Http("", () -> table);
    }

    private static List<Kind> kinds(MutualTlsMode mode, Protocol protocol) {
        if (protocol.isHttp()) {
            return http(mode);
        }
        return protocol.isUnknown() ? unknown(mode) : stream(mode);
    }

    private static List<Kind> http(MutualTlsMode mode) {
        return switch (mode) {
            case STRICT -> List.of(new Kind(ANY, ChainMatch.TLS, true, true));
            case PERMISSIVE ->
                List.of(new Kind(MESH_ANY, ChainMatch.TLS, true, true), new Kind(ANY, ChainMatch.RAW, true, false));
            default -> List.of(new Kind(ANY, ChainMatch.RAW, true, false));
        };
    }

    private static List<Kind> stream(MutualTlsMode mode) {
        return switch (mode) {
            case STRICT -> List.of(new Kind(ANY, ChainMatch.TLS, false, true));
            case PERMISSIVE ->
                List.of(
                        new Kind(MESH_ANY, ChainMatch.TLS, false, true),
                        new Kind(ANY, ChainMatch.TLS, false, false),
                        new Kind(ANY, ChainMatch.RAW, false, false));
            default -> List.of(new Kind(ANY, ChainMatch.RAW, false, false));
        };
    }

    /** Where it is not said whether it is HTTP, the first bytes say. */
    private static List<Kind> unknown(MutualTlsMode mode) {
        return switch (mode) {
            case STRICT ->
                List.of(new Kind(MESH_HTTP, ChainMatch.TLS, true, true), new Kind(ANY, ChainMatch.TLS, false, true));
            case PERMISSIVE ->
                List.of(
                        new Kind(MESH_HTTP, ChainMatch.TLS, true, true),
                        new Kind(ChainDraft.PLAIN_HTTP, ChainMatch.RAW, true, false),
                        new Kind(MESH_STREAM, ChainMatch.TLS, false, true),
                        new Kind(ANY, ChainMatch.RAW, false, false),
                        new Kind(ANY, ChainMatch.TLS, false, false));
            default ->
                List.of(
                        new Kind(ChainDraft.PLAIN_HTTP, ChainMatch.RAW, true, false),
                        new Kind(ANY, ChainMatch.RAW, false, false));
        };
    }

    /** On which ports an inspector works: those with a chain that needs it; others as the chains for all ports need. */
    private IntPredicate inspected(Predicate<ChainMatch> needs) {
        Map<Integer, Boolean> byPort = new HashMap<>();
        for (Chain chain : chains) {
            byPort.merge(chain.match().port(), needs.test(chain.match()), Boolean::logicalOr);
        }
        boolean others = byPort.getOrDefault(0, false);
        return port -> byPort.getOrDefault(port, others);
    }
}
