package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.RouteTable.Route;
import io.meshprovisioner.testkit.aws.RouteTable.Target;
import io.meshprovisioner.testkit.aws.SecurityGroup.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a machine can become a node: routes, role, access, security groups. */
final class Joining {
    private static final int API = 443;

    private Joining() {}

    /** What EKS itself checks before it launches: a subnet that leads to an internet gateway must give addresses. */
    static Optional<Issue> subnetProblem(Site site, Nodegroup group) {
        boolean templateGives = NodeLife.template(site, group)
                .get("NetworkInterface.1.AssociatePublicIpAddress")
                .map(Boolean::parseBoolean)
                .orElse(false);
        List<String> bad = group.shape().subnets().stream()
                .flatMap(id -> site.here().subnets.get(id).stream())
                .filter(subnet -> !subnet.publicAddresses() && !templateGives && leadsToGateway(site, subnet))
                .map(Subnet::id)
                .toList();
        if (bad.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Issue(
                "Ec2SubnetInvalidConfiguration",
                "One or more Amazon EC2 Subnets of " + bad + " for node group " + group.name()
                        + " does not automatically assign public IP addresses to instances launched into it. If you"
                        + " want your instances to be assigned a public IP address, then you need to enable"
                        + " auto-assign public IP address for the subnet.",
                bad));
    }

    static boolean leadsToGateway(Site site, Subnet subnet) {
        return defaultRoute(site, subnet)
                .filter(route -> route.kind() == Target.GATEWAY)
                .isPresent();
    }

    private static Optional<Route> defaultRoute(Site site, Subnet subnet) {
        return RouteAssociations.of(site.here(), subnet).flatMap(table -> table.route("0.0.0.0/0")
                .filter(route -> RouteTables.state(site, table, route).equals("active")));
    }

    /** Why the machine does not become a node; empty when it does. */
    static Optional<String> problem(Site site, Nodegroup group, Instance instance) {
        Cluster cluster = site.here().clusters.get(group.cluster()).orElseThrow();
        return waysOut(site, cluster, instance)
                .or(() -> names(site, cluster))
                .or(() -> EksRoles.nodeProblem(site, group.shape().roleArn()))
                .or(() -> cniProblem(site, group))
                .or(() -> AccessEntries.nodeProblem(site, cluster, group.shape().roleArn()))
                .or(() -> groups(site, cluster, instance))
                .or(() -> NodeUserData.of(site, group).problem())
                .or(() -> podsProblem(site, cluster, instance));
    }

    /** The same for a machine of EKS Auto Mode, which has its network with it. */
    static Optional<String> autoProblem(Site site, Cluster cluster, Instance instance, String roleArn) {
        return waysOut(site, cluster, instance)
                .or(() -> names(site, cluster))
                .or(() -> EksRoles.autoNodeProblem(site, roleArn))
                .or(() -> AccessEntries.autoNodeProblem(site, cluster, roleArn))
                .or(() -> groups(site, cluster, instance));
    }

    /** With custom networking the CNI looks for its ENIConfig when the machine starts, and takes no other later. */
    private static Optional<String> podsProblem(Site site, Cluster cluster, Instance instance) {
        if (!VpcCni.of(site, cluster.name()).customNetworking()) {
            return Optional.empty();
        }
        Optional<VpcCni.PodPlace> place = VpcCni.podPlace(site, cluster, instance.zone());
        if (place.isEmpty()) {
            return Optional.of(
                    "the VPC CNI finds no ENIConfig named " + instance.zone() + " with a subnet in this zone");
        }
        if (place.get().since().isAfter(instance.launched())) {
            return Optional.of("the machine started before ENIConfig " + instance.zone() + " was there");
        }
        return place.get().blockSince().isAfter(cluster.created())
                ? Optional.of("the control plane does not know the VPC's block of subnet "
                        + place.get().subnet().id() + " yet, which was added after the cluster")
                : Optional.empty();
    }

    /** The VPC CNI works with the node role's permissions unless it has a role of its own. */
    private static Optional<String> cniProblem(Site site, Nodegroup group) {
        boolean present = site.kubernetes(group.cluster())
                .flatMap(k8s -> k8s.get("apps/v1", "DaemonSet", "kube-system", "aws-node"))
                .isPresent();
        boolean ownRole = site.here()
                        .addons
                        .get(group.cluster() + "/vpc-cni")
                        .flatMap(Addon::roleArn)
                        .isPresent()
                || site.here().podIdentities.under(group.cluster() + "/").stream()
                        .anyMatch(association -> association.serviceAccount().equals("aws-node"));
        return !present || ownRole || EksRoles.attached(site, group.shape().roleArn(), "AmazonEKS_CNI_Policy")
                ? Optional.empty()
                : Optional.of("the node role lacks AmazonEKS_CNI_Policy and the VPC CNI has no role of its own");
    }

    /** Nodes find the API by names that the VPC must resolve and give out. */
    private static Optional<String> names(Site site, Cluster cluster) {
        return site.here()
                .vpcs
                .get(cluster.net().vpcId())
                .filter(vpc -> !vpc.dnsSupport() || !vpc.dnsHostnames())
                .map(vpc -> "VPC " + vpc.id() + " has DNS support or DNS hostnames switched off");
    }

