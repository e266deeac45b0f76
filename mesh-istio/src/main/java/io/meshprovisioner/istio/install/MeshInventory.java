package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.Charts.Release;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What must go before a cluster can, and what goes from a cluster that stays. */
final class MeshInventory {
    /** A classic load balancer with its interfaces and its security group. */
    private static final Pace LOAD_BALANCER = new Pace(Duration.ofSeconds(15), Duration.ofSeconds(5));

    /** Of objects that we apply ourselves: add-ons and the mesh's own policy. */
    private static final Map<String, String> APPLIED_KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("ClusterRole", "rbac.authorization.k8s.io/v1"),
            Map.entry("ClusterRoleBinding", "rbac.authorization.k8s.io/v1"),
            Map.entry("ConfigMap", "v1"),
            Map.entry("Deployment", "apps/v1"),
            Map.entry("Gateway", "gateway.networking.k8s.io/v1"),
            Map.entry("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1"),
            Map.entry("PeerAuthentication", "security.istio.io/v1beta1"),
            Map.entry("Role", "rbac.authorization.k8s.io/v1"),
            Map.entry("RoleBinding", "rbac.authorization.k8s.io/v1"),
            Map.entry("Secret", "v1"),
            Map.entry("Service", "v1"),
            Map.entry("ServiceAccount", "v1"),
            Map.entry("StatefulSet", "apps/v1")));

    /** Of what an operator makes and removes again: all but CRDs, which hold the user's configuration. */
    private static final Map<String, String> OPERATED_KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("ClusterRole", "rbac.authorization.k8s.io/v1"),
            Map.entry("ClusterRoleBinding", "rbac.authorization.k8s.io/v1"),
            Map.entry("ConfigMap", "v1"),
            Map.entry("DaemonSet", "apps/v1"),
            Map.entry("Deployment", "apps/v1"),
            Map.entry("EnvoyFilter", "networking.istio.io/v1alpha3"),
            Map.entry("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1"),
            Map.entry("Role", "rbac.authorization.k8s.io/v1"),
            Map.entry("RoleBinding", "rbac.authorization.k8s.io/v1"),
            Map.entry("Service", "v1"),
            Map.entry("ServiceAccount", "v1"),
            Map.entry("ValidatingWebhookConfiguration", "admissionregistration.k8s.io/v1")));

    private static final Map<String, String> SMOKE_KINDS = new TreeMap<>(Map.of(
            "Gateway", "networking.istio.io/v1beta1",
            "Job", "batch/v1",
            "VirtualService", "networking.istio.io/v1beta1"));

    /** Of Kubernetes' own controller, and of the AWS Load Balancer Controller. */
    private static final Set<String> BALANCER_FINALIZERS =
            Set.of("service.kubernetes.io/load-balancer-cleanup", "service.k8s.aws/resources");

    /** In these, istiods agree who of them does what. */
    private static final Pattern LEADERS =
            Pattern.compile("istio-(.*-)?leader|istio-namespace-controller-election|istio-.*-leader-.*");

    private static final String GATEWAY_API = "gateway.networking.k8s.io/v1";

    /** Made by every istiod that finds the kinds of the Gateway API. */
    private static final Set<String> ISTIODS_CLASSES =
            Set.of("istio", "istio-remote", WaypointResource.CLASS, "istio-east-west");

    private static final Set<String> BEFORE_NAMESPACES = beforeNamespaces();

    private final KubernetesSession session;
    private final Look look;

    MeshInventory(KubernetesSession session) {
        this.session = session;
        this.look = new Look(session);
    }

    /**
     * Services that hold load balancers, anybody's: each would keep the VPC from going, and cost money. IstioOperators
     * before them: an operator would make a deleted Service anew.
     */
    List<Removal> ofClusterThatGoes() {
        List<Removal> removals = new ArrayList<>();
        istioOperators("").forEach(found -> removals.add(new IstioOperatorRemoval(session, key(found))));
        look.everywhere("v1", "Service", "").stream()
                .filter(MeshInventory::holdsLoadBalancer)
                .map(this::service)
                .forEach(removals::add);
        return removals;
    }

    private List<Tree> istioOperators(String selector) {
        return look.everywhere(IstioOperatorResource.KEY.apiVersion(), IstioOperatorResource.KEY.kind(), selector);
    }

    private static ObjectKey key(Tree istioOperator) {
        return ObjectKey.of(
                IstioOperatorResource.KEY.apiVersion(),
                IstioOperatorResource.KEY.kind(),
                istioOperator.text("metadata", "namespace"),
                istioOperator.text("metadata", "name"));
    }

    /** Ours, and whatever of them is left should their operator be gone already. */
    private List<Removal> operated() {
        List<Removal> removals = new ArrayList<>();
        for (Tree ours : istioOperators(Kinds.PART_LABEL + "=" + IstioOperatorResource.NAME)) {
            ObjectKey key = key(ours);
            removals.add(new IstioOperatorRemoval(session, key));
            String selector =
                    OperatorLabels.selector(key.name(), key.namespace().orElse(""));
            OPERATED_KINDS.forEach((kind, apiVersion) -> look.everywhere(apiVersion, kind, selector)
                    .forEach(object -> removals.add(removal(
                            object,
                            apiVersion,
                            kind,
                            Kinds.OPERATED + kind,
                            Set.of(Kinds.ISTIO_OPERATOR),
                            holdsLoadBalancer(object) ? LOAD_BALANCER : Pace.INSTANT))));
        }
        return removals;
    }

    /**
     * Everything of ours, what depends on something before it; nothing where the cluster's Istio is another mesh's.
     *
     * @param crds the CRDs, too, and with them the users' configuration
     */
    List<Removal> ofClusterThatStays(String mesh, boolean crds) {
        if (MeshMark.ofAnother(look, mesh)) {
            return List.of();
        }
        List<Release> ours = session.charts().list().stream()
                .filter(release -> !release.fingerprint().isEmpty())
                .toList();
        List<Removal> removals = new ArrayList<>();
        ours.forEach(release -> removals.add(new ReleaseRemoval(session, release, kind(release), before(release))));
        gatewayServices(ours).forEach(removals::add);
        removals.addAll(operated());
        if (ours.stream()
                .anyMatch(release -> Set.of(Kinds.ISTIOD, Kinds.OPERATOR).contains(kind(release)))) {
            leftovers().forEach(removals::add);
        }
        applied().forEach(removals::add);
        look.everywhere("v1", "Namespace", "").stream()
                .filter(NamespaceRestoral::due)
                .forEach(moved -> removals.add(new NamespaceRestoral(session, moved.text("metadata", "name"))));
        List<Removal> namespaces = namespaces();
        removals.addAll(namespaces);
        if (namespaces.stream().noneMatch(gone -> gone.id().name().equals(Values.NAMESPACE))) {
            MeshMark.removal(session, look, mesh, BEFORE_NAMESPACES).ifPresent(removals::add);
        }
        if (crds) {
            removals.addAll(definitions(ours));
        }
        return removals;
    }

    /** After all else: a chart that is uninstalled looks for its objects, and an operator would make them anew. */
    private List<Removal> definitions(List<Release> ours) {
        Set<String> own = ours.stream().map(Release::name).collect(Collectors.toSet());
        List<String> others = new ControlPlanes(look)
                .deployments().stream()
                        .filter(istiod -> !own.contains(istiod.text("metadata", "name"))
                                && istioOperators(Kinds.PART_LABEL + "=" + IstioOperatorResource.NAME)
                                        .isEmpty())
                        .map(istiod -> "the control plane " + path(istiod) + ", which is not ours")
                        .toList();
        Set<String> after = new TreeSet<>(BEFORE_NAMESPACES);
        after.add(Kinds.NAMESPACE);
        return new IstioKinds(look)
                .definitions().stream()
                        .<Removal>map(crd -> new HeldRemoval(
                                removal(crd, IstioKinds.API, IstioKinds.KIND, Kinds.DEFINITION, after, Pace.INSTANT),
                                others))
                        .toList();
    }

    /** What we applied of the add-ons and on top, by its label; the CRDs of an add-on stay as Istio's do. */
    private List<Removal> applied() {
        List<Removal> removals = new ArrayList<>();
        APPLIED_KINDS.forEach((kind, apiVersion) -> look.everywhere(apiVersion, kind, Kinds.PART_LABEL)
                .forEach(object ->
                        removals.add(removal(object, apiVersion, kind, Kinds.ADDON + kind, Set.of(), Pace.INSTANT))));
        return removals;
    }

    /** A workload's objects, and its namespace where that is ours and holds no other Deployment. */
    List<Removal> ofWorkload(String namespace, String name) {
        String selector = Kinds.PART_LABEL + "=" + WorkloadResource.part(name);
        List<Removal> removals = new ArrayList<>();
        for (String kind : List.of("Deployment", "Service")) {
            String apiVersion = APPLIED_KINDS.getOrDefault(kind, "v1");
            look.list(apiVersion, kind, Optional.of(namespace), selector)
                    .forEach(object -> removals.add(
                            removal(object, apiVersion, kind, Kinds.WORKLOAD + kind, Set.of(), Pace.INSTANT)));
        }
        boolean alone = look.list("apps/v1", "Deployment", Optional.of(namespace), "").stream()
                .allMatch(other -> other.text("metadata", "name").equals(name));
        look.get(ObjectKey.cluster("v1", "Namespace", namespace))
                .filter(found -> alone && NamespaceResource.ours(found))
                .ifPresent(found -> removals.add(removal(
                        found,
                        "v1",
                        "Namespace",
                        Kinds.NAMESPACE,
                        Set.of(Kinds.WORKLOAD + "Deployment", Kinds.WORKLOAD + "Service"),
                        Pace.of(Duration.ofSeconds(5)))));
        return removals;
    }

    /** A tag of ours. */
    List<Removal> ofTag(String tag) {
        return look.get(RevisionTagResource.key(tag)).stream()
                .filter(found -> !OwnMark.found(found).isEmpty())
                .map(found -> removal(
                        found,
                        RevisionTagResource.key(tag).apiVersion(),
                        RevisionTagResource.key(tag).kind(),
                        Kinds.REVISION_TAG,
                        Set.of(),
                        Pace.INSTANT))
                .toList();
    }

    /** A control plane of ours, by the name of its release. */
    List<Removal> ofRevision(String revision) {
        String name = Values.istiodName(Optional.of(revision).filter(given -> !given.equals(ControlPlanes.DEFAULT)));
        return session.charts().list().stream()
                .filter(release ->
                        !release.fingerprint().isEmpty() && release.name().equals(name))
                .<Removal>map(release -> new ReleaseRemoval(session, release, Kinds.ISTIOD, Set.of()))
                .toList();
    }

    /** What sent requests to a workload, and the routes that were made for them. */
    List<Removal> ofSmokeTest(WorkloadSpec workload) {
        String selector = Kinds.PART_LABEL + "=" + SmokeWay.part(workload);
        List<Removal> removals = new ArrayList<>();
        SMOKE_KINDS.forEach(
                (kind, apiVersion) -> look.list(apiVersion, kind, Optional.of(workload.namespace()), selector)
                        .forEach(object -> removals.add(
                                removal(object, apiVersion, kind, Kinds.SENDER + kind, Set.of(), Pace.INSTANT))));
        return removals;
    }

    private static Set<String> beforeNamespaces() {
        Set<String> kinds = new TreeSet<>(
                Set.of(Kinds.GATEWAY, Kinds.SERVICE, Kinds.ISTIOD, Kinds.NODE, Kinds.BASE, Kinds.LEFTOVER));
        kinds.addAll(Set.of(Kinds.OPERATOR, Kinds.ISTIO_OPERATOR));
        OPERATED_KINDS.keySet().forEach(kind -> kinds.add(Kinds.OPERATED + kind));
        APPLIED_KINDS.keySet().forEach(kind -> kinds.add(Kinds.ADDON + kind));
        return Set.copyOf(kinds);
    }

    private static String kind(Release release) {
        if (release.name().equals("istiod") || release.name().startsWith("istiod-")) {
            return Kinds.ISTIOD;
        }
        if (release.name().equals("istio-operator")) {
            return Kinds.OPERATOR;
        }
        if (release.name().equals("istio-base")) {
            return Kinds.BASE;
        }
        return release.name().equals("istio-cni") || release.name().equals("ztunnel") ? Kinds.NODE : Kinds.GATEWAY;
    }

    private static Set<String> before(Release release) {
        return switch (kind(release)) {
            case Kinds.GATEWAY -> Set.of();
            case Kinds.OPERATOR -> Set.of(Kinds.ISTIO_OPERATOR);
            case Kinds.ISTIOD, Kinds.NODE -> Set.of(Kinds.GATEWAY, Kinds.SERVICE);
            default -> Set.of(Kinds.GATEWAY, Kinds.ISTIOD, Kinds.NODE);
        };
    }

    /** Helm deletes a gateway's Service and does not wait for its load balancer: this does. */
    private List<Removal> gatewayServices(List<Release> ours) {
        Set<String> gateways = ours.stream()
                .filter(release -> kind(release).equals(Kinds.GATEWAY))
                .map(release -> release.namespace() + "/" + release.name())
                .collect(Collectors.toSet());
        return look.everywhere("v1", "Service", "").stream()
                .filter(service -> gateways.contains(path(service)) && holdsLoadBalancer(service))
                .map(this::service)
                .toList();
    }

    /** The root certificate that istiod put into every namespace, and what it keeps for itself. */
    private List<Removal> leftovers() {
        List<Removal> left = new ArrayList<>(certificates());
        look.get(ObjectKey.of("v1", "Secret", Values.NAMESPACE, "istio-ca-secret"))
                .ifPresent(secret -> left.add(kept(secret, "Secret")));
        look.list("v1", "ConfigMap", Optional.of(Values.NAMESPACE), "").stream()
                .filter(map -> LEADERS.matcher(map.text("metadata", "name")).matches())
                .forEach(map -> left.add(kept(map, "ConfigMap")));
        look.everywhere(GATEWAY_API, "GatewayClass", "").stream()
                .filter(found -> found.text("spec", "controllerName").startsWith("istio.io/")
                        && ISTIODS_CLASSES.contains(found.text("metadata", "name")))
                .forEach(found -> left.add(removal(
                        found, GATEWAY_API, "GatewayClass", Kinds.LEFTOVER, Set.of(Kinds.ISTIOD), Pace.INSTANT)));
        return left;
    }

    private Removal kept(Tree object, String kind) {
        return removal(
                object, "v1", kind, Kinds.LEFTOVER, Set.of(Kinds.ISTIOD, Kinds.OPERATED + "Deployment"), Pace.INSTANT);
    }

    private List<Removal> certificates() {
        return look.everywhere("v1", "ConfigMap", "istio.io/config=true").stream()
                .filter(map -> map.text("metadata", "name").equals(Authority.SPREAD_MAP))
                .map(map -> removal(
                        map,
                        "v1",
                        "ConfigMap",
                        Kinds.LEFTOVER,
                        Set.of(Kinds.ISTIOD, Kinds.OPERATED + "Deployment"),
                        Pace.INSTANT))
                .toList();
    }

    private List<Removal> namespaces() {
        Set<String> foreign = session.charts().list().stream()
                .filter(release -> release.fingerprint().isEmpty())
                .map(Release::namespace)
                .collect(Collectors.toSet());
        return look.everywhere("v1", "Namespace", Kinds.OWNER_LABEL + "=" + Kinds.OWNER).stream()
                .filter(namespace -> !foreign.contains(namespace.text("metadata", "name")))
                .<Removal>map(namespace -> new HeldRemoval(
                        removal(
                                namespace,
                                "v1",
                                "Namespace",
                                Kinds.NAMESPACE,
                                BEFORE_NAMESPACES,
                                Pace.of(Duration.ofSeconds(5))),
                        authorities(namespace)))
                .toList();
    }

    /** An authority that we did not make is the user's, and cannot be made again. */
    private List<String> authorities(Tree namespace) {
        return namespace.text("metadata", "name").equals(Values.NAMESPACE)
                ? look.get(AuthorityResource.KEY).stream()
                        .filter(secret -> !AuthorityResource.ours(secret))
                        .map(secret -> "the certificate authority in " + AuthorityResource.KEY + ", which is not ours")
                        .toList()
                : List.of();
    }

    private Removal service(Tree service) {
        return removal(service, "v1", "Service", Kinds.SERVICE, Set.of(Kinds.ISTIO_OPERATOR), LOAD_BALANCER);
    }

    private Removal removal(Tree object, String apiVersion, String kind, String as, Set<String> after, Pace pace) {
        String namespace = object.text("metadata", "namespace");
        String name = object.text("metadata", "name");
        ObjectKey key =
                new ObjectKey(apiVersion, kind, namespace.isEmpty() ? Optional.empty() : Optional.of(namespace), name);
        return new ObjectRemoval(
                session,
                key,
                new ResourceId(as, namespace.isEmpty() ? name : path(object)),
                key.toString(),
                after,
                pace);
    }

    /** By type, or by what a controller left on it: a Service whose type was changed may still hold one. */
    private static boolean holdsLoadBalancer(Tree service) {
        return service.text("spec", "type").equals("LoadBalancer")
                || service.items("metadata", "finalizers").stream()
                        .anyMatch(finalizer -> BALANCER_FINALIZERS.contains(finalizer.text()));
    }

    private static String path(Tree object) {
        return object.text("metadata", "namespace") + "/" + object.text("metadata", "name");
    }
}
