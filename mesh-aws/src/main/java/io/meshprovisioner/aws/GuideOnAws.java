package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.AllocationId;
import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.GatewayId;
import io.meshprovisioner.aws.Handles.GroupId;
import io.meshprovisioner.aws.Handles.KeyName;
import io.meshprovisioner.aws.Handles.NatGatewayId;
import io.meshprovisioner.aws.Handles.RoleArn;
import io.meshprovisioner.aws.Handles.RoleName;
import io.meshprovisioner.aws.Handles.RouteTableId;
import io.meshprovisioner.aws.Handles.RoutedSubnet;
import io.meshprovisioner.aws.Handles.RoutedTable;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Handles.Template;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.aws.Layout.PlannedSubnet;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NodeGroupSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.CloudSession.CloudRefs;
import io.meshprovisioner.spi.NodeCapacity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The guide's part one as a graph: what a mesh consists of on AWS, in the guide's order. Each line's arguments are the
 * handles it waits for.
 */
final class GuideOnAws {
    private static final String VPC_CNI = "vpc-cni";
    private static final String PUBLIC = "public";

    private final Scope scope;
    private final MeshSpec spec;
    private final Graph.Builder graph;
    private final ClusterTokens tokens;
    private final List<Ref<?>> everything = new ArrayList<>();
    private final Map<PlannedSubnet, Ref<SubnetId>> subnets = new HashMap<>();

    GuideOnAws(Scope scope, MeshSpec resolved, Graph.Builder graph, ClusterTokens tokens) {
        this.scope = scope;
        this.spec = resolved;
        this.graph = graph;
        this.tokens = tokens;
    }

    CloudRefs write() {
        // G1.2 The key pair
        Optional<Ref<KeyName>> keyPair = spec.keyPair().map(pair -> add(new KeyPairResource(scope, pair)));

        // G1.3 The network
        Ref<VpcId> vpc = add(new VpcResource(scope, spec.vpc().cidr()));
        add(new VpcDnsResource(scope, vpc));
        List<PlannedSubnet> layout = Layout.subnets(spec.vpc());
        layout.forEach(plan -> subnets.put(plan, add(new SubnetResource(scope, plan, vpc))));
        Ref<GatewayId> gateway = internetGateway(vpc);
        Map<String, Ref<RoutedSubnet>> publics = publicSubnets(vpc, gateway, layout);
        List<Ref<RoutedSubnet>> places = nodeSubnets(vpc, publics, layout);

        // G1.4 The cluster
        Ref<RoleArn> clusterRole = role(
                "cluster-role", scope.names().clusterRole(), "eks.amazonaws.com", List.of("AmazonEKSClusterPolicy"));
        Ref<RoleArn> nodeRole = role(
                "node-role",
                scope.names().nodeRole(),
                "ec2." + scope.identity().dnsSuffix(),
                List.of("AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"));
        Ref<Cluster> cluster = add(new ClusterResource(
                scope, spec.cluster(), layout.stream().map(subnets::get).toList(), clusterRole));

        // G1.5 The way in
        Ref<ApiAccess> api = add(new AccessEntryResource(scope, cluster, tokens));
        Optional<LaunchTemplateResource.Ssh> ssh = keyPair.map(key -> ssh(key, vpc, cluster));

        // G1.4 The nodes, and the add-ons before and after them
        List<Ref<Done>> beforeNodes = addonsBeforeNodes(cluster);
        List<Ref<NodeCapacity>> groups = spec.nodeGroups().stream()
                .map(group -> nodeGroup(group, cluster, nodeRole, ssh, places, beforeNodes))
                .toList();
        spec.cluster().addons().stream()
                .filter(addon -> !runsWithoutNodes(addon))
                .forEach(addon -> add(new AddonResource(scope, addon, cluster, groups)));
        // One group is enough for pods to start: the others join while they do.
        return new CloudRefs(api, groups.get(0), everything);
    }

    private <T> Ref<T> add(AwsResource<T> resource) {
        Ref<T> ref = graph.add(resource);
        everything.add(ref);
        return ref;
    }

    private Ref<GatewayId> internetGateway(Ref<VpcId> vpc) {
        Ref<GatewayId> gateway = add(new InternetGatewayResource(scope));
        return add(new GatewayAttachmentResource(scope, vpc, gateway));
    }

    /** The public subnets by zone, each with its way out. */
    private Map<String, Ref<RoutedSubnet>> publicSubnets(
            Ref<VpcId> vpc, Ref<GatewayId> gateway, List<PlannedSubnet> layout) {
        Ref<RouteTableId> table = add(new RouteTableResource(scope, PUBLIC, "route table of public subnets", vpc));
        Ref<RoutedTable> routed = add(RouteResource.toInternet(scope, table, gateway, PUBLIC));
        Map<String, Ref<RoutedSubnet>> result = new LinkedHashMap<>();
        layout.stream()
                .filter(PlannedSubnet::isPublic)
                .forEach(plan -> result.put(
                        plan.zone(),
                        add(new RouteTableAssociationResource(scope, plan, PUBLIC, routed, subnet(plan)))));
        return result;
    }

