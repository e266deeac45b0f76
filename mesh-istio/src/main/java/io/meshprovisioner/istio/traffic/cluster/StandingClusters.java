package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.traffic.cluster.LoadBalancing.Algorithm;
import io.meshprovisioner.istio.traffic.snapshot.Endpoint;
import io.meshprovisioner.istio.traffic.snapshot.Locality;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.traffic.snapshot.MeshService;
import io.meshprovisioner.istio.traffic.snapshot.Protocol;
import io.meshprovisioner.istio.traffic.snapshot.Proxy;
import io.meshprovisioner.istio.traffic.snapshot.ServicePort;
import io.meshprovisioner.istio.traffic.snapshot.ServiceTarget;
import io.meshprovisioner.istio.validation.input.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The clusters that a proxy has whatever services there are: those of its own workload, and those for all the rest. */
public final class StandingClusters {
    private static final String LOCALHOST = "127.0.0.1";
    private static final Duration PASSTHROUGH_IDLE = Duration.ofMinutes(5);

    private final MeshConfig mesh;
    private final Proxy proxy;
    private final RuleLookup rules;

    StandingClusters(MeshConfig mesh, Proxy proxy, RuleLookup rules) {
        this.mesh = mesh;
        this.proxy = proxy;
        this.rules = rules;
    }

    /** Where a sidecar sends what no rule knows: to the address that the client chose. A gateway has none. */
    public Cluster passthrough() {
        return passthrough(ClusterNames.PASSTHROUGH);
    }

    /** Where a sidecar sends what comes for a port that no service has: to that port. */
    public Cluster inboundPassthrough() {
        return passthrough(ClusterNames.INBOUND_PASSTHROUGH);
    }

    private Cluster passthrough(String name) {
        ConnectionLimits usual =
                PoolReader.limits(Policy.NONE.connectionPool(), Policy.NONE.retryBudget(), HttpVersion.AS_CLIENT, mesh);
        ConnectionLimits limits = new ConnectionLimits(
                usual.maxConnections(),
                usual.maxPendingRequests(),
                usual.maxRequests(),
                usual.maxRetries(),
                usual.retryBudget(),
                usual.connectTimeout(),
                Optional.of(PASSTHROUGH_IDLE),
                usual.maxConnectionDuration(),
                usual.maxRequestsPerConnection(),
                usual.maxConcurrentStreams(),
                usual.keepalive());
        return cluster(name, Discovery.ORIGINAL_DST, Optional.empty(), HttpVersion.AS_CLIENT, limits, List.of());
    }

    /** Where a proxy sends what it does not let out: to nobody. */
    public Cluster blackHole() {
        ConnectionLimits limits =
                PoolReader.limits(Policy.NONE.connectionPool(), Policy.NONE.retryBudget(), HttpVersion.HTTP_1, mesh);
        return cluster(
                ClusterNames.BLACK_HOLE, Discovery.STATIC, Optional.empty(), HttpVersion.HTTP_1, limits, List.of());
    }

    /**
     * The ports of the proxy's own workload: those that the ingress listeners of its Sidecar declare, or without any those
     * of its services. Of a service's DestinationRule only the connection pool counts here, and the Sidecar's is over it.
     *
     * @param sidecar the {@code spec} of the Sidecar that is for the proxy; absent for none
     * @param targets the service ports that its workload stands behind
     */
    public List<Cluster> inbound(Node sidecar, List<ServiceTarget> targets) {
        Map<Integer, Cluster> byPort = new TreeMap<>();
        for (Node listener : sidecar.items("ingress")) {
            ingress(listener, sidecar.get("inboundConnectionPool"), targets)
                    .ifPresent(cluster -> byPort.putIfAbsent(port(listener).number(), cluster));
        }
        if (!sidecar.hasAny("ingress")) {
            for (ServiceTarget target : targets) {
                byPort.computeIfAbsent(
                        target.targetPort(),
                        port -> inbound(
                                port,
                                target.service(),
                                target.port(),
                                mesh.inboundToLocalhost() ? LOCALHOST : "",
                                port,
                                sidecar.get("inboundConnectionPool")));
            }
        }
        return List.copyOf(byPort.values());
    }

