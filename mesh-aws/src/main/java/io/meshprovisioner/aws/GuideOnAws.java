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
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Handles.Template;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.aws.Layout.PlannedSubnet;
import io.meshprovisioner.plan.Graph;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.spec.ClusterSpec.AddonSpec;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spec.NatGateways;
import io.meshprovisioner.spec.NodeGroupSpec;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.spi.CloudSession.CloudRefs;
import io.meshprovisioner.spi.NodeCapacity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The guide's part one as a graph: what a mesh consists of on AWS, in the guide's order. Each line's arguments are the
 * handles it waits for.
 */
final class GuideOnAws {
    private static final String VPC_CNI = "vpc-cni";

    private final Scope scope;
    private final MeshSpec spec;
    private final Graph.Builder graph;
    private final ClusterTokens tokens;
    private final List<Ref<?>> everything = new ArrayList<>();
    private final Map<PlannedSubnet, Ref<SubnetId>> subnets = new HashMap<>();
    private final Map<PlannedSubnet, List<Ref<Done>>> internet = new HashMap<>();

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
        publicRoutes(
                vpc, gateway, layout.stream().filter(PlannedSubnet::isPublic).toList());
        privateRoutes(vpc, gateway, layout);

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
                .map(group -> nodeGroup(group, cluster, nodeRole, ssh, beforeNodes))
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

    private void publicRoutes(Ref<VpcId> vpc, Ref<GatewayId> gateway, List<PlannedSubnet> publicSubnets) {
        Ref<RouteTableId> table = add(new RouteTableResource(scope, "public", "route table of public subnets", vpc));
        Ref<Done> route = add(RouteResource.toInternet(scope, table, gateway, "public"));
        for (PlannedSubnet plan : publicSubnets) {
            Ref<SubnetId> subnet = subnet(plan);
            Ref<Done> routes = add(new RouteTableAssociationResource(scope, plan, table, subnet));
            if (spec.vpc().natGateways() == NatGateways.NONE) {
                Ref<Done> addresses = add(new SubnetPublicIpsResource(scope, plan, subnet));
                internet.put(plan, List.of(route, routes, addresses));
            }
        }
    }

    private void privateRoutes(Ref<VpcId> vpc, Ref<GatewayId> gateway, List<PlannedSubnet> layout) {
        List<PlannedSubnet> publicSubnets =
                layout.stream().filter(PlannedSubnet::isPublic).toList();
        Map<String, Ref<NatGatewayId>> nats = natGateways(gateway, publicSubnets);
        for (PlannedSubnet plan : layout) {
            if (plan.isPublic()) {
                continue;
            }
            Ref<RouteTableId> table =
                    add(new RouteTableResource(scope, plan.part() + "-table", "route table of " + plan.part(), vpc));
            Ref<NatGatewayId> nat = java.util.Objects.requireNonNull(
                    nats.getOrDefault(plan.zone(), nats.get(publicSubnets.get(0).zone())));
            Ref<Done> route = add(RouteResource.toNat(scope, table, nat, plan.part()));
            Ref<Done> routes = add(new RouteTableAssociationResource(scope, plan, table, subnet(plan)));
            internet.put(plan, List.of(route, routes));
        }
    }

    /** NAT gateways by zone: none, one in the first zone, or one in each. */
    private Map<String, Ref<NatGatewayId>> natGateways(Ref<GatewayId> gateway, List<PlannedSubnet> publicSubnets) {
        long count =
                switch (spec.vpc().natGateways()) {
                    case NONE -> 0;
                    case ONE -> 1;
                    case ONE_PER_ZONE -> publicSubnets.size();
                };
        Map<String, Ref<NatGatewayId>> nats = new HashMap<>();
        publicSubnets.stream().limit(count).forEach(plan -> {
            Ref<AllocationId> address = add(new AddressResource(scope, plan.zone()));
            nats.put(plan.zone(), add(new NatGatewayResource(scope, plan.zone(), subnet(plan), address, gateway)));
        });
        return nats;
    }

    private Ref<SubnetId> subnet(PlannedSubnet plan) {
        return java.util.Objects.requireNonNull(subnets.get(plan));
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
            List<Ref<Done>> beforeNodes) {
        Ref<Template> template = add(new LaunchTemplateResource(scope, group, ssh));
        List<PlannedSubnet> places = List.copyOf(internet.keySet()).stream()
                .sorted(java.util.Comparator.comparing(PlannedSubnet::part))
                .toList();
        List<Ref<Done>> ways = places.stream()
                .flatMap(plan -> internet.getOrDefault(plan, List.of()).stream())
                .toList();
        return add(new NodeGroupResource(
                scope,
                group,
                new NodeGroupResource.Inputs(
                        cluster,
                        nodeRole,
                        template,
                        places.stream().map(this::subnet).toList(),
                        ways,
                        beforeNodes)));
    }
}
