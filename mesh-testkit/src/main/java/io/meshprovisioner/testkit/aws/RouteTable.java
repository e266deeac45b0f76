package io.meshprovisioner.testkit.aws;

import java.util.List;
import java.util.Optional;

/** A route table with its routes and the subnets that use it. */
record RouteTable(String id, String vpcId, List<Route> routes, List<Association> associations) {
    static final Kind<RouteTable> KIND = new Kind<>(
            "route-table",
            "rtb",
            "RouteTableId",
            "InvalidRouteTableID.NotFound",
            "The routeTable ID '%s' does not exist",
            region -> region.routeTables,
            RouteTable::id);

    RouteTable {
        routes = List.copyOf(routes);
        associations = List.copyOf(associations);
    }

    boolean isMain() {
        return associations.stream()
                .anyMatch(association -> association.subnetId().isEmpty());
    }

    RouteTable withRoutes(List<Route> others) {
        return new RouteTable(id, vpcId, others, associations);
    }

    RouteTable withAssociations(List<Association> others) {
        return new RouteTable(id, vpcId, routes, others);
    }

    Optional<Route> route(String destination) {
        return routes.stream()
                .filter(route -> route.destination().equals(destination))
                .findFirst();
    }

    /** A route to a gateway, a NAT gateway, an interface or {@code local}. */
    record Route(String destination, Target kind, String target) {}

    /** What a route leads to, by the request member that names it. */
    enum Target {
        GATEWAY("GatewayId", "gatewayId"),
        NAT_GATEWAY("NatGatewayId", "natGatewayId"),
        INTERFACE("NetworkInterfaceId", "networkInterfaceId");

        final String member;
        final String element;

        Target(String member, String element) {
            this.member = member;
            this.element = element;
        }
    }

    /** A subnet's association, or the VPC's main one where no subnet is named. */
    record Association(String id, Optional<String> subnetId) {}
}