    /** To EC2 and a registry: through the Internet, or through endpoints of the VPC. */
    private static Optional<String> waysOut(Site site, Cluster cluster, Instance instance) {
        Optional<Subnet> subnet = site.here().subnets.get(instance.subnetId());
        boolean hidden = subnet.flatMap(place -> defaultRoute(site, place)).isEmpty();
        if (subnet.isEmpty()
                || !hidden
                || site.here()
                        .vpcEndpoints
                        .where(endpoint -> endpoint.vpcId().equals(instance.vpcId()))
                        .findAny()
                        .isEmpty()) {
            return internet(site, instance.subnetId(), instance.publicIp().isPresent());
        }
        if (!cluster.net().privateAccess()) {
            return Optional.of("subnet " + instance.subnetId()
                    + " has no active route to the internet, and the API's endpoint is public only");
        }
        return List.of("s3", "ec2", "ecr.api", "ecr.dkr").stream()
                .filter(service -> !endpointServes(site, service, subnet.get(), instance))
                .findFirst()
                .map(service -> "subnet " + instance.subnetId()
                        + " has no active route to the internet, and no endpoint that lets it in to " + service);
    }

    private static boolean endpointServes(Site site, String service, Subnet subnet, Instance instance) {
        return site.here()
                .vpcEndpoints
                .where(endpoint -> endpoint.vpcId().equals(subnet.vpcId())
                        && endpoint.state(site).equals("available"))
                .filter(endpoint -> endpoint.service().endsWith("." + service))
                .anyMatch(endpoint -> endpoint.gateway()
                        ? RouteAssociations.of(site.here(), subnet)
                                .filter(table -> endpoint.tables().contains(table.id()))
                                .isPresent()
                        : endpoint.privateDns()
                                && rules(site, endpoint.groups())
                                        .anyMatch(rule -> !rule.egress()
                                                && rule.covers("tcp", API)
                                                && admits(rule, groupsOf(site, instance), instance)));
    }

    private static List<String> groupsOf(Site site, Instance instance) {
        return site.here()
                .interfaces
                .get(instance.interfaceId())
                .map(Interface::groups)
                .orElse(List.of());
    }

    private static Optional<String> internet(Site site, String subnetId, boolean hasAddress) {
        Optional<Subnet> subnet = site.here().subnets.get(subnetId);
        Optional<Route> route = subnet.flatMap(place -> defaultRoute(site, place));
        if (route.isEmpty()) {
            return Optional.of("subnet " + subnetId + " has no active route to the internet");
        }
        return switch (route.get().kind()) {
            case GATEWAY ->
                hasAddress
                        ? Optional.empty()
                        : Optional.of("subnet " + subnetId
                                + " leads to an internet gateway, but the instance has no public address");
            case NAT_GATEWAY -> throughNat(site, route.get().target());
            case INTERFACE -> Optional.of("the default route of subnet " + subnetId + " leads to an interface");
        };
    }

    private static Optional<String> throughNat(Site site, String id) {
        NatGateway gateway = site.here().natGateways.get(id).orElseThrow();
        if (!gateway.state(site).equals("available")) {
            return Optional.of("NAT gateway " + id + " is " + gateway.state(site));
        }
        boolean out = site.here()
                .subnets
                .get(gateway.subnetId())
                .filter(subnet -> leadsToGateway(site, subnet))
                .isPresent();
        return out
                ? Optional.empty()
                : Optional.of("the subnet of NAT gateway " + id + " has no route to an internet gateway");
    }

    /** Nodes reach the API at its public endpoint, or at the control plane's interfaces where that is switched on. */
    private static Optional<String> groups(Site site, Cluster cluster, Instance instance) {
        List<String> nodeGroups = groupsOf(site, instance);
        boolean out = rules(site, nodeGroups).anyMatch(rule -> rule.egress() && rule.covers("tcp", API));
        if (!out) {
            return Optional.of("security groups " + nodeGroups + " let nothing out to port " + API);
        }
        Cluster.Net net = cluster.net();
        if (!net.privateAccess()) {
            return net.publicCidrs().contains("0.0.0.0/0") ? Optional.empty() : publicEndpoint(site, net, instance);
        }
        List<String> plane = new ArrayList<>(net.groupIds());
        plane.add(net.clusterGroupId());
        boolean in = rules(site, plane)
                .anyMatch(rule -> !rule.egress() && rule.covers("tcp", API) && admits(rule, nodeGroups, instance));
        return in
                ? Optional.empty()
                : Optional.of("security groups " + plane + " of the control plane do not let " + nodeGroups
                        + " in at port " + API);
    }

    private static Optional<String> publicEndpoint(Site site, Cluster.Net net, Instance instance) {
        Optional<String> source = instance.publicIp().or(() -> site.here()
                .subnets
                .get(instance.subnetId())
                .flatMap(subnet -> defaultRoute(site, subnet))
                .flatMap(route -> site.here().natGateways.get(route.target()))
                .flatMap(NatGateway::publicIp));
        boolean admitted = source.filter(ip -> net.publicCidrs().stream()
                        .anyMatch(cidr -> Cidr.parse(cidr).contains(Cidr.parse(ip + "/32"))))
                .isPresent();
        return admitted
                ? Optional.empty()
                : Optional.of("the public endpoint admits " + net.publicCidrs() + " only, and private access is off");
    }

    private static java.util.stream.Stream<SecurityGroup.Rule> rules(Site site, List<String> groups) {
        return groups.stream()
                .flatMap(id -> site.here().securityGroups.get(id).stream())
                .flatMap(group -> group.rules().stream());
    }

    private static boolean admits(SecurityGroup.Rule rule, List<String> nodeGroups, Instance instance) {
        if (rule.kind() == Peer.GROUP) {
            return nodeGroups.contains(rule.peer());
        }
        return rule.kind() == Peer.IPV4 && Cidr.parse(rule.peer()).contains(Cidr.parse(instance.privateIp() + "/32"));
    }
}
