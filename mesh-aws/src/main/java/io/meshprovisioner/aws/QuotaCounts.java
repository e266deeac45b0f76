package io.meshprovisioner.aws;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.RouteOrigin;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryRequest;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;

/**
 * How what a quota counts is counted: all there is, or what is in the place that the refused request names. Source: the
 * quota pages of the Amazon VPC, EKS and IAM user guides.
 */
final class QuotaCounts {
    /** Nobody counts it. */
    static final Count NOT = (calls, refused) -> OptionalInt.empty();

    private QuotaCounts() {}

    /** How much there is of what a refused request asked for one more of. */
    @FunctionalInterface
    interface Count {
        OptionalInt of(AwsCalls calls, AwsRequest refused);
    }

    static Count all(Look<?> look) {
        return (calls, refused) -> OptionalInt.of(look.by(calls).size());
    }

    /**
     * @param filter that describes a place
     * @param member the request's, which names the place
     */
    static Count within(Look<?> look, String filter, String member) {
        return (calls, refused) -> counted(named(refused, member)
                .map(place -> look.by(calls, Look.filter(filter, place)).size()));
    }

    /** Of a request for an endpoint. */
    static Optional<String> endpointType(AwsRequest refused) {
        return named(refused, "VpcEndpointType");
    }

    static OptionalInt interfaceEndpoints(AwsCalls calls, AwsRequest refused) {
        return counted(named(refused, "VpcId").map(vpc -> Look.ENDPOINTS
                .by(calls, Look.filter("vpc-id", vpc), Look.filter("vpc-endpoint-type", "Interface"))
                .size()));
    }

    static OptionalInt gatewayEndpoints(AwsCalls calls, AwsRequest refused) {
        return OptionalInt.of(Look.ENDPOINTS
                .by(calls, Look.filter("vpc-endpoint-type", "Gateway"))
                .size());
    }

    /** What an account has of a kind, by the name that IAM's summary gives it. */
    static Count ofAccount(String kind) {
        return (calls, refused) -> counted(Optional.ofNullable(calls.iam()
                .read(GetAccountSummaryRequest.builder().build(), IamClient::getAccountSummary)
                .summaryMap()
                .get(SummaryKeyType.fromValue(kind))));
    }

    /** Those that are coming, standing and going count. */
    static OptionalInt natGatewaysOfZone(AwsCalls calls, AwsRequest refused) {
        return counted(named(refused, "SubnetId")
                .flatMap(id -> Look.SUBNETS.by(calls, Look.filter("subnet-id", id)).stream()
                        .findFirst())
                .map(place ->
                        Look.SUBNETS.by(calls, Look.filter("availability-zone", place.availabilityZone())).stream()
                                .map(Subnet::subnetId)
                                .toArray(String[]::new))
                .map(subnets -> (int) Look.NAT_GATEWAYS.by(calls, Look.filter("subnet-id", subnets)).stream()
                        .filter(gateway ->
                                gateway.state() != NatGatewayState.DELETED && gateway.state() != NatGatewayState.FAILED)
                        .count()));
    }

    /** Propagated routes have a quota of their own. */
    static OptionalInt routesOfTable(AwsCalls calls, AwsRequest refused) {
        return counted(named(refused, "RouteTableId")
                .flatMap(id -> Look.ROUTE_TABLES.by(calls, Look.filter("route-table-id", id)).stream()
                        .findFirst())
                .map(table -> (int) table.routes().stream()
                        .filter(route -> route.origin() != RouteOrigin.ENABLE_VGW_ROUTE_PROPAGATION)
                        .count()));
    }

    /** Of the direction that we ask for: in. */
    static OptionalInt rulesOfGroup(AwsCalls calls, AwsRequest refused) {
        return counted(named(refused, "GroupId")
                .flatMap(id -> Look.GROUPS.by(calls, Look.filter("group-id", id)).stream()
                        .findFirst())
                .map(group -> group.ipPermissions().stream()
                        .mapToInt(QuotaCounts::rules)
                        .sum()));
    }

    private static int rules(IpPermission permission) {
        return Stream.<List<?>>of(
                        permission.ipRanges(),
                        permission.ipv6Ranges(),
                        permission.prefixListIds(),
                        permission.userIdGroupPairs())
                .mapToInt(List::size)
                .sum();
    }

    static OptionalInt clusters(AwsCalls calls, AwsRequest refused) {
        return OptionalInt.of(EksLists.clusters(calls).size());
    }

    static OptionalInt nodeGroups(AwsCalls calls, AwsRequest refused) {
        return counted(named(refused, "clusterName")
                .map(cluster -> EksLists.nodeGroups(calls, cluster).size()));
    }

    static OptionalInt fargateProfiles(AwsCalls calls, AwsRequest refused) {
        return counted(named(refused, "clusterName")
                .map(cluster -> EksLists.fargateProfiles(calls, cluster).size()));
    }

    private static Optional<String> named(AwsRequest refused, String member) {
        return refused.getValueForField(member, String.class);
    }

    private static OptionalInt counted(Optional<Integer> count) {
        return count.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
