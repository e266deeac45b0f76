package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.GatewayId;
import io.meshprovisioner.aws.Handles.NatGatewayId;
import io.meshprovisioner.aws.Handles.RouteTableId;
import io.meshprovisioner.aws.Handles.RoutedTable;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/**
 * The default route of a route table: through the internet gateway or through a NAT gateway. Its value is the table,
 * routed.
 *
 * @param <G> the gateway's handle
 */
final class RouteResource<G> extends AwsResource<RoutedTable> {
    private static final String EVERYWHERE = "0.0.0.0/0";

    private final Ref<RouteTableId> table;
    private final Ref<G> gateway;
    private final Hop<G> hop;

    private RouteResource(Scope scope, Ref<RouteTableId> table, Ref<G> gateway, String part, Hop<G> hop) {
        super(scope, "ec2:Route", part + "-route", "default route through the " + hop.title, "G1.3");
        this.table = need(table);
        this.gateway = need(gateway);
        this.hop = hop;
    }

    static RouteResource<GatewayId> toInternet(
            Scope scope, Ref<RouteTableId> table, Ref<GatewayId> gateway, String part) {
        return new RouteResource<>(
                scope, table, gateway, part, new Hop<>("internet gateway", (request, id) -> request.toBuilder()
                        .gatewayId(id.value())
                        .build()));
    }

    static RouteResource<NatGatewayId> toNat(
            Scope scope, Ref<RouteTableId> table, Ref<NatGatewayId> gateway, String part) {
        return new RouteResource<>(
                scope, table, gateway, part, new Hop<>("NAT gateway", (request, id) -> request.toBuilder()
                        .natGatewayId(id.value())
                        .build()));
    }

    /** A route whose gateway has died is a black hole: as good as none. */
    @Override
    public Observation<RoutedTable> observe(Step step) {
        return tables(step).stream()
                .filter(found -> defaultRoutes(found).anyMatch(route -> route.state() != RouteState.BLACKHOLE))
                .findFirst()
                .map(found -> Observation.ready(new RoutedTable(new RouteTableId(found.routeTableId()))))
                .orElseGet(Observation::absent);
    }

    private List<RouteTable> tables(Step step) {
        return scope.named(Look.ROUTE_TABLES, table.id().name(), id(), step.now());
    }

    private static Stream<Route> defaultRoutes(RouteTable found) {
        return found.routes().stream().filter(route -> EVERYWHERE.equals(route.destinationCidrBlock()));
    }

    @Override
    public Observation<RoutedTable> create(Step step) {
        RouteTableId id = step.get(table);
        CreateRouteRequest bare = CreateRouteRequest.builder()
                .routeTableId(id.value())
                .destinationCidrBlock(EVERYWHERE)
                .build();
        CreateRouteRequest request = hop.through.apply(bare, step.get(gateway));
        if (tables(step).stream()
                .flatMap(RouteResource::defaultRoutes)
                .findFirst()
                .isPresent()) {
            ec2().change(step.permit(), replacing(request), Ec2Client::replaceRoute);
        } else {
            ec2().change(step.permit(), request, Ec2Client::createRoute);
        }
        return Observation.ready(new RoutedTable(id));
    }

    private static ReplaceRouteRequest replacing(CreateRouteRequest request) {
        return ReplaceRouteRequest.builder()
                .routeTableId(request.routeTableId())
                .destinationCidrBlock(request.destinationCidrBlock())
                .gatewayId(request.gatewayId())
                .natGatewayId(request.natGatewayId())
                .build();
    }

    @Override
    public Set<String> actions() {
        return Set.copyOf(List.of("ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DescribeRouteTables"));
    }

    private record Hop<G>(String title, BiFunction<CreateRouteRequest, G, CreateRouteRequest> through) {}
}
