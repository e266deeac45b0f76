package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.RouteTableId;
import io.meshprovisioner.aws.Handles.RoutedSubnet;
import io.meshprovisioner.aws.Handles.SubnetId;
import io.meshprovisioner.aws.Layout.PlannedSubnet;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * A subnet's route table. Its value is the subnet, with whatever way out the table gives it.
 *
 * @param <R> the table's handle, with or without a default route
 */
final class RouteTableAssociationResource<R> extends AwsResource<RoutedSubnet> {
    private final Ref<R> table;
    private final Function<R, RouteTableId> id;
    private final Ref<SubnetId> subnet;
    private final String tableName;

    /** @param tablePart the table's name within the mesh */
    RouteTableAssociationResource(
            Scope scope,
            PlannedSubnet plan,
            String tablePart,
            Ref<R> table,
            Function<R, RouteTableId> id,
            Ref<SubnetId> subnet) {
        super(
                scope,
                "ec2:RouteTableAssociation",
                plan.part() + "-routes",
                "route table of subnet " + plan.cidr(),
                "G1.3");
        this.table = need(table);
        this.id = id;
        this.subnet = need(subnet);
        this.tableName = scope.names().logical(tablePart);
    }

    @Override
    public Observation<RoutedSubnet> observe(Step step) {
        Set<String> associated = scope.named(Look.ROUTE_TABLES, tableName, id(), step.now()).stream()
                .flatMap(found -> found.associations().stream())
                .map(association -> String.valueOf(association.subnetId()))
                .collect(Collectors.toSet());
        if (associated.isEmpty()) {
            return Observation.absent();
        }
        return scope.named(Look.SUBNETS, subnet.id().name(), id(), step.now()).stream()
                .map(Subnet::subnetId)
                .filter(associated::contains)
                .findFirst()
                .map(found -> Observation.ready(new RoutedSubnet(new SubnetId(found))))
                .orElseGet(Observation::absent);
    }

    @Override
    public Observation<RoutedSubnet> create(Step step) {
        SubnetId place = step.get(subnet);
        ec2().change(
                        step.permit(),
                        AssociateRouteTableRequest.builder()
                                .routeTableId(id.apply(step.get(table)).value())
                                .subnetId(place.value())
                                .build(),
                        Ec2Client::associateRouteTable);
        return Observation.ready(new RoutedSubnet(place));
    }

    @Override
    public Set<String> actions() {
        return Set.of("ec2:AssociateRouteTable", "ec2:DescribeRouteTables", "ec2:DescribeSubnets");
    }
}
