package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.ControlPlaneResource.ControlPlane;
import io.meshprovisioner.istio.install.CrdsResource.Crds;
import io.meshprovisioner.istio.install.HelmReleaseResource.Plan;
import io.meshprovisioner.istio.install.HelmReleaseResource.Released;
import io.meshprovisioner.istio.install.IstioOperatorResource.Asked;
import io.meshprovisioner.istio.install.NamespaceResource.Namespace;
import io.meshprovisioner.istio.install.PartResource.Running;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.spec.GatewaySpec;
import io.meshprovisioner.spec.GatewaySpec.Exposure;
import io.meshprovisioner.spec.IstioAddon;
import io.meshprovisioner.spec.IstioProfile;
import io.meshprovisioner.spec.IstioSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.OperatorSpec;
import io.meshprovisioner.spec.WaypointSpec;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.LoadBalancerAddress;
import io.meshprovisioner.spi.Manifest;
import io.meshprovisioner.spi.MeshInstaller.MeshRefs;
import io.meshprovisioner.spi.MeshInstaller.Surroundings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The mesh's part of the graph. Manifests need the API alone and wait for nodes in the cluster; readiness is a
 * resource of its own, looked at once there are nodes.
 */
final class MeshGraph {
    private static final GatewaySpec EGRESS = GatewaySpec.egress();

    private final Graph.Builder graph;
    private final String mesh;
    private final IstioSpec spec;
    private final Surroundings surroundings;
    private final Cluster cluster;
    private final Layout layout;
    private final Values values;
    private final Ref<ChartSet> charts;
    private final Map<String, Ref<Namespace>> namespaces = new HashMap<>();
    private final List<PlannedRelease> planned = new ArrayList<>();

    /** A Helm release that is part of the mesh. */
    record PlannedRelease(String namespace, Plan plan) {}

    /** @param whole what it is part of: says the mesh's name, and whether istiod shall run on its node's own network */
    MeshGraph(Graph.Builder graph, MeshSpec whole, IstioSpec spec, IstioVersion version, Surroundings surroundings) {
        this.graph = graph;
        this.mesh = whole.name();
        this.spec = spec;
        this.surroundings = surroundings;
        this.cluster = new Cluster(surroundings.api(), surroundings.sessions());
        this.layout = new Layout(version);
        this.values = new Values(spec, layout);
        this.charts = graph.add(new ChartsResource(
                spec,
                new ChartLibrary(
                        spec,
                        version,
                        surroundings.downloads(),
                        whole.networking().overlay())));
    }

    /** All releases that {@link #add} has added. */
    List<PlannedRelease> planned() {
        return List.copyOf(planned);
    }

    MeshRefs add() {
        Optional<Ref<GatewayApiCrds.Served>> gatewayApi = spec.gatewayApi()
                .map(version -> graph.add(new GatewayApiCrds(
                        cluster, graph.add(new GatewayApiBundle(version, surroundings.downloads())), version)));
        return spec.operator().isPresent() ? byOperator(spec.operator().get()) : byCharts(gatewayApi);
    }

    /** Each gateway is asked for in the IstioOperator, and waited for as one of a chart is. */
    private MeshRefs byOperator(OperatorSpec operator) {
        OperatorRequest request = new OperatorRequest(spec, operator);
        Set<Ref<?>> before = new LinkedHashSet<>();
        before.add(graph.add(new AppliedCrds(cluster, charts, spec.version())));
        Ref<Released> released = release(operator.operatorNamespace(), operatorChart(operator, request));
        before.add(ready(released, "operator of Istio " + spec.version(), "G2.3"));
        spec.gateways().forEach(gateway -> before.add(namespace(gateway.namespace())));
        Ref<Namespace> home = namespace(Values.NAMESPACE);
        Ref<Asked> asked = graph.add(
                new IstioOperatorResource(cluster, home, request.istioOperator(), request.workloads(), before));
        List<Ref<LoadBalancerAddress>> gateways = new ArrayList<>();
        Optional<Ref<ControlPlane>> controlPlane = spec.profile() == IstioProfile.EMPTY
                ? Optional.empty()
                : Optional.of(graph.add(new OperatedControlPlane(cluster, surroundings.nodes(), asked, request)));
        controlPlane.ifPresent(plane ->
                spec.gateways().forEach(gateway -> ready(gateway, plane, asked).ifPresent(gateways::add)));
        graph.add(new ReconciledResource(cluster, surroundings.nodes(), asked));
        finish(controlPlane);
        return new MeshRefs(gateways);
    }

