package io.meshprovisioner.istio.gatewayapi;

import io.meshprovisioner.istio.model.Resource;
import io.meshprovisioner.istio.model.ResourceType;
import io.meshprovisioner.istio.yaml.Document;
import java.util.List;
import java.util.function.Function;

/** The Kubernetes kinds that have a type here. */
public final class GatewayApiKinds {
    private static final List<ResourceType<?>> ALL = List.of(
            type(GatewayClass.class, GatewayClass::of),
            type(Gateway.class, Gateway::of),
            type(HTTPRoute.class, HTTPRoute::of),
            type(GRPCRoute.class, GRPCRoute::of),
            type(TLSRoute.class, TLSRoute::of),
            type(TCPRoute.class, TCPRoute::of),
            type(ReferenceGrant.class, ReferenceGrant::of),
            new ResourceType<>(Ingress.class, "networking.k8s.io", "Ingress", Ingress::of));

    private GatewayApiKinds() {}

    private static <T extends Resource<T>> ResourceType<T> type(Class<T> type, Function<Document, T> view) {
        return new ResourceType<>(type, ApiResource.GROUP, type.getSimpleName(), view);
    }

    /** All kinds. */
    public static List<ResourceType<?>> all() {
        return ALL;
    }
}
