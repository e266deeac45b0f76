package io.meshprovisioner.istio.traffic.snapshot;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of objects that decide what happens to a request; objects of other kinds are passed over. */
public enum ConfigKind {
    VIRTUAL_SERVICE("networking.istio.io", "VirtualService"),
    DESTINATION_RULE("networking.istio.io", "DestinationRule"),
    GATEWAY("networking.istio.io", "Gateway"),
    SERVICE_ENTRY("networking.istio.io", "ServiceEntry"),
    WORKLOAD_ENTRY("networking.istio.io", "WorkloadEntry"),
    SIDECAR("networking.istio.io", "Sidecar"),
    AUTHORIZATION_POLICY("security.istio.io", "AuthorizationPolicy"),
    PEER_AUTHENTICATION("security.istio.io", "PeerAuthentication"),
    REQUEST_AUTHENTICATION("security.istio.io", "RequestAuthentication"),
    SERVICE("", "Service"),
    ENDPOINT_SLICE("discovery.k8s.io", "EndpointSlice"),
    ENDPOINTS("", "Endpoints"),
    POD("", "Pod"),
    NODE("", "Node"),
    NAMESPACE("", "Namespace"),
    DEPLOYMENT("apps", "Deployment"),
    STATEFUL_SET("apps", "StatefulSet"),
    DAEMON_SET("apps", "DaemonSet"),
    INGRESS("networking.k8s.io", "Ingress"),
    INGRESS_CLASS("networking.k8s.io", "IngressClass"),
    API_GATEWAY("gateway.networking.k8s.io", "Gateway"),
    API_GATEWAY_CLASS("gateway.networking.k8s.io", "GatewayClass"),
    HTTP_ROUTE("gateway.networking.k8s.io", "HTTPRoute"),
    GRPC_ROUTE("gateway.networking.k8s.io", "GRPCRoute"),
    TLS_ROUTE("gateway.networking.k8s.io", "TLSRoute"),
    TCP_ROUTE("gateway.networking.k8s.io", "TCPRoute"),
    REFERENCE_GRANT("gateway.networking.k8s.io", "ReferenceGrant");

    private static final Map<String, ConfigKind> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toMap(kind -> kind.group + "/" + kind.kind, Function.identity()));

    private final String group;
    private final String kind;

    ConfigKind(String group, String kind) {
        this.group = group;
        this.kind = kind;
    }

    /** The API group; empty for Kubernetes' core. */
    public String group() {
        return group;
    }

    /** The kind's name. */
    public String kind() {
        return kind;
    }

    static Optional<ConfigKind> of(String group, String kind) {
        return Optional.ofNullable(BY_NAME.get(group + "/" + kind));
    }

    /** Whether a change of such an object can change services, endpoints or workloads. */
    public boolean shapesServices() {
        return switch (this) {
            case SERVICE_ENTRY,
                    WORKLOAD_ENTRY,
                    SERVICE,
                    ENDPOINT_SLICE,
                    ENDPOINTS,
                    POD,
                    NODE,
                    NAMESPACE,
                    DEPLOYMENT,
                    STATEFUL_SET,
                    DAEMON_SET -> true;
            default -> false;
        };
    }

    boolean namespaced() {
        return switch (this) {
            case NODE, NAMESPACE, INGRESS_CLASS, API_GATEWAY_CLASS -> false;
            default -> true;
        };
    }
}