    private Plan operatorChart(OperatorSpec operator, OperatorRequest request) {
        return new Plan(
                Kinds.OPERATOR,
                "istio-operator",
                "chart istio-operator of Istio " + spec.version(),
                charts -> charts.operator().orElseThrow(),
                (chart, look) -> request.chartValues(),
                List.of(deployment(operator.operatorNamespace(), "istio-operator")),
                Set.of(),
                Set.of(),
                Optional.of("G2.3"));
    }

    private MeshRefs byCharts(Optional<Ref<GatewayApiCrds.Served>> gatewayApi) {
        if (spec.profile() == IstioProfile.EMPTY) {
            return new MeshRefs(List.of());
        }
        Optional<Ref<Crds>> crds = layout.crdsApartFromBase()
                ? Optional.of(graph.add(new AppliedCrds(cluster, charts, spec.version())))
                : Optional.empty();
        Ref<Released> base = base();
        Ref<Crds> kinds = crds.orElseGet(() -> graph.add(new TemplatedCrds(cluster, charts, base, spec.version())));
        Ref<Released> istiod = istiod(base, kinds);
        Ref<ControlPlane> controlPlane =
                graph.add(new ControlPlaneResource(cluster, surroundings.nodes(), base, istiod, spec));
        List<Ref<LoadBalancerAddress>> gateways = new ArrayList<>();
        List<GatewaySpec> all = new ArrayList<>(spec.gateways());
        if (spec.profile() == IstioProfile.DEMO && all.stream().noneMatch(MeshGraph::isEgress)) {
            all.add(EGRESS);
        }
        for (GatewaySpec gateway : all) {
            ready(gateway, controlPlane, gateway(gateway, controlPlane)).ifPresent(gateways::add);
        }
        if (Values.cniPlugin(spec)) {
            ready(nodeAgent("istio-cni", "istio-cni-node", base, ChartSet::cni), "CNI plug-in of Istio", "G4.1");
        }
        if (spec.profile() == IstioProfile.AMBIENT) {
            ready(nodeAgent("ztunnel", "ztunnel", base, ChartSet::ztunnel), "ztunnel", "G4.1");
        }
        gatewayApi.ifPresent(served -> spec.waypoints().forEach(waypoint -> waypoint(waypoint, controlPlane, served)));
        finish(Optional.of(controlPlane));
        return new MeshRefs(gateways);
    }

    private void waypoint(WaypointSpec waypoint, Ref<ControlPlane> controlPlane, Ref<GatewayApiCrds.Served> kinds) {
        Ref<Namespace> namespace = graph.add(
                new MemberNamespaceResource(cluster, waypoint.namespace(), new Membership.Ambient(waypoint.name())));
        graph.add(new WaypointResource(
                cluster, surroundings.nodes(), controlPlane, kinds, namespace, waypoint, spec.revision()));
    }

    /** What lies on top, whoever installed the mesh. */
    private void finish(Optional<Ref<ControlPlane>> controlPlane) {
        controlPlane.ifPresent(ready -> spec.mutualTls()
                .ifPresent(mode -> graph.add(new MutualTlsResource(cluster, ready, mode, spec.version()))));
        spec.addons().forEach(this::addon);
    }

    private static boolean isEgress(GatewaySpec gateway) {
        return gateway.name().equals(EGRESS.name()) && gateway.namespace().equals(EGRESS.namespace());
    }

    /** Answers its address where it has a load balancer. */
    private Optional<Ref<LoadBalancerAddress>> ready(
            GatewaySpec gateway, Ref<ControlPlane> controlPlane, Ref<? extends Workloads> made) {
        Ref<LoadBalancerAddress> ready =
                graph.add(new GatewayResource(cluster, surroundings.nodes(), controlPlane, gateway, made));
        return gateway.exposure() == Exposure.LOAD_BALANCER ? Optional.of(ready) : Optional.empty();
    }

    private <T extends Workloads> Ref<Running> ready(Ref<T> made, String title, String guideRow) {
        return graph.add(new PartResource<>(cluster, surroundings.nodes(), made, title, guideRow));
    }

