package io.meshprovisioner.istio.model;

import io.meshprovisioner.istio.model.schema.IstioSchema;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.function.Function;

/** The kinds that have a type here. */
public final class IstioKinds {
    private static final String NETWORKING = "networking.istio.io";
    private static final String SECURITY = "security.istio.io";
    private static final String EXTENSIONS = "extensions.istio.io";
    private static final List<ResourceType<?>> ALL = List.of(
            type(VirtualService.class, NETWORKING, VirtualService::of),
            type(DestinationRule.class, NETWORKING, DestinationRule::of),
            type(Gateway.class, NETWORKING, Gateway::of),
            type(ServiceEntry.class, NETWORKING, ServiceEntry::of),
            type(Sidecar.class, NETWORKING, Sidecar::of),
            type(WorkloadEntry.class, NETWORKING, WorkloadEntry::of),
            type(WorkloadGroup.class, NETWORKING, WorkloadGroup::of),
            type(EnvoyFilter.class, NETWORKING, EnvoyFilter::of),
            type(ProxyConfig.class, NETWORKING, ProxyConfig::of),
            type(AuthorizationPolicy.class, SECURITY, AuthorizationPolicy::of),
            type(PeerAuthentication.class, SECURITY, PeerAuthentication::of),
            type(RequestAuthentication.class, SECURITY, RequestAuthentication::of),
            type(Telemetry.class, "telemetry.istio.io", Telemetry::of),
            type(WasmPlugin.class, EXTENSIONS, WasmPlugin::of),
            type(TrafficExtension.class, EXTENSIONS, TrafficExtension::of),
            type(IstioOperator.class, IstioOperator.GROUP, IstioOperator::of));

    private IstioKinds() {}

    private static <T extends Resource<T>> ResourceType<T> type(
            Class<T> type, String group, Function<Document, T> view) {
        String kind = type.getSimpleName();
        String apiVersion =
                type == IstioOperator.class ? IstioOperator.API_VERSION : ReleaseCheck.newestApiVersion(kind);
        return new ResourceType<>(type, group, apiVersion.substring(group.length() + 1), kind, view);
    }

    /** All kinds. */
    public static List<ResourceType<?>> all() {
        return ALL;
    }

    /**
     * A document under an API version that a release serves; kinds without a CRD of Istio's as they are.
     *
     * @throws UnknownToReleaseException if it says something that came later
     */
    public static Document forRelease(Document document, String version) {
        if (IstioSchema.get().kind(document.group(), document.kind()).isEmpty()) {
            return document;
        }
        String apiVersion = ReleaseCheck.apiVersion(document, version);
        return document.withRoot(Trees.with(document.root(), "apiVersion", Trees.of(apiVersion)));
    }
}
