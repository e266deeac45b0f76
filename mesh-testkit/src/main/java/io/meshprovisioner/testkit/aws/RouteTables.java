package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.RouteTable.Association;
import io.meshprovisioner.testkit.aws.RouteTable.Route;
import io.meshprovisioner.testkit.aws.RouteTable.Target;
import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Route tables, routes and associations. */
final class RouteTables {
    private static final Filters<RouteTable> FILTERS = new Filters<>(RouteTable::id)
            .one("route-table-id", RouteTable::id)
            .one("vpc-id", RouteTable::vpcId)
            .on("association.main", (site, table) -> table.associations().stream()
                    .map(association -> String.valueOf(association.subnetId().isEmpty())))
            .on("association.subnet-id", (site, table) -> table.associations().stream()
                    .flatMap(association -> association.subnetId().stream()))
            .on("association.route-table-association-id", (site, table) -> table.associations().stream()
                    .map(Association::id))
            .on("association.route-table-id", (site, table) -> Stream.of(table.id()))
            .on("route.destination-cidr-block", (site, table) -> table.routes().stream()
                    .map(Route::destination))
            .on("route.gateway-id", (site, table) -> targets(table, Target.GATEWAY))
            .on("route.nat-gateway-id", (site, table) -> targets(table, Target.NAT_GATEWAY))
            .on("route.state", (site, table) -> table.routes().stream().map(route -> state(site, table, route)));

