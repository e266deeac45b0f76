package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.SecurityGroup.Peer;
import io.meshprovisioner.testkit.aws.SecurityGroup.Rule;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancer;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest;
import io.meshprovisioner.testkit.world.CloudState.LoadBalancerRequest.Pods;
import io.meshprovisioner.testkit.world.Hashes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Load balancers as the Service controller of an EKS cluster makes and deletes them. */
final class ServiceBalancers {
    private static final String BALANCING = "AmazonEKSLoadBalancingPolicy";
    private static final String PREFIX = "service.beta.kubernetes.io/aws-load-balancer-";

    private ServiceBalancers() {}

    /** The controller's name for the load balancer of a Service. */
    static String name(String serviceUid) {
        String name = "a" + serviceUid.replace("-", "");
        return name.length() > 32 ? name.substring(0, 32) : name;
    }

    /** The name by which the AWS Load Balancer Controller knows it. */
    private static String name(LoadBalancerRequest request) {
        return request.pods().isPresent()
                ? "k8s-" + start(request.namespace()) + "-" + start(request.serviceName())
                        + controllers(request.serviceUid())
                : name(request.serviceUid());
    }

    private static String start(String text) {
        String plain = text.replaceAll("[^a-z0-9]", "");
        return plain.substring(0, Math.min(8, plain.length()));
    }

    private static String controllers(String serviceUid) {
        return "-" + Hashes.hex("controllers\n" + serviceUid, 10);
    }

    /** The cluster, where EKS Auto Mode is its controller of load balancers. */
    private static Optional<Cluster> autoMode(Site site, String cluster) {
        return site.here().clusters.get(cluster).filter(found -> found.extras()
                .auto()
                .isPresent());
    }

    static LoadBalancer ensure(Site site, LoadBalancerRequest request) {
        // A Service of before EKS Auto Mode stays with the older controller, which knows no pods.
        Optional<Cluster> served = autoMode(site, request.cluster().name())
                .filter(cluster -> request.pods().isPresent());
        Optional<String> refused = served.isPresent()
                ? EksRoles.autoModeProblem(site, served.get(), BALANCING)
                : request.pods().flatMap(pods -> ControllerRights.missing(site, request, pods));
        if (refused.isPresent()) {
            return new LoadBalancer(Optional.empty(), refused);
        }
        String name = name(request);
        Optional<Balancer> present = site.here().balancers.get(name);
        if (present.isPresent() && !present.get().shown()) {
            return new LoadBalancer(Optional.empty(), Optional.of("load balancer " + name + " is being deleted"));
        }
        Optional<Cluster> cluster = site.here().clusters.get(request.cluster().name());
        if (present.isEmpty() && cluster.isEmpty()) {
            return new LoadBalancer(Optional.empty(), Optional.of("the cluster is gone"));
        }
        if (present.isEmpty()) {
            Optional<String> problem = make(site, cluster.orElseThrow(), name, request);
            if (problem.isPresent()) {
                return new LoadBalancer(Optional.empty(), problem);
            }
        }
        Balancer balancer = site.here().balancers.get(name).orElseThrow();
        List<String> instances = instances(site, request);
        boolean nodes = balancer.pods().isEmpty();
        List<String> pods = request.pods().map(Pods::addresses).orElse(List.of());
        if (nodes && !instances.equals(balancer.instances())) {
            site.here().balancers.put(name, balancer.withInstances(instances, site.now()));
            site.world().changed();
        } else if (!nodes && !balancer.pods().equals(Optional.of(pods))) {
            site.here().balancers.put(name, balancer.withPods(pods, site.now()));
            site.world().changed();
        }
        return new LoadBalancer(
                balancer.active(site) ? Optional.of(balancer.host(site.region())) : Optional.empty(), Optional.empty());
    }

    private static List<String> instances(Site site, LoadBalancerRequest request) {
        return site.here()
                .instances
                .where(instance -> instance.live() && request.nodes().contains(Instances.nodeName(site, instance)))
                .map(Instance::id)
                .toList();
    }

