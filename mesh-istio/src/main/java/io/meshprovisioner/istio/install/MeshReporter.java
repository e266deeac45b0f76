package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.LoadBalancerAddress;
import io.meshprovisioner.spi.MeshReport;
import io.meshprovisioner.spi.MeshReport.Component;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the mesh off a cluster, whoever installed it. */
final class MeshReporter {
    private static final Pattern TAG = Pattern.compile(":(1\\.\\d+\\.\\d+)");

    /** What two control planes read must suit the older. */
    private static final Comparator<Tree> OLDEST_FIRST =
            Comparator.comparing(istiod -> IstioVersion.parse(version(istiod)).orElse(new IstioVersion(0, 0)));

    private static final List<String> READ = List.of(
            "VirtualService",
            "DestinationRule",
            "Gateway",
            "ServiceEntry",
            "Sidecar",
            "EnvoyFilter",
            "AuthorizationPolicy",
            "PeerAuthentication",
            "RequestAuthentication");

    private final Look look;

    MeshReporter(KubernetesSession session) {
        this.look = new Look(session);
    }

    /** A running operator is well when it says so of all that it was asked for. */
    private Health ofOperator(Health deployment) {
        if (!(deployment instanceof Health.Well)) {
            return deployment;
        }
        ObjectKey kind = IstioOperatorResource.KEY;
        return look.everywhere(kind.apiVersion(), kind.kind(), "").stream()
                .map(asked -> OperatorStatus.of(asked).health())
                .filter(health -> !(health instanceof Health.Well))
                .findFirst()
                .orElse(deployment);
    }

    MeshReport report() {
        List<Tree> deployments = look.everywhere("apps/v1", "Deployment", "");
        List<Tree> istiods = deployments.stream()
                .filter(MeshReporter::istiod)
                .sorted(OLDEST_FIRST)
                .toList();
        List<Tree> gateways = deployments.stream().filter(MeshReporter::gateway).toList();
        List<Component> components = new ArrayList<>();
        Workload workload = new Workload(look, 0);
        for (Tree istiod : istiods) {
            Health health = workload.of(istiod);
            Health whole =
                    health instanceof Health.Well ? new Webhooks(look).health(ControlPlanes.revision(istiod)) : health;
            components.add(component(istiod, whole instanceof Health.Well ? kinds() : whole));
        }
        deployments.stream()
                .filter(MeshReporter::operator)
                .forEach(operator -> components.add(component(operator, ofOperator(workload.of(operator)))));
        look.everywhere("apps/v1", "DaemonSet", "").stream()
                .filter(MeshReporter::nodeAgent)
                .forEach(agent -> components.add(component(agent)));
        deployments.stream().filter(MeshReporter::waypoint).forEach(proxy -> components.add(component(proxy)));
        List<LoadBalancerAddress> addresses = new ArrayList<>();
        List<Tree> services = gateways.isEmpty() ? List.of() : look.everywhere("v1", "Service", "");
        for (Tree gateway : gateways) {
            Optional<Tree> service =
                    services.stream().filter(other -> exposes(other, gateway)).findFirst();
            Optional<String> address = service.flatMap(GatewayResource::address);
            Health health = workload.of(gateway);
            if (health instanceof Health.Well && service.isPresent() && address.isEmpty()) {
                health = new Health.Waiting("its load balancer has no address");
            }
            components.add(component(gateway, health));
            address.ifPresent(host -> addresses.add(new LoadBalancerAddress(path(service.orElseThrow()), host)));
        }
        String version = istiods.stream().findFirst().map(MeshReporter::version).orElse("");
        return new MeshReport(version, components, addresses, FormerComponents.of(version));
    }

    static boolean operator(Tree deployment) {
        return "istio-operator"
                .equals(deployment
                        .texts("spec", "template", "metadata", "labels")
                        .get("name"));
    }

    /** The CNI plug-in's, and ztunnel. */
    static boolean nodeAgent(Tree workload) {
        var labels = workload.texts("spec", "template", "metadata", "labels");
        return "istio-cni-node".equals(labels.get("k8s-app")) || "ztunnel".equals(labels.get("app"));
    }

    static boolean waypoint(Tree deployment) {
        return WaypointResource.CLASS.equals(
                deployment.texts("metadata", "labels").get("gateway.networking.k8s.io/gateway-class-name"));
    }

    static boolean istiod(Tree deployment) {
        return "istiod".equals(deployment.texts("metadata", "labels").get("app"));
    }

    /** By what the injector goes by, or by the label of the older charts and the operator. */
    static boolean gateway(Tree deployment) {
        String template = deployment
                .texts("spec", "template", "metadata", "annotations")
                .getOrDefault("inject.istio.io/templates", "");
        String component = deployment.texts("metadata", "labels").getOrDefault("operator.istio.io/component", "");
        return template.equals("gateway") || component.endsWith("Gateways");
    }

    static boolean exposes(Tree service, Tree deployment) {
        var selector = service.texts("spec", "selector");
        return service.text("spec", "type").equals("LoadBalancer")
                && service.text("metadata", "namespace").equals(deployment.text("metadata", "namespace"))
                && !selector.isEmpty()
                && deployment
                        .texts("spec", "template", "metadata", "labels")
                        .entrySet()
                        .containsAll(selector.entrySet());
    }

    /** A Deployment as it is. */
    Component component(Tree deployment) {
        return component(deployment, new Workload(look, 0).of(deployment));
    }

    /** Where not all is well, Kubernetes' words and what they most likely mean. */
    private Component component(Tree deployment, Health health) {
        String problem = health.problem();
        String cause = problem.isEmpty()
                ? ""
                : LikelyCause.explained(problem)
                        .or(() -> new LikelyCause(look).of(deployment))
                        .map(words -> "; most likely " + words)
                        .orElse("");
        return new Component(
                deployment.text("metadata", "name"),
                deployment.text("metadata", "namespace"),
                Workload.ready(deployment),
                Workload.wanted(deployment),
                problem + cause,
                new Workload(look, 0)
                        .podsOf(deployment).stream().map(PodReader::read).toList(),
                problem.isEmpty() ? List.of() : new LikelyCause(look).told(deployment));
    }

    /** Without these istiod reads no configuration; every release has them. */
    private Health kinds() {
        List<String> served = new IstioKinds(look)
                .definitions().stream()
                        .map(crd -> crd.text("spec", "names", "kind"))
                        .toList();
        List<String> missing =
                READ.stream().filter(kind -> !served.contains(kind)).toList();
        return missing.isEmpty()
                ? Health.WELL
                : new Health.Waiting("the API does not serve Istio's " + String.join(", ", missing));
    }

    private static String path(Tree object) {
        return object.text("metadata", "namespace") + "/" + object.text("metadata", "name");
    }

    static String version(Tree istiod) {
        return release(istiod.items("spec", "template", "spec", "containers"));
    }

    /** The release in the first container's image that names one. */
    static String release(List<Tree> containers) {
        return containers.stream()
                .map(container -> TAG.matcher(container.text("image")))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse("");
    }
}