    private RouteTables() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateRouteTable", RouteTables::create);
        operations.put(
                "DescribeRouteTables",
                (call, in, out) -> RouteTable.KIND.describe(
                        call, in, out, FILTERS, "routeTableSet", (item, table) -> write(call.site(), item, table)));
        operations.put("DeleteRouteTable", RouteTables::delete);
        operations.put("CreateRoute", RouteTables::createRoute);
        operations.put("ReplaceRoute", RouteTables::replaceRoute);
        operations.put("DeleteRoute", RouteTables::deleteRoute);
    }

    private static Stream<String> targets(RouteTable table, Target kind) {
        return table.routes().stream().filter(route -> route.kind() == kind).map(Route::target);
    }

    static void makeMain(Site site, Vpc vpc) {
        String id = site.newId("rtb", vpc.id());
        Association main = new Association(site.newId("rtbassoc", vpc.id()), Optional.empty());
        RouteTable.KIND.put(site, new RouteTable(id, vpc.id(), List.of(local(vpc.cidr())), List.of(main)));
        site.born(id, "route-table", Map.of());
    }

    private static Route local(String cidr) {
        return new Route(cidr, Target.GATEWAY, "local");
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        Map<String, String> tags = Tags.requested(in, "route-table");
        String made = Tokens.once(site, "CreateRouteTable", in, () -> {
            Vpc vpc = Vpc.KIND.find(site, in.require("VpcId"));
            long present = site.here()
                    .routeTables
                    .where(table -> table.vpcId().equals(vpc.id()))
                    .count();
            if (present >= site.quotas().routeTablesPerVpc()) {
                throw AwsError.of("RouteTableLimitExceeded", "The maximum number of route tables has been reached.");
            }
            String id = site.newId("rtb", Tags.name(tags, vpc.id() + "/further"));
            RouteTable.KIND.put(site, new RouteTable(id, vpc.id(), List.of(local(vpc.cidr())), List.of()));
            site.born(id, "route-table", tags);
            return id;
        });
        RouteTable table = RouteTable.KIND.find(site, made);
        out.node("routeTable", xml -> write(site, xml, table));
        out.text("clientToken", in.get("ClientToken"));
    }

    private static void write(Site site, Xml out, RouteTable table) {
        out.text("routeTableId", table.id())
                .text("vpcId", table.vpcId())
                .text("ownerId", site.options().accountId())
                .list("routeSet", routes(site, table), (item, route) -> item.text(
                                "destinationCidrBlock", route.destination())
                        .text(route.kind().element, route.target())
                        .text("state", state(site, table, route))
                        .text("origin", route.target().equals("local") ? "CreateRouteTable" : "CreateRoute"))
                .list("associationSet", table.associations(), (item, association) -> item.text(
                                "routeTableAssociationId", association.id())
                        .text("routeTableId", table.id())
                        .text("subnetId", association.subnetId())
                        .text("main", association.subnetId().isEmpty())
                        .node("associationState", state -> state.text("state", "associated")))
                .list("propagatingVgwSet", List.of(), (item, none) -> {});
        Tags.write(out, site.tags(table.id()));
    }

    /** The table's routes; further blocks of the VPC are local, whenever they came. */
    private static List<Route> routes(Site site, RouteTable table) {
        List<Route> all = new ArrayList<>(table.routes());
        site.here().vpcs.get(table.vpcId()).ifPresent(vpc -> vpc.blocks().stream()
                .filter(block -> table.route(block.cidr()).isEmpty())
                .forEach(block -> all.add(local(block.cidr()))));
        return all;
    }

    /** A route is a black hole once what it leads to is gone. */
    static String state(Site site, RouteTable table, Route route) {
        if (route.target().equals("local")) {
            return "active";
        }
        boolean alive =
                switch (route.kind()) {
                    case GATEWAY ->
                        site.here()
                                .internetGateways
                                .get(route.target())
                                .filter(gateway -> gateway.vpcId().equals(Optional.of(table.vpcId())))
                                .isPresent();
                    case NAT_GATEWAY ->
                        site.here()
                                .natGateways
                                .get(route.target())
                                .filter(gateway -> gateway.usable(site))
                                .isPresent();
                    case INTERFACE -> site.here().interfaces.has(route.target());
                };
        return alive ? "active" : "blackhole";
    }

    private static void delete(Call call, Params in, Xml out) {
        RouteTable table = RouteTable.KIND.find(call.site(), in.require("RouteTableId"));
        if (!table.associations().isEmpty()) {
            throw RouteTable.KIND.inUse("routeTable", table.id());
        }
        RouteTable.KIND.remove(call.site(), table.id());
        out.text("return", true);
    }

    private static void createRoute(Call call, Params in, Xml out) {
        RouteTable table = RouteTable.KIND.find(call.site(), in.require("RouteTableId"));
        Route route = route(call.site(), table, in);
        Optional<Route> present = table.route(route.destination());
        if (present.isPresent() && !present.get().equals(route)) {
            throw AwsError.of(
                    "RouteAlreadyExists",
                    "The route identified by %s already exists.",
                    present.get().destination());
        }
        if (present.isEmpty()) {
            List<Route> routes = new ArrayList<>(table.routes());
            routes.add(route);
            RouteTable.KIND.put(call.site(), table.withRoutes(routes));
        }
        out.text("return", true);
    }

    private static Route route(Site site, RouteTable table, Params in) {
        String destination = Cidr.parse(in.require("DestinationCidrBlock")).toString();
        for (Target kind : Target.values()) {
            Optional<String> target = in.get(kind.member);
            if (target.isPresent()) {
                check(site, table, kind, target.get());
                return new Route(destination, kind, target.get());
            }
        }
        throw AwsError.of(
                "MissingParameter",
                "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId");
    }

    private static void check(Site site, RouteTable table, Target kind, String target) {
        switch (kind) {
            case GATEWAY -> {
                if (!target.startsWith("igw-")) {
                    throw AwsError.of("InvalidGatewayID.NotFound", "The gateway ID '%s' does not exist", target);
                }
                InternetGateway gateway = InternetGateway.KIND.find(site, target);
                if (!gateway.vpcId().equals(Optional.of(table.vpcId()))) {
                    throw AwsError.of(
                            "InvalidParameterValue",
                            "route table %s and network gateway %s belong to different networks",
                            table.id(),
                            target);
                }
            }
            case NAT_GATEWAY -> {
                NatGateway gateway = site.here()
                        .natGateways
                        .get(target)
                        .filter(candidate -> !candidate.dead(site))
                        .orElseThrow(() -> AwsError.of(
                                "InvalidNatGatewayID.NotFound", "The natGateway ID '%s' does not exist", target));
                if (!gateway.vpcId().equals(table.vpcId())) {
                    throw AwsError.of(
                            "InvalidParameterValue",
                            "route table %s and NAT gateway %s belong to different networks",
                            table.id(),
                            target);
                }
            }
            case INTERFACE -> Interface.KIND.find(site, target);
        }
    }

    private static void replaceRoute(Call call, Params in, Xml out) {
        RouteTable table = RouteTable.KIND.find(call.site(), in.require("RouteTableId"));
        Route route = route(call.site(), table, in);
        put(call.site(), table, without(table, route.destination()), route);
        out.text("return", true);
    }

    private static void put(Site site, RouteTable table, List<Route> others, Route route) {
        List<Route> routes = new ArrayList<>(others);
        routes.add(route);
        RouteTable.KIND.put(site, table.withRoutes(routes));
    }

    private static List<Route> without(RouteTable table, String destination) {
        if (table.route(destination).isEmpty()) {
            throw AwsError.of(
                    "InvalidRoute.NotFound",
                    "no route with destination-cidr-block %s in route table %s",
                    destination,
                    table.id());
        }
        return table.routes().stream()
                .filter(route -> !route.destination().equals(destination))
                .toList();
    }

    private static void deleteRoute(Call call, Params in, Xml out) {
        RouteTable table = RouteTable.KIND.find(call.site(), in.require("RouteTableId"));
        String destination = Cidr.parse(in.require("DestinationCidrBlock")).toString();
        RouteTable.KIND.put(call.site(), table.withRoutes(without(table, destination)));
        out.text("return", true);
    }
}
