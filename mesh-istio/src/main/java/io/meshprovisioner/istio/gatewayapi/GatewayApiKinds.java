package io.meshprovisioner.istio.gatewayapi;

import io.meshprovisioner.istio.model.Resource;
import io.meshprovisioner.istio.model.ResourceType;
import io.meshprovisioner.istio.yaml.Document;
import java.util.List;
import java.util.function.Function;

/** The Kubernetes kinds that have a type here. */
public final class GatewayApiKinds {
    private static final List<ResourceType<?>> ALL = List.of(
            type(GatewayClass.class, "v1", GatewayClass::of),
            type(Gateway.class, "v1", Gateway::of),
            type(HTTPRoute.class, "v1", HTTPRoute::of),
            type(GRPCRoute.class, "v1", GRPCRoute::of),
            type(TLSRoute.class, "v1", TLSRoute::of),
            type(TCPRoute.class, "v1alpha2", TCPRoute::of),
            type(ReferenceGrant.class, "v1beta1", ReferenceGrant::of),
            new ResourceType<>(Ingress.class, "networking.k8s.io", "v1", "Ingress", Ingress::of));

    private GatewayApiKinds() {}

    private static <T extends Resource<T>> ResourceType<T> type(
            Class<T> type, String version, Function<Document, T> view) {
        return new ResourceType<>(type, ApiResource.GROUP, version, type.getSimpleName(), view);
    }

    /** All kinds. */
    public static List<ResourceType<?>> all() {
        return ALL;
    }
}