    private static Optional<String> make(Site site, Cluster cluster, String name, LoadBalancerRequest request) {
        Map<String, String> annotations = request.annotations();
        String type = annotations.getOrDefault(PREFIX + "type", "classic");
        boolean byPods = request.pods().isPresent();
        boolean internal = byPods
                ? !annotations.getOrDefault(PREFIX + "scheme", "").equals("internet-facing")
                : annotations.getOrDefault(PREFIX + "internal", "false").matches("true|0\\.0\\.0\\.0/0")
                        || annotations.getOrDefault(PREFIX + "scheme", "").equals("internal");
        List<Subnet> subnets = subnets(site, cluster, internal);
        if (subnets.isEmpty()) {
            return Optional.of("failed to ensure load balancer: could not find any suitable subnets for creating the"
                    + " ELB (VPC " + cluster.net().vpcId() + " has no subnet tagged "
                    + (internal ? "kubernetes.io/role/internal-elb" : "kubernetes.io/role/elb")
                    + (internal ? "" : " that routes to an internet gateway") + ")");
        }
        boolean network = byPods || type.equals("nlb");
        String service = request.namespace() + "/" + request.serviceName();
        Map<String, String> tags = new TreeMap<>();
        boolean auto = byPods && cluster.extras().auto().isPresent();
        if (auto) {
            tags.put(AutoNodes.TAG, cluster.name());
            tags.put(AutoNodes.STACK, service);
            tags.put("service.eks.amazonaws.com/resource", "LoadBalancer");
        } else if (byPods) {
            tags.put("elbv2.k8s.aws/cluster", cluster.name());
            tags.put("service.k8s.aws/stack", service);
            tags.put("service.k8s.aws/resource", "LoadBalancer");
        } else {
            tags.put("kubernetes.io/service-name", service);
            tags.put("kubernetes.io/cluster/" + cluster.name(), "owned");
        }
        Optional<String> group =
                network && !byPods ? Optional.empty() : Optional.of(group(site, cluster, name, request));
        for (String pair : annotations
                .getOrDefault(PREFIX + "additional-resource-tags", "")
                .split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                tags.put(
                        pair.substring(0, equals).trim(),
                        pair.substring(equals + 1).trim());
            }
        }
        Balancer balancer = new Balancer(
                name,
                network,
                internal,
                cluster.net().vpcId(),
                subnets.stream().map(Subnet::id).toList(),
                group,
                request.ports().stream()
                        .map(port -> new Balancer.Listener(port.protocol(), port.port(), port.nodePort()))
                        .toList(),
                List.of(),
                cluster.name(),
                tags,
                site.now(),
                Optional.empty(),
                false,
                request.pods()
                        .filter(pods -> (auto && !annotations.containsKey(PREFIX + "nlb-target-type"))
                                || type.equals("nlb-ip")
                                || annotations
                                        .getOrDefault(PREFIX + "nlb-target-type", "")
                                        .equals("ip"))
                        .map(Pods::addresses),
                Map.of());
        site.here().balancers.put(name, balancer);
        subnets.forEach(subnet -> makeInterface(site, balancer, subnet));
        site.world().changed();
        return Optional.empty();
    }

    /** One tagged subnet of each zone; for the internet only such as lead there. */
    private static List<Subnet> subnets(Site site, Cluster cluster, boolean internal) {
        String role = internal ? "kubernetes.io/role/internal-elb" : "kubernetes.io/role/elb";
        Set<String> zones = new TreeSet<>();
        List<Subnet> chosen = new ArrayList<>();
        site.here()
                .subnets
                .where(subnet -> subnet.vpcId().equals(cluster.net().vpcId())
                        && List.of("1", "").contains(site.tags(subnet.id()).getOrDefault(role, "no"))
                        && (internal || Joining.leadsToGateway(site, subnet))
                        && subnet.free(site.here()) > 0)
                .filter(subnet -> zones.add(subnet.zone()))
                .forEach(chosen::add);
        return chosen;
    }

    private static String group(Site site, Cluster cluster, String name, LoadBalancerRequest request) {
        SecurityGroup group = SecurityGroups.make(
                site,
                cluster.net().vpcId(),
                groupName(name),
                request.pods().isPresent()
                        ? "[k8s] Managed SecurityGroup for LoadBalancer"
                        : "Security group for Kubernetes ELB " + name + " (" + request.namespace() + "/"
                                + request.serviceName() + ")",
                request.pods().isPresent() && cluster.extras().auto().isPresent()
                        ? Map.of(AutoNodes.TAG, cluster.name())
                        : request.pods().isPresent()
                                ? Map.of("elbv2.k8s.aws/cluster", cluster.name())
                                : Map.of("kubernetes.io/cluster/" + cluster.name(), "owned"));
        List<Rule> rules = new ArrayList<>(group.rules());
        for (LoadBalancerRequest.Port port : request.ports()) {
            rules.add(new Rule(
                    site.newId("sgr", group.id() + "/" + port.port()),
                    false,
                    "tcp",
                    port.port(),
                    port.port(),
                    Peer.IPV4,
                    "0.0.0.0/0",
                    Optional.empty()));
        }
        SecurityGroup.KIND.put(site, group.withRules(rules));
        site.here().securityGroups.get(cluster.net().clusterGroupId()).ifPresent(nodes -> {
            List<Rule> more = new ArrayList<>(nodes.rules());
            more.add(new Rule(
                    site.newId("sgr", nodes.id() + "/" + name),
                    false,
                    "-1",
                    -1,
                    -1,
                    Peer.GROUP,
                    group.id(),
                    Optional.empty()));
            SecurityGroup.KIND.put(site, nodes.withRules(more));
        });
        return group.id();
    }

    private static void makeInterface(Site site, Balancer balancer, Subnet subnet) {
        Optional<String> address = balancer.internal()
                ? Optional.empty()
                : Optional.of(Addresses.publicIp(site, balancer.name() + subnet.id()));
        Interfaces.make(
                site,
                Interface.Spec.in(subnet, balancer.description())
                        .ofType(balancer.network() ? "network_load_balancer" : "interface")
                        .groups(balancer.group().stream().toList())
                        .managedBy("amazon-elb")
                        .publicIp(address));
    }

    /** True once the load balancer, its interfaces and its group are gone. */
    static boolean delete(Site site, String cluster, String serviceUid) {
        Optional<String> controllers = controllersName(site, serviceUid);
        Optional<Cluster> served = autoMode(site, cluster);
        boolean may = served.isPresent()
                ? EksRoles.autoModeProblem(site, served.get(), BALANCING).isEmpty()
                : ControllerRights.mayDelete(site, cluster);
        if (controllers.isPresent() && !may) {
            return false;
        }
        String name = controllers.orElseGet(() -> name(serviceUid));
        Optional<Balancer> balancer = site.here().balancers.get(name);
        if (balancer.isPresent()) {
            if (balancer.get().shown()) {
                begin(site, balancer.get(), true);
            }
            return false;
        }
        // Deleted by somebody else's hand: the group is still the controller's to remove.
        site.here()
                .securityGroups
                .where(group -> group.name().equals(groupName(name)))
                .map(SecurityGroup::id)
                .toList()
                .forEach(id -> dropGroup(site, id));
        return site.here()
                .securityGroups
                .where(group -> group.name().equals(groupName(name)))
                .findAny()
                .isEmpty();
    }

    private static String groupName(String balancer) {
        return balancer.startsWith("k8s-") ? balancer : "k8s-elb-" + balancer;
    }

    /** Where the AWS Load Balancer Controller has made it, or its group. */
    private static Optional<String> controllersName(Site site, String serviceUid) {
        String end = controllers(serviceUid);
        return Stream.concat(
                        site.here().balancers.all().stream().map(Balancer::name),
                        site.here().securityGroups.all().stream().map(SecurityGroup::name))
                .filter(name -> name.endsWith(end))
                .findFirst();
    }

    /** The API forgets it at once; its interfaces go later. */
    static void begin(Site site, Balancer balancer, boolean byController) {
        String name = balancer.name();
        site.here().balancers.put(name, balancer.deletedFrom(site.now(), byController));
        site.world().changed();
        site.later(site.durations().loadBalancerDelete(), "elb-deleted/" + name, then -> finish(then, name));
    }

    private static void finish(Site site, String name) {
        site.here().balancers.get(name).ifPresent(balancer -> {
            site.here()
                    .interfaces
                    .where(eni -> eni.description().equals(balancer.description())
                            && eni.requester().equals(Optional.of("amazon-elb")))
                    .map(Interface::id)
                    .toList()
                    .forEach(id -> Interfaces.drop(site, id));
            if (balancer.byController()) {
                balancer.group().ifPresent(id -> dropGroup(site, id));
            }
            site.here().balancers.remove(name);
            site.world().changed();
        });
    }

    private static void dropGroup(Site site, String id) {
        for (SecurityGroup other : List.copyOf(site.here().securityGroups.all())) {
            List<Rule> kept = other.rules().stream()
                    .filter(rule -> rule.kind() != Peer.GROUP || !rule.peer().equals(id))
                    .toList();
            if (!other.id().equals(id) && kept.size() < other.rules().size()) {
                SecurityGroup.KIND.put(site, other.withRules(kept));
            }
        }
        if (!SecurityGroups.inUse(site.here(), id)) {
            SecurityGroup.KIND.remove(site, id);
        }
    }
}
