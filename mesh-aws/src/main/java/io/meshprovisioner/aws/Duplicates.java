package io.meshprovisioner.aws;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * Which of several resources of one name is the one: a killed run or a lost answer can leave two. The one with
 * dependents stays, among empty ones the lowest id: keeping the lowest always would tear a mesh apart.
 */
final class Duplicates {
    private static final Map<Look<?>, BiPredicate<AwsCalls, ?>> DEPENDENTS = Map.of(
            Look.VPCS, of(Duplicates::vpc),
            Look.SUBNETS, of(Duplicates::subnet),
            Look.GATEWAYS,
                    of((AwsCalls calls, InternetGateway found) ->
                            !found.attachments().isEmpty()),
            Look.ADDRESSES, of((AwsCalls calls, Address found) -> found.associationId() != null),
            Look.ROUTE_TABLES, of(Duplicates::routeTable),
            Look.NAT_GATEWAYS, of(Duplicates::natGateway),
            Look.GROUPS, of(Duplicates::group));

    private Duplicates() {}

    private static <M> BiPredicate<AwsCalls, M> of(BiPredicate<AwsCalls, M> rule) {
        return rule;
    }

    /** The one of several that stays. */
    static <M> M keep(AwsCalls calls, Look<M> look, List<M> found) {
        List<M> byId = found.stream().sorted(Comparator.comparing(look.id())).toList();
        if (byId.size() == 1) {
            return byId.get(0);
        }
        return byId.stream()
                .filter(one -> hasDependents(calls, look, one))
                .findFirst()
                .orElseGet(() -> byId.get(0));
    }

    @SuppressWarnings("unchecked") // each look's rule is for what that look finds
    static <M> boolean hasDependents(AwsCalls calls, Look<M> look, M found) {
        BiPredicate<AwsCalls, M> rule = (BiPredicate<AwsCalls, M>) DEPENDENTS.get(look);
        return rule != null && rule.test(calls, found);
    }

    private static boolean vpc(AwsCalls calls, Vpc found) {
        String id = found.vpcId();
        return !Look.SUBNETS.by(calls, Look.filter("vpc-id", id)).isEmpty()
                || !Look.GATEWAYS
                        .by(calls, Look.filter("attachment.vpc-id", id))
                        .isEmpty();
    }

    private static boolean subnet(AwsCalls calls, Subnet found) {
        String id = found.subnetId();
        return !Look.INTERFACES.by(calls, Look.filter("subnet-id", id)).isEmpty()
                || !Look.ROUTE_TABLES
                        .by(calls, Look.filter("association.subnet-id", id))
                        .isEmpty();
    }

    private static boolean routeTable(AwsCalls calls, RouteTable found) {
        return found.associations().stream()
                .map(RouteTableAssociation::subnetId)
                .anyMatch(id -> id != null);
    }

    private static boolean natGateway(AwsCalls calls, NatGateway found) {
        return !Look.ROUTE_TABLES
                .by(calls, Look.filter("route.nat-gateway-id", found.natGatewayId()))
                .isEmpty();
    }

    private static boolean group(AwsCalls calls, SecurityGroup found) {
        return !Look.INTERFACES
                .by(calls, Look.filter("group-id", found.groupId()))
                .isEmpty();
    }
}