    private void addon(IstioAddon addon) {
        String title = "add-on " + addon.name().toLowerCase(Locale.ROOT);
        ready(
                graph.add(new AddonResource(cluster, charts, namespace(Values.NAMESPACE), addon, spec.images())),
                title,
                "G3.1");
    }

    private Ref<Released> nodeAgent(
            String name, String daemonSet, Ref<Released> base, Function<ChartSet, Optional<Chart>> chart) {
        return release(
                Values.NAMESPACE,
                new Plan(
                        Kinds.NODE,
                        name,
                        "chart " + name + " of Istio " + spec.version(),
                        charts -> chart.apply(charts).orElseThrow(),
                        (made, look) -> values.node(made),
                        List.of(ObjectKey.of("apps/v1", "DaemonSet", Values.NAMESPACE, daemonSet)),
                        Set.of(base),
                        Set.of(),
                        Optional.of("G4.1")));
    }

    /** Whoever does it now goes on, as long as it stands. */
    private String validator(Look look) {
        ControlPlanes planes = new ControlPlanes(look);
        return look
                .everywhere("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "app=istiod")
                .stream()
                .filter(found ->
                        "istio-base".equals(found.texts("metadata", "labels").get("release")))
                .map(ControlPlanes::revision)
                .filter(planes::stands)
                .findFirst()
                .orElse(spec.revision().orElse(ControlPlanes.DEFAULT));
    }

    private Ref<Released> base() {
        return release(
                Values.NAMESPACE,
                new Plan(
                        Kinds.BASE,
                        "istio-base",
                        "chart base of Istio " + spec.version(),
                        ChartSet::base,
                        (chart, look) -> values.base(validator(look.get())),
                        List.of(),
                        Set.of(),
                        Set.of(),
                        Optional.of("G3.2")));
    }

    /** The kinds come first: istiod reads those of its own release, and the older charts hold objects of them. */
    private Ref<Released> istiod(Ref<Released> base, Ref<Crds> crds) {
        String istiod = Values.istiodName(spec.revision());
        return release(
                Values.NAMESPACE,
                new Plan(
                        Kinds.ISTIOD,
                        istiod,
                        "chart istiod of Istio " + spec.version() + ", profile "
                                + spec.profile().istioName(),
                        ChartSet::istiod,
                        (chart, look) -> values.istiod(chart),
                        List.of(deployment(Values.NAMESPACE, istiod)),
                        Set.of(base, crds),
                        Set.of(),
                        Optional.of("G4.1")));
    }

    /** A gateway that is injected must not be made before the injector works; one of the older chart need not wait. */
    private Ref<Released> gateway(GatewaySpec gateway, Ref<ControlPlane> controlPlane) {
        return release(
                gateway.namespace(),
                new Plan(
                        Kinds.GATEWAY,
                        gateway.name(),
                        "chart gateway of Istio " + spec.version() + " as " + gateway.name(),
                        ChartSet::gateway,
                        (chart, look) -> values.gateway(gateway, chart),
                        List.of(
                                deployment(gateway.namespace(), gateway.name()),
                                ObjectKey.of("v1", "Service", gateway.namespace(), gateway.name())),
                        Set.of(),
                        layout.injectedGateways() ? Set.of(controlPlane) : Set.of(),
                        Optional.of("G3.2")));
    }

    private Ref<Released> release(String namespace, Plan plan) {
        planned.add(new PlannedRelease(namespace, plan));
        return graph.add(new HelmReleaseResource(
                cluster, charts, namespace(namespace), plan, spec.revision().isPresent()));
    }

    private Ref<Namespace> namespace(String name) {
        return namespaces.computeIfAbsent(name, missing -> {
            Ref<Namespace> made = graph.add(
                    missing.equals(Values.NAMESPACE)
                            ? NamespaceResource.home(cluster, mesh)
                            : new NamespaceResource(cluster, missing));
            if (spec.images().madeSecret()) {
                made = graph.add(
                        new PullSecretResource(cluster, made, missing, spec.images(), surroundings.downloads()));
            }
            if (missing.equals(Values.NAMESPACE) && spec.trust().authority().isPresent()) {
                Ref<Manifest> files = graph.add(
                        new AuthorityFilesResource(spec.trust().authority().get()));
                made = graph.add(new AuthorityResource(cluster, made, files));
            }
            return made;
        });
    }

    private static ObjectKey deployment(String namespace, String name) {
        return ObjectKey.of("apps/v1", "Deployment", namespace, name);
    }
}
