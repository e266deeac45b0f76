package io.meshprovisioner.aws;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/**
 * How a kind of EC2 resource is looked up.
 *
 * @param operation the Describe it takes
 * @param describe the resources that pass the filters, all pages of them
 */
record Look<M>(
        String operation,
        Function<M, String> id,
        Function<M, List<Tag>> tagList,
        BiFunction<Service<Ec2Client>, List<Filter>, List<M>> describe) {

    static final Look<Vpc> VPCS = new Look<>(
            "DescribeVpcs",
            Vpc::vpcId,
            Vpc::tags,
            (ec2, filters) -> Pages.all(
                    token -> ec2.read(
                            DescribeVpcsRequest.builder()
                                    .filters(filters)
                                    .nextToken(token)
                                    .build(),
                            Ec2Client::describeVpcs),
                    DescribeVpcsResponse::vpcs,
                    DescribeVpcsResponse::nextToken));

    static final Look<Subnet> SUBNETS = new Look<>(
            "DescribeSubnets",
            Subnet::subnetId,
            Subnet::tags,
            (ec2, filters) -> Pages.all(
                    token -> ec2.read(
                            DescribeSubnetsRequest.builder()
                                    .filters(filters)
                                    .nextToken(token)
                                    .build(),
                            Ec2Client::describeSubnets),
                    DescribeSubnetsResponse::subnets,
                    DescribeSubnetsResponse::nextToken));

    static final Look<InternetGateway> GATEWAYS = new Look<>(
            "DescribeInternetGateways",
            InternetGateway::internetGatewayId,
            InternetGateway::tags,
            (ec2, filters) -> Pages.all(
                    token -> ec2.read(
                            DescribeInternetGatewaysRequest.builder()
                                    .filters(filters)
                                    .nextToken(token)
                                    .build(),
                            Ec2Client::describeInternetGateways),
                    DescribeInternetGatewaysResponse::internetGateways,
                    DescribeInternetGatewaysResponse::nextToken));

    static final Look<RouteTable> ROUTE_TABLES = new Look<>(
            "DescribeRouteTables",
            RouteTable::routeTableId,
            RouteTable::tags,
            (ec2, filters) -> Pages.all(
                    token -> ec2.read(
                            DescribeRouteTablesRequest.builder()
                                    .filters(filters)
                                    .nextToken(token)
                                    .build(),
                            Ec2Client::describeRouteTables),
                    DescribeRouteTablesResponse::routeTables,
                    DescribeRouteTablesResponse::nextToken));

    static final Look<Address> ADDRESSES =
            new Look<>("DescribeAddresses", Address::allocationId, Address::tags, (ec2, filters) -> ec2.read(
                            DescribeAddressesRequest.builder().filters(filters).build(), Ec2Client::describeAddresses)
                    .addresses());

    static final Look<NatGateway> NAT_GATEWAYS = new Look<>(
            "DescribeNatGateways",
            NatGateway::natGatewayId,
            NatGateway::tags,
            (ec2, filters) -> Pages.all(
                    token -> ec2.read(
                            DescribeNatGatewaysRequest.builder()
                                    .filter(filters)
                                    .nextToken(token)
                                    .build(),
                            Ec2Client::describeNatGateways),
                    DescribeNatGatewaysResponse::natGateways,
                    DescribeNatGatewaysResponse::nextToken));

    static final Look<VpcEndpoint> ENDPOINTS = new Look<>(
            "DescribeVpcEndpoints",
            VpcEndpoint::vpcEndpointId,
            VpcEndpoint::tags,
            (ec2, filters) -> Pages.all(
                    token -> ec2.read(
                            DescribeVpcEndpointsRequest.builder()
                                    .filters(filters)
                                    .nextToken(token)
                                    .build(),
                            Ec2Client::describeVpcEndpoints),
                    DescribeVpcEndpointsResponse::vpcEndpoints,
                    DescribeVpcEndpointsResponse::nextToken));

    static final Look<SecurityGroup> GROUPS = new Look<>(
            "DescribeSecurityGroups",
            SecurityGroup::groupId,
            SecurityGroup::tags,
            (ec2, filters) -> Pages.all(
                    token -> ec2.read(
                            DescribeSecurityGroupsRequest.builder()
                                    .filters(filters)
                                    .nextToken(token)
                                    .build(),
                            Ec2Client::describeSecurityGroups),
                    DescribeSecurityGroupsResponse::securityGroups,
                    DescribeSecurityGroupsResponse::nextToken));

    static final Look<LaunchTemplate> TEMPLATES = new Look<>(
            "DescribeLaunchTemplates",
            LaunchTemplate::launchTemplateId,
            LaunchTemplate::tags,
            (ec2, filters) -> Pages.all(
                    token -> ec2.read(
                            DescribeLaunchTemplatesRequest.builder()
                                    .filters(filters)
                                    .nextToken(token)
                                    .build(),
                            Ec2Client::describeLaunchTemplates),
                    DescribeLaunchTemplatesResponse::launchTemplates,
                    DescribeLaunchTemplatesResponse::nextToken));

    static final Look<KeyPairInfo> KEY_PAIRS =
            new Look<>("DescribeKeyPairs", KeyPairInfo::keyPairId, KeyPairInfo::tags, (ec2, filters) -> ec2.read(
                            DescribeKeyPairsRequest.builder().filters(filters).build(), Ec2Client::describeKeyPairs)
                    .keyPairs());

    static final Look<NetworkInterface> INTERFACES = new Look<>(
            "DescribeNetworkInterfaces",
            NetworkInterface::networkInterfaceId,
            NetworkInterface::tagSet,
            (ec2, filters) -> Pages.all(
                    token -> ec2.read(
                            DescribeNetworkInterfacesRequest.builder()
                                    .filters(filters)
                                    .nextToken(token)
                                    .build(),
                            Ec2Client::describeNetworkInterfaces),
                    DescribeNetworkInterfacesResponse::networkInterfaces,
                    DescribeNetworkInterfacesResponse::nextToken));

    static final Look<Volume> VOLUMES = new Look<>(
            "DescribeVolumes",
            Volume::volumeId,
            Volume::tags,
            (ec2, filters) -> Pages.all(
                    token -> ec2.read(
                            DescribeVolumesRequest.builder()
                                    .filters(filters)
                                    .nextToken(token)
                                    .build(),
                            Ec2Client::describeVolumes),
                    DescribeVolumesResponse::volumes,
                    DescribeVolumesResponse::nextToken));

    List<M> by(AwsCalls calls, Filter... filters) {
        return describe.apply(calls.ec2(), List.of(filters));
    }

    /**
     * All of a mesh, or what of it passes more filters. The tag is looked at here too: what is found may be deleted, and
     * not everything that speaks EC2 knows every filter.
     */
    List<M> ofMesh(AwsCalls calls, String mesh, Filter... more) {
        Filter[] filters =
                Stream.concat(Stream.of(tag(Tags.MESH, mesh)), Stream.of(more)).toArray(Filter[]::new);
        return by(calls, filters).stream()
                .filter(found -> mesh.equals(tags(found).get(Tags.MESH)))
                .toList();
    }

    Map<String, String> tags(M found) {
        return Tags.map(tagList.apply(found));
    }

    static Filter tag(String key, String... values) {
        return filter("tag:" + key, values);
    }

    static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    /** The action that its Describe needs. */
    String action() {
        return "ec2:" + operation;
    }

    Stream<M> named(List<M> all, String logical) {
        return all.stream().filter(found -> logical.equals(tags(found).get(Tags.RESOURCE)));
    }
}
