package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.RouteTableId;
import io.meshprovisioner.aws.Handles.VpcId;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RouteTable;

final class RouteTableResource extends Ec2Resource<RouteTable, RouteTableId> {
    private final Ref<VpcId> vpc;

    RouteTableResource(Scope scope, String part, String title, Ref<VpcId> vpc) {
        super(scope, Look.ROUTE_TABLES, ResourceType.ROUTE_TABLE, "ec2:RouteTable", part, title, "G1.3");
        this.vpc = need(vpc);
    }

    @Override
    Observation<RouteTableId> judge(RouteTable found) {
        return Observation.ready(new RouteTableId(found.routeTableId()));
    }

    @Override
    public Observation<RouteTableId> create(Step step) {
        CreateRouteTableRequest request = CreateRouteTableRequest.builder()
                .vpcId(step.get(vpc).value())
                .tagSpecifications(tagged())
                .build();
        String token = Tokens.of(logical(), request, 0);
        return judge(ec2().change(
                        step.permit(), request.toBuilder().clientToken(token).build(), Ec2Client::createRouteTable)
                .routeTable());
    }

    @Override
    public Duration settle() {
        return Duration.ZERO;
    }

    @Override
    Set<String> operations() {
        return Set.of("CreateRouteTable", "DeleteRouteTable");
    }
}
