package io.meshprovisioner.testkit.aws;

import static io.meshprovisioner.testkit.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** G1.3: VPCs, subnets, routes and security groups refuse what AWS refuses. */
class NetworkTest {
    private final Lab lab = new Lab();
    private final Ec2Client ec2 = lab.ec2();
    private String vpc = "";

    @BeforeEach
    void makeVpc() {
        vpc = ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16")
                        .tagSpecifications(Stack.named(ResourceType.VPC, "shop", Map.of("mesh", "shop"))))
                .vpc()
                .vpcId();
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private Subnet subnet(String cidr) {
        return ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock(cidr).availabilityZone("us-west-2c"))
                .subnet();
    }

    @Test
    void cidrsAreHeldAgainstEachOther() {
        refused("InvalidVpc.Range", () -> ec2.createVpc(r -> r.cidrBlock("10.0.0.0/8")));
        refused("InvalidParameterValue", () -> ec2.createVpc(r -> r.cidrBlock("10.0.0/16")));
        Subnet first = subnet("10.0.0.0/24");
        assertThat(first.availableIpAddressCount()).isEqualTo(251);
        assertThat(first.availabilityZoneId()).isEqualTo("usw2-az3");
        refused("InvalidSubnet.Conflict", () -> subnet("10.0.0.128/25"));
        refused("InvalidSubnet.Range", () -> subnet("10.1.0.0/24"));
        refused("InvalidSubnet.Range", () -> subnet("10.0.1.0/29"));
        refused(
                "InvalidParameterValue",
                () -> ec2.createSubnet(
                        r -> r.vpcId(vpc).cidrBlock("10.0.9.0/24").availabilityZone("us-east-1a")));
        ec2.associateVpcCidrBlock(r -> r.vpcId(vpc).cidrBlock("100.64.0.0/16"));
        assertThat(subnet("100.64.1.0/24").cidrBlock()).isEqualTo("100.64.1.0/24");
        refused(
                "InvalidVpc.Range",
                () -> ec2.associateVpcCidrBlock(r -> r.vpcId(vpc).cidrBlock("10.0.0.0/17")));
    }

    @Test
    void everyVpcComesWithItsMainRouteTableAndDefaultGroup() {
        assertThat(ec2.describeRouteTables(
                                r -> r.filters(f -> f.name("vpc-id").values(vpc), f -> f.name("association.main")
                                        .values("true")))
                        .routeTables())
                .singleElement()
                .satisfies(table -> assertThat(table.routes())
                        .singleElement()
                        .satisfies(route -> assertThat(route.gatewayId()).isEqualTo("local")));
        String group = ec2.describeSecurityGroups(
                        r -> r.filters(f -> f.name("vpc-id").values(vpc)))
                .securityGroups()
                .get(0)
                .groupId();
        refused("CannotDelete", () -> ec2.deleteSecurityGroup(r -> r.groupId(group)));
        ec2.deleteVpc(r -> r.vpcId(vpc));
        assertThat(ec2.describeSecurityGroups().securityGroups()).isEmpty();
        refused("InvalidVpcID.NotFound", () -> ec2.describeVpcs(r -> r.vpcIds(vpc)));
        refused("InvalidVpcID.Malformed", () -> ec2.describeVpcs(r -> r.vpcIds("nonsense")));
    }

    @Test
    void attributesChangeOneAtATime() {
        assertThat(ec2.describeVpcAttribute(r -> r.vpcId(vpc).attribute("enableDnsHostnames"))
                        .enableDnsHostnames()
                        .value())
                .isFalse();
        ec2.modifyVpcAttribute(r -> r.vpcId(vpc).enableDnsHostnames(v -> v.value(true)));
        assertThat(ec2.describeVpcAttribute(r -> r.vpcId(vpc).attribute("enableDnsHostnames"))
                        .enableDnsHostnames()
                        .value())
                .isTrue();
        refused(
                "InvalidParameterCombination",
                () -> ec2.modifyVpcAttribute(
                        r -> r.vpcId(vpc).enableDnsHostnames(v -> v.value(true)).enableDnsSupport(v -> v.value(true))));
    }

    @Test
    void quotasAreThoseOfANewAccount() {
        for (int i = 1; i < 5; i++) {
            int number = i;
            ec2.createVpc(r -> r.cidrBlock("10." + number + ".0.0/16"));
        }
        refused("VpcLimitExceeded", () -> ec2.createVpc(r -> r.cidrBlock("10.9.0.0/16")));
        for (int i = 0; i < 5; i++) {
            ec2.allocateAddress(r -> r.domain("vpc"));
        }
        refused("AddressLimitExceeded", () -> ec2.allocateAddress(r -> r.domain("vpc")));
    }

    @Test
    void filtersPagesAndTags() {
        for (int i = 0; i < 7; i++) {
            String id = subnet("10.0." + i + ".0/24").subnetId();
            int number = i;
            ec2.createTags(r -> r.resources(id).tags(t -> t.key("tier").value(number < 3 ? "web-" + number : "data")));
        }
        assertThat(count("tag:tier", "data")).isEqualTo(4);
        assertThat(count("tag:tier", "web-*")).isEqualTo(3);
        assertThat(count("tag-key", "tier")).isEqualTo(7);
        assertThat(count("vpc-id", "vpc-0")).isZero();
        refused(
                "InvalidParameterValue",
                () -> ec2.describeSubnets(r -> r.filters(f -> f.name("colour").values("red"))));
        List<String> seen = new ArrayList<>();
        ec2.describeSubnetsPaginator(r -> r.maxResults(5)).subnets().forEach(s -> seen.add(s.subnetId()));
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        assertThat(ec2.describeSubnets(r -> r.maxResults(5)).nextToken()).isNotNull();
        refused("InvalidParameterValue", () -> ec2.describeSubnets(r -> r.maxResults(2)));
        refused(
                "InvalidNextToken",
                () -> ec2.describeSubnets(r -> r.maxResults(5).nextToken("bm9uc2Vuc2U")));
        ec2.deleteTags(r -> r.resources(seen.get(0)).tags(t -> t.key("tier")));
        assertThat(count("tag-key", "tier")).isEqualTo(6);
        assertThat(ec2.describeTags(r -> r.filters(f -> f.name("resource-id").values(vpc)))
                        .tags())
                .extracting("key")
                .containsExactly("Name", "mesh");
        refused("InvalidID", () -> ec2.createTags(r -> r.resources("vpc-0123").tags(t -> t.key("a"))));
        refused(
                "InvalidParameterValue",
                () -> ec2.createTags(
                        r -> r.resources(vpc).tags(t -> t.key("aws:a").value("b"))));
    }

    private int count(String filter, String value) {
        return ec2.describeSubnets(r -> r.filters(f -> f.name(filter).values(value)))
                .subnets()
                .size();
    }

    @Test
    void dryRunsChangeNothing() {
        refused(
                "DryRunOperation",
                () -> ec2.createVpc(r -> r.cidrBlock("10.5.0.0/16").dryRun(true)));
        assertThat(ec2.describeVpcs().vpcs()).hasSize(1);
    }

    @Test
    void routesKnowTheirTargets() {
        String subnet = subnet("10.0.0.0/24").subnetId();
        String table = ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
        String gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
        refused(
                "InvalidParameterValue",
                () -> ec2.createRoute(r ->
                        r.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway)));
        ec2.attachInternetGateway(r -> r.vpcId(vpc).internetGatewayId(gateway));
        refused(
                "Resource.AlreadyAssociated",
                () -> ec2.attachInternetGateway(r -> r.vpcId(vpc).internetGatewayId(gateway)));
        ec2.createRoute(
                r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway));
        String association = ec2.associateRouteTable(r -> r.routeTableId(table).subnetId(subnet))
                .associationId();
        assertThat(ec2.associateRouteTable(r -> r.routeTableId(table).subnetId(subnet))
                        .associationId())
                .isEqualTo(association);
        String other = ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
        refused(
                "Resource.AlreadyAssociated",
                () -> ec2.associateRouteTable(r -> r.routeTableId(other).subnetId(subnet)));
        refused("DependencyViolation", () -> ec2.deleteRouteTable(r -> r.routeTableId(table)));
        refused("DependencyViolation", () -> ec2.deleteInternetGateway(r -> r.internetGatewayId(gateway)));
        ec2.detachInternetGateway(r -> r.vpcId(vpc).internetGatewayId(gateway));
        assertThat(ec2.describeRouteTables(r -> r.routeTableIds(table))
                        .routeTables()
                        .get(0)
                        .routes())
                .filteredOn(route -> gateway.equals(route.gatewayId()))
                .singleElement()
                .satisfies(route -> assertThat(route.state()).isEqualTo(RouteState.BLACKHOLE));
        ec2.deleteInternetGateway(r -> r.internetGatewayId(gateway));
        ec2.disassociateRouteTable(r -> r.associationId(association));
        refused(
                "InvalidRoute.NotFound",
                () -> ec2.deleteRoute(r -> r.routeTableId(table).destinationCidrBlock("10.8.0.0/16")));
        ec2.deleteRoute(r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0"));
        ec2.deleteRouteTable(r -> r.routeTableId(table));
        ec2.deleteRouteTable(r -> r.routeTableId(other));
        ec2.deleteSubnet(r -> r.subnetId(subnet));
        ec2.deleteVpc(r -> r.vpcId(vpc));
        assertThat(lab.inventory()).isEmpty();
    }

    @Test
    void securityGroupsStayWhileSomethingRefersToThem() {
        String a = group("a");
        String b = group("b");
        refused("InvalidGroup.Duplicate", () -> group("a"));
        ec2.authorizeSecurityGroupIngress(r -> r.groupId(a)
                .ipPermissions(
                        p -> p.ipProtocol("tcp").fromPort(15017).toPort(15017).userIdGroupPairs(g -> g.groupId(b))));
        refused(
                "InvalidPermission.Duplicate",
                () -> ec2.authorizeSecurityGroupIngress(r -> r.groupId(a).ipPermissions(p -> p.ipProtocol("tcp")
                        .fromPort(15017)
                        .toPort(15017)
                        .userIdGroupPairs(g -> g.groupId(b)))));
        refused("DependencyViolation", () -> ec2.deleteSecurityGroup(r -> r.groupId(b)));
        String rule = ec2
                .describeSecurityGroupRules(
                        r -> r.filters(f -> f.name("group-id").values(a)))
                .securityGroupRules()
                .stream()
                .filter(found -> !found.isEgress())
                .findFirst()
                .orElseThrow()
                .securityGroupRuleId();
        ec2.revokeSecurityGroupIngress(r -> r.groupId(a).securityGroupRuleIds(rule));
        ec2.deleteSecurityGroup(r -> r.groupId(b));
        String subnet = subnet("10.0.0.0/24").subnetId();
        String eni = ec2.createNetworkInterface(r -> r.subnetId(subnet).groups(a))
                .networkInterface()
                .networkInterfaceId();
        refused("DependencyViolation", () -> ec2.deleteSecurityGroup(r -> r.groupId(a)));
        refused("DependencyViolation", () -> ec2.deleteSubnet(r -> r.subnetId(subnet)));
        ec2.deleteNetworkInterface(r -> r.networkInterfaceId(eni));
        ec2.deleteSecurityGroup(r -> r.groupId(a));
        refused("InvalidGroup.NotFound", () -> ec2.deleteSecurityGroup(r -> r.groupId(a)));
    }

    private String group(String name) {
        return ec2.createSecurityGroup(r -> r.vpcId(vpc).groupName(name).description(name))
                .groupId();
    }

    @Test
    void whatIsNotSimulatedIsRefusedByName() {
        assertThat(refused("InvalidAction", () -> ec2.describeVpnGateways()).getMessage())
                .contains("ec2:DescribeVpnGateways");
    }
}