    /** Where nodes live: in private subnets behind NAT, or in the public ones with addresses of their own. */
    private List<Ref<RoutedSubnet>> nodeSubnets(
            Ref<VpcId> vpc, Map<String, Ref<RoutedSubnet>> publics, List<PlannedSubnet> layout) {
        Map<String, Ref<NatGatewayId>> nats = natGateways(publics);
        List<Ref<RoutedSubnet>> result = new ArrayList<>();
        for (PlannedSubnet plan : layout) {
            if (plan.isPublic() && nats.isEmpty()) {
                Ref<RoutedSubnet> subnet = Objects.requireNonNull(publics.get(plan.zone()));
                result.add(add(new SubnetPublicIpsResource(scope, plan, subnet)));
            } else if (!plan.isPublic()) {
                Ref<NatGatewayId> nat =
                        nats.getOrDefault(plan.zone(), nats.values().iterator().next());
                result.add(behind(nat, plan, vpc));
            }
        }
        return result;
    }

    private Ref<RoutedSubnet> behind(Ref<NatGatewayId> nat, PlannedSubnet plan, Ref<VpcId> vpc) {
        String part = plan.part() + "-table";
        Ref<RouteTableId> table = add(new RouteTableResource(scope, part, "route table of " + plan.part(), vpc));
        Ref<RoutedTable> routed = add(RouteResource.toNat(scope, table, nat, plan.part()));
        return add(new RouteTableAssociationResource(scope, plan, part, routed, subnet(plan)));
    }

    /** NAT gateways by zone: none, one in the first zone, or one in each. */
    private Map<String, Ref<NatGatewayId>> natGateways(Map<String, Ref<RoutedSubnet>> publics) {
        long count =
                switch (spec.vpc().natGateways()) {
                    case NONE -> 0;
                    case ONE -> 1;
                    case ONE_PER_ZONE -> publics.size();
                };
        Map<String, Ref<NatGatewayId>> nats = new LinkedHashMap<>();
        publics.entrySet().stream().limit(count).forEach(entry -> {
            Ref<AllocationId> address = add(new AddressResource(scope, entry.getKey()));
            nats.put(entry.getKey(), add(new NatGatewayResource(scope, entry.getKey(), entry.getValue(), address)));
        });
        return nats;
    }

    private Ref<SubnetId> subnet(PlannedSubnet plan) {
        return Objects.requireNonNull(subnets.get(plan));
    }

    private Ref<RoleArn> role(String part, String name, String servicePrincipal, List<String> policies) {
        Ref<RoleName> role = add(new RoleResource(scope, part, name, servicePrincipal));
        return add(new RolePoliciesResource(scope, part + "-policies", role, name, policies));
    }

    private LaunchTemplateResource.Ssh ssh(Ref<KeyName> key, Ref<VpcId> vpc, Ref<Cluster> cluster) {
        Ref<GroupId> group = add(new SshGroupResource(scope, vpc));
        Ref<GroupId> open = add(new SshRuleResource(scope, group, spec.vpc().cidr()));
        return new LaunchTemplateResource.Ssh(key, cluster, open);
    }

    /** Those that EKS calls ACTIVE without a node; the result holds those that nodes must not start before. */
    private List<Ref<Done>> addonsBeforeNodes(Ref<Cluster> cluster) {
        List<Ref<Done>> result = new ArrayList<>();
        for (AddonSpec addon : spec.cluster().addons()) {
            if (runsWithoutNodes(addon)) {
                Ref<Done> ref = add(new AddonResource(scope, addon, cluster, List.of()));
                // Nodes read the CNI's settings (prefixes, custom networking) when they start, and never again.
                if (addon.name().equals(VPC_CNI) && !addon.configurationValues().isEmpty()) {
                    result.add(ref);
                }
            }
        }
        return result;
    }

    /** DaemonSets are complete with no node; everything else needs one. */
    private static boolean runsWithoutNodes(AddonSpec addon) {
        return List.of(VPC_CNI, "kube-proxy", "eks-pod-identity-agent").contains(addon.name());
    }

    private Ref<NodeCapacity> nodeGroup(
            NodeGroupSpec group,
            Ref<Cluster> cluster,
            Ref<RoleArn> nodeRole,
            Optional<LaunchTemplateResource.Ssh> ssh,
            List<Ref<RoutedSubnet>> places,
            List<Ref<Done>> beforeNodes) {
        Ref<Template> template = add(new LaunchTemplateResource(scope, group, ssh));
        return add(new NodeGroupResource(
                scope, group, new NodeGroupResource.Inputs(cluster, nodeRole, template, places, beforeNodes)));
    }
}
