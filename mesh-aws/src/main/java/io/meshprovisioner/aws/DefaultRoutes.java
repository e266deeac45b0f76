package io.meshprovisioner.aws;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Where the subnets of a VPC lead: by their own tables, or by the VPC's main one. */
record DefaultRoutes(List<RouteTable> tables) {

    static DefaultRoutes of(AwsCalls calls, String vpc) {
        return new DefaultRoutes(Look.ROUTE_TABLES.by(calls, Look.filter("vpc-id", vpc)));
    }

    /** Whether what is in it reaches the Internet: through NAT or the like, or with public addresses of its own. */
    boolean leadsOut(Subnet subnet) {
        return isPrivate(subnet.subnetId())
                || (toGateway(subnet.subnetId()) && Boolean.TRUE.equals(subnet.mapPublicIpOnLaunch()));
    }

    /** Whether it leads out through something else than an internet gateway. */
    boolean isPrivate(String subnet) {
        return waysOut(subnet).findAny().isPresent() && !toGateway(subnet);
    }

    boolean toGateway(String subnet) {
        return waysOut(subnet)
                .anyMatch(route -> String.valueOf(route.gatewayId()).startsWith("igw-"));
    }

    Stream<Route> waysOut(String subnet) {
        return tables.stream()
                .filter(table -> associations(table).anyMatch(one -> subnet.equals(one.subnetId())))
                .findFirst()
                .or(() -> tables.stream()
                        .filter(table -> associations(table).anyMatch(one -> Boolean.TRUE.equals(one.main())))
                        .findFirst())
                .stream()
                .flatMap(table -> table.routes().stream())
                .filter(route -> "0.0.0.0/0".equals(route.destinationCidrBlock()))
                .filter(route -> route.state() != RouteState.BLACKHOLE);
    }

    private static Stream<RouteTableAssociation> associations(RouteTable table) {
        return table.associations().stream();
    }
}
