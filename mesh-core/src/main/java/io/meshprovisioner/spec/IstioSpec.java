package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The Istio installation that is asked for. Values: each method returns a changed copy.
 *
 * @param version such as {@code 1.30.3}
 * @param profile default {@link IstioProfile#DEFAULT}, which has an ingress gateway
 * @param gateways the ingress gateways; default one, {@code istio-ingressgateway}
 * @param values raw Helm values of istiod, laid over all others
 * @param addons telemetry add-ons, default none
 * @param charts where the charts come from; empty: {@link ChartSource#published}, or the release archive where there is
 *     an operator
 * @param operator have Istio's own operator install it; empty: Helm charts do
 * @param mutualTls of the whole mesh; empty: nothing is said, and Istio accepts both
 * @param revision the control plane's name, for one beside others; empty: the only one, which needs no name
 * @param images where images come from; default Istio's own
 * @param trust the trust domain and the certificate authority; default Istio's own
 * @param settings what people set most often; default the profile's
 * @param gatewayApi the version of the Gateway API whose kinds are installed; empty: none are
 * @param cni whether Istio's CNI plug-in leads the pods' traffic through their proxies; default off, and always on
 *     in the ambient profile
 * @param waypoints of namespaces in an ambient mesh; default none
 */
public record IstioSpec(
        String version,
        IstioProfile profile,
        List<GatewaySpec> gateways,
        Map<String, Object> values,
        Set<IstioAddon> addons,
        Optional<ChartSource> charts,
        Optional<OperatorSpec> operator,
        Optional<MutualTls> mutualTls,
        Optional<String> revision,
        ImageSpec images,
        TrustSpec trust,
        IstioSettings settings,
        Optional<String> gatewayApi,
        boolean cni,
        List<WaypointSpec> waypoints) {

    public IstioSpec {
        gateways = List.copyOf(gateways);
        values = ValueTree.freeze(values);
        waypoints = List.copyOf(waypoints);
        addons = Collections.unmodifiableSet(new TreeSet<>(addons));
    }

    /** The default installation of a release. */
    public static IstioSpec version(String version) {
        return new IstioSpec(
                version,
                IstioProfile.DEFAULT,
                List.of(GatewaySpec.ingress()),
                Map.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ImageSpec.defaults(),
                TrustSpec.defaults(),
                IstioSettings.defaults(),
                Optional.empty(),
                false,
                List.of());
    }

    /** The same in another release. */
    public IstioSpec release(String newVersion) {
        return with(draft -> draft.version = newVersion);
    }

    /**
     * With another profile. Where the gateways are still those that the profile brought, they become those of the new
     * one: minimal, empty, remote and ambient have none.
     */
    public IstioSpec profile(IstioProfile newProfile) {
        boolean untouched = gateways.equals(gatewaysOf(profile));
        return with(draft -> {
            draft.profile = newProfile;
            draft.gateways = untouched ? gatewaysOf(newProfile) : gateways;
        });
    }

    private static List<GatewaySpec> gatewaysOf(IstioProfile profile) {
        return switch (profile) {
            case MINIMAL, EMPTY, REMOTE, AMBIENT -> List.of();
            case DEFAULT, DEMO, PREVIEW, STABLE -> List.of(GatewaySpec.ingress());
        };
    }

    /** With the ingress gateway {@code istio-ingressgateway}, also in profiles that have none. */
    public IstioSpec ingressGateway() {
        return gateway(GatewaySpec.ingress());
    }

    /** With the ingress gateway, changed. */
    public IstioSpec ingressGateway(UnaryOperator<GatewaySpec> change) {
        return gateway(change.apply(GatewaySpec.ingress()));
    }

    /** Adds a gateway, or replaces the one of the same name and namespace. */
    public IstioSpec gateway(GatewaySpec gateway) {
        List<GatewaySpec> all = new ArrayList<>(gateways);
        all.removeIf(other ->
                other.name().equals(gateway.name()) && other.namespace().equals(gateway.namespace()));
        all.add(gateway);
        return with(draft -> draft.gateways = all);
    }

    /** With gateways as EKS Auto Mode serves them; see {@link GatewaySpec#servedByAutoMode}. */
    public IstioSpec servedByAutoMode() {
        List<GatewaySpec> all =
                gateways.stream().map(GatewaySpec::servedByAutoMode).toList();
        return with(draft -> draft.gateways = all);
    }

    /** Without any gateway. */
    public IstioSpec noGateways() {
        return with(draft -> draft.gateways = List.of());
    }

    /** Raw Helm values of istiod, laid over all others. */
    public IstioSpec values(Map<String, Object> newValues) {
        return with(draft -> draft.values = newValues);
    }

    public IstioSpec addons(IstioAddon... newAddons) {
        return with(draft -> draft.addons = Set.of(newAddons));
    }

    public IstioSpec charts(ChartSource source) {
        return with(draft -> draft.charts = Optional.of(source));
    }

    /** Installed by Istio's own operator instead of by Helm charts; for releases up to 1.23. */
    public IstioSpec operator(UnaryOperator<OperatorSpec> change) {
        return operator(Optional.of(change.apply(OperatorSpec.defaults())));
    }

    /** Installed by Helm charts: the default. */
    public IstioSpec noOperator() {
        return operator(Optional.empty());
    }

    private IstioSpec operator(Optional<OperatorSpec> newOperator) {
        return with(draft -> draft.operator = newOperator);
    }

    /**
     * What the workloads of the whole mesh accept from each other: a PeerAuthentication in {@code istio-system}. With
     * {@link MutualTls#STRICT} and the demo profile it is what Istio once shipped as {@code istio-demo-auth.yaml}.
     */
    public IstioSpec mutualTls(MutualTls newMutualTls) {
        return with(draft -> draft.mutualTls = Optional.of(newMutualTls));
    }

    /**
     * A control plane of this name, such as {@code 1-30-3}, beside those of other names: a canary. Gateways that are asked
     * for become its own; workloads follow as {@code mesh.revisions()} moves them.
     */
    public IstioSpec revision(String name) {
        return with(draft -> draft.revision = Optional.of(name));
    }

    /** Images from a registry of the user's own, such as {@code images.hub("registry.example.com/istio").pullLogin()}. */
    public IstioSpec images(UnaryOperator<ImageSpec> change) {
        return with(draft -> draft.images = change.apply(images));
    }

    /**
     * With the kinds of the Kubernetes Gateway API in this version, such as {@code 1.5.1}, from its own release; where
     * somebody else keeps them, theirs are used as they are.
     */
    public IstioSpec gatewayApi(String newVersion) {
        return with(draft -> draft.gatewayApi = Optional.of(newVersion));
    }

    /**
     * With Istio's CNI plug-in, an agent on each node: it leads the pods' traffic through their proxies, which otherwise a
     * container of each pod does, with rights on the network (NET_ADMIN) that some clusters give to nobody.
     */
    public IstioSpec cniPlugin() {
        return with(draft -> draft.cni = true);
    }

    /** With a waypoint for a namespace, in the ambient profile. */
    public IstioSpec waypoint(String namespace) {
        return waypoint(WaypointSpec.in(namespace));
    }

    /** Adds a waypoint, or replaces the one of the same namespace. */
    public IstioSpec waypoint(WaypointSpec waypoint) {
        List<WaypointSpec> all = new ArrayList<>(waypoints);
        all.removeIf(other -> other.namespace().equals(waypoint.namespace()));
        all.add(waypoint);
        return with(draft -> draft.waypoints = all);
    }

    /** What people set most often, such as {@code settings.replicas(2).accessLog("/dev/stdout")}. */
    public IstioSpec settings(UnaryOperator<IstioSettings> change) {
        return with(draft -> draft.settings = change.apply(settings));
    }

    /** Who vouches for workloads, such as {@code trust.domain("example.org").authority(folder)}. */
    public IstioSpec trust(UnaryOperator<TrustSpec> change) {
        return with(draft -> draft.trust = change.apply(trust));
    }

    private IstioSpec with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy while it is changed. */
    private static final class Draft {
        private String version;
        private IstioProfile profile;
        private List<GatewaySpec> gateways;
        private Map<String, Object> values;
        private Set<IstioAddon> addons;
        private Optional<ChartSource> charts;
        private Optional<OperatorSpec> operator;
        private Optional<MutualTls> mutualTls;
        private Optional<String> revision;
        private ImageSpec images;
        private TrustSpec trust;
        private IstioSettings settings;
        private Optional<String> gatewayApi;
        private boolean cni;
        private List<WaypointSpec> waypoints;

        Draft(IstioSpec spec) {
            version = spec.version;
            profile = spec.profile;
            gateways = spec.gateways;
            values = spec.values;
            addons = spec.addons;
            charts = spec.charts;
            operator = spec.operator;
            mutualTls = spec.mutualTls;
            revision = spec.revision;
            images = spec.images;
            trust = spec.trust;
            settings = spec.settings;
            gatewayApi = spec.gatewayApi;
            cni = spec.cni;
            waypoints = spec.waypoints;
        }

        IstioSpec done() {
            return new IstioSpec(
                    version,
                    profile,
                    gateways,
                    values,
                    addons,
                    charts,
                    operator,
                    mutualTls,
                    revision,
                    images,
                    trust,
                    settings,
                    gatewayApi,
                    cni,
                    waypoints);
        }
    }
}
