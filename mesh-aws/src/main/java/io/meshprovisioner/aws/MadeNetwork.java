package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.AllocationId;
import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.GatewayId;
import io.meshprovisioner.aws.Handles.GroupId;
import io.meshprovisioner.aws.Handles.NatGatewayId;
import io.meshprovisioner.aws.Handles.RouteTableId;
import io.meshprovisioner.aws.Handles.RoutedSubnet;
import io.meshprovisioner.aws.Handles.RoutedTable;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.aws.Layout.PlannedSubnet;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.spec.EndpointServices;
import io.meshprovisioner.spec.VpcSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The guide's row G1.3: a VPC of our own, with subnets in each zone and their ways out. */
final class MadeNetwork {
    private static final String PUBLIC = "public";

    private final Scope scope;
    private final VpcSpec spec;
    private final Optional<String> podBlock;
    private final Network.Adder graph;
    private final Map<PlannedSubnet, Ref<SubnetId>> subnets = new HashMap<>();
    private final List<Ref<RouteTableId>> privateTables = new ArrayList<>();

    /** @param podBlock a second block of the VPC, for pods */
    MadeNetwork(Scope scope, VpcSpec resolved, Optional<String> podBlock, Network.Adder graph) {
        this.scope = scope;
        this.spec = resolved;
        this.podBlock = podBlock;
        this.graph = graph;
    }

    Network write() {
        Ref<VpcId> vpc = add(new VpcResource(scope, spec.cidr()));
        Ref<?> names = add(new VpcDnsResource(scope, vpc));
        List<PlannedSubnet> layout = Layout.subnets(spec);
        layout.forEach(plan -> subnets.put(plan, add(new SubnetResource(scope, plan, vpc))));
        Ref<GatewayId> gateway = internetGateway(vpc);
        Map<String, Ref<RoutedSubnet>> publics = publicSubnets(vpc, gateway, layout);
        List<Ref<RoutedSubnet>> places = nodeSubnets(vpc, publics, layout);
        List<Ref<SubnetId>> cluster = layout.stream().map(this::subnet).toList();
        boolean hidden = layout.stream().anyMatch(plan -> !plan.isPublic());
        List<Ref<SubnetId>> ofNodes = layout.stream()
                .filter(plan -> plan.isPublic() != hidden)
                .map(this::subnet)
                .toList();
        List<Ref<Done>> endpoints = spec.endpointServices().isEmpty() ? List.of() : endpoints(vpc, names, layout);
        List<Ref<Done>> waysOut = spec.withoutInternet() ? endpoints : List.of();
        if (podBlock.isEmpty()) {
            return new Network(vpc, cluster, ofNodes, places, waysOut, List.of(), Map.of());
        }
        List<Ref<Done>> block = List.of(add(new VpcBlockResource(scope, vpc, podBlock.get())));
        Map<String, Ref<SubnetId>> pods = new LinkedHashMap<>();
        Layout.podSubnets(spec, podBlock.get())
                .forEach(plan -> pods.put(plan.zone(), add(new SubnetResource(scope, plan, vpc, block))));
        return new Network(vpc, cluster, ofNodes, places, waysOut, block, pods);
    }

    private <T> Ref<T> add(AwsResource<T> resource) {
        return graph.add(resource);
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
                        add(new RouteTableAssociationResource<>(
                                scope, plan, PUBLIC, routed, RoutedTable::table, subnet(plan)))));
        return result;
    }

    /** Where nodes live: in private subnets behind NAT or with endpoints only, or in the public ones with addresses. */
    private List<Ref<RoutedSubnet>> nodeSubnets(
            Ref<VpcId> vpc, Map<String, Ref<RoutedSubnet>> publics, List<PlannedSubnet> layout) {
        Map<String, Ref<NatGatewayId>> nats = natGateways(publics);
        List<Ref<RoutedSubnet>> result = new ArrayList<>();
        for (PlannedSubnet plan : layout) {
            if (plan.isPublic() && nats.isEmpty() && !spec.withoutInternet()) {
                Ref<RoutedSubnet> subnet = Objects.requireNonNull(publics.get(plan.zone()));
                result.add(add(new SubnetPublicIpsResource(scope, plan, subnet)));
            } else if (!plan.isPublic()) {
                result.add(hidden(
                        Optional.ofNullable(nats.get(plan.zone()))
                                .or(() -> nats.values().stream().findFirst()),
                        plan,
                        vpc));
            }
        }
        return result;
    }

    private Ref<RoutedSubnet> hidden(Optional<Ref<NatGatewayId>> nat, PlannedSubnet plan, Ref<VpcId> vpc) {
        String part = plan.part() + "-table";
        Ref<RouteTableId> table = add(new RouteTableResource(scope, part, "route table of " + plan.part(), vpc));
        privateTables.add(table);
        if (nat.isEmpty()) {
            return add(new RouteTableAssociationResource<>(scope, plan, part, table, id -> id, subnet(plan)));
        }
        Ref<RoutedTable> routed = add(RouteResource.toNat(scope, table, nat.get(), plan.part()));
        return add(new RouteTableAssociationResource<>(scope, plan, part, routed, RoutedTable::table, subnet(plan)));
    }

    /** Those by route in the private route tables, those by interface in the private subnets. */
    private List<Ref<Done>> endpoints(Ref<VpcId> vpc, Ref<?> names, List<PlannedSubnet> layout) {
        List<String> byInterface = spec.endpointServices().stream()
                .filter(service -> !EndpointServices.byRoute(service))
                .toList();
        List<Ref<Done>> result = new ArrayList<>();
        spec.endpointServices().stream()
                .filter(EndpointServices::byRoute)
                .forEach(service ->
                        result.add(add(VpcEndpointResource.byRoute(scope, service, vpc, List.copyOf(privateTables)))));
        if (byInterface.isEmpty()) {
            return result;
        }
        Map<String, Ref<SubnetId>> places = new LinkedHashMap<>();
        layout.stream().filter(plan -> !plan.isPublic()).forEach(plan -> places.put(plan.zone(), subnet(plan)));
        Ref<GroupId> group = add(SecurityGroupResource.ofEndpoints(scope, vpc));
        List<Ref<?>> before = new ArrayList<>(List.of(names));
        Ref<GroupId> open = add(IngressRuleResource.ofEndpoints(scope, group, "endpoint-rule", spec.cidr()));
        podBlock.ifPresent(
                block -> before.add(add(IngressRuleResource.ofEndpoints(scope, group, "endpoint-pods-rule", block))));
        byInterface.forEach(
                service -> result.add(add(VpcEndpointResource.byInterface(scope, service, vpc, places, open, before))));
        return result;
    }

    /** NAT gateways by zone: none, one in the first zone, or one in each. */
    private Map<String, Ref<NatGatewayId>> natGateways(Map<String, Ref<RoutedSubnet>> publics) {
        long count =
                switch (spec.natGateways()) {
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
}
