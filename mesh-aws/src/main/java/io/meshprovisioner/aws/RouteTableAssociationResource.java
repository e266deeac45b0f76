package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.RouteTableId;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Layout.PlannedSubnet;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** A subnet's route table. */
final class RouteTableAssociationResource extends AwsResource<Done> {
    private final Ref<RouteTableId> table;
    private final Ref<SubnetId> subnet;

    RouteTableAssociationResource(Scope scope, PlannedSubnet plan, Ref<RouteTableId> table, Ref<SubnetId> subnet) {
        super(
                scope,
                "ec2:RouteTableAssociation",
                plan.part() + "-routes",
                "route table of subnet " + plan.cidr(),
                "G1.3");
        this.table = need(table);
        this.subnet = need(subnet);
    }

    @Override
    public Observation<Done> observe(Step step) {
        Set<String> associated = scope.named(Look.ROUTE_TABLES, table.id().name(), id(), step.now()).stream()
                .flatMap(found -> found.associations().stream())
                .map(association -> String.valueOf(association.subnetId()))
                .collect(Collectors.toSet());
        if (associated.isEmpty()) {
            return Observation.absent();
        }
        return scope.named(Look.SUBNETS, subnet.id().name(), id(), step.now()).stream()
                        .map(Subnet::subnetId)
                        .anyMatch(associated::contains)
                ? Observation.ready(new Done())
                : Observation.absent();
    }

    @Override
    public Observation<Done> create(Step step) {
        ec2().change(
                        step.permit(),
                        AssociateRouteTableRequest.builder()
                                .routeTableId(step.get(table).value())
                                .subnetId(step.get(subnet).value())
                                .build(),
                        Ec2Client::associateRouteTable);
        return Observation.ready(new Done());
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "ec2:AssociateRouteTable",
                "ec2:DisassociateRouteTable",
                "ec2:DescribeRouteTables",
                "ec2:DescribeSubnets");
    }
}