    private static ServicePort port(Node listener) {
        Node port = listener.get("port");
        return new ServicePort(
                port.text("name"), (int) port.integer("number"), Protocol.of(port.text("protocol")), 0, "");
    }

    private Optional<Cluster> ingress(Node listener, Node pool, List<ServiceTarget> targets) {
        ServicePort port = port(listener);
        String endpoint = listener.text("defaultEndpoint");
        int colon = endpoint.lastIndexOf(':');
        String address = "";
        int addressPort = 0;
        if (endpoint.startsWith("unix://")) {
            address = endpoint;
        } else if (!endpoint.isEmpty()) {
            addressPort = (int) Settings.whole(endpoint.substring(colon + 1));
            if (colon < 0 || addressPort == 0) {
                return Optional.empty();
            }
            address = own(endpoint.substring(0, colon));
        }
        MeshService service = targets.stream()
                .filter(target -> target.targetPort() == port.number())
                .map(ServiceTarget::service)
                .findFirst()
                .orElse(null);
        Node own = listener.get("connectionPool");
        return Optional.of(inbound(port.number(), service, port, address, addressPort, own.present() ? own : pool));
    }

    /** An unspecified address stands for the workload's own, if possible of the same family. */
    private String own(String host) {
        boolean v6 = host.indexOf(':') >= 0;
        if (!host.equals("0.0.0.0") && !host.equals("[::]")) {
            return v6 ? host.substring(1, host.length() - 1) : host;
        }
        return proxy.addresses().stream()
                .filter(address -> (address.indexOf(':') >= 0) == v6)
                .findFirst()
                .orElse(v6 ? "::1" : LOCALHOST);
    }

    private Cluster inbound(
            int number, @Nullable MeshService service, ServicePort port, String address, int addressPort, Node pool) {
        MergedRule rule = service == null ? null : rules.inbound(proxy, service);
        Policy policy = rule == null ? Policy.NONE : Policy.atPort(rule.policy(), port.number());
        Node settings = pool.present() ? pool : policy.connectionPool();
        HttpVersion version = PoolReader.version(settings, port.protocol(), true, false, mesh);
        return cluster(
                ClusterNames.inbound(number),
                address.isEmpty() ? Discovery.ORIGINAL_DST : Discovery.STATIC,
                rule == null ? Optional.empty() : Optional.of(new AppliedRule(rule.objects(), rule.host())),
                version,
                PoolReader.limits(settings, policy.retryBudget(), version, mesh),
                address.isEmpty() ? List.of() : List.of(own(address, addressPort, port)));
    }

    private LocalityGroup own(String address, int number, ServicePort port) {
        Endpoint endpoint = new Endpoint(
                address, number, port, Map.of(), proxy.namespace(), "", Locality.NONE, 0, "", "", true, false, "");
        return new LocalityGroup(
                Locality.NONE, 0, 1, List.of(new ClusterEndpoint(address, number, 1, false, endpoint)));
    }

    private static Cluster cluster(
            String name,
            Discovery discovery,
            Optional<AppliedRule> rule,
            HttpVersion version,
            ConnectionLimits limits,
            List<LocalityGroup> localities) {
        LoadBalancing balancing = new LoadBalancing(
                discovery == Discovery.ORIGINAL_DST ? Algorithm.CLUSTER_PROVIDED : Algorithm.ROUND_ROBIN,
                "",
                0,
                Optional.empty(),
                false,
                OptionalDouble.empty());
        return new Cluster(
                name,
                discovery,
                rule,
                version,
                balancing,
                limits,
                Optional.empty(),
                ClientSecurity.plaintext("no TLS is started here"),
                localities);
    }
}
