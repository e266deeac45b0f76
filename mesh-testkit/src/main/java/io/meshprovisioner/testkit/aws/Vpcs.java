package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** VPCs with their blocks and attributes. */
final class Vpcs {
    private static final Filters<Vpc> FILTERS = new Filters<>(Vpc::id)
            .one("vpc-id", Vpc::id)
            .one("cidr", Vpc::cidr)
            .one("cidr-block", Vpc::cidr)
            .one("state", vpc -> "available")
            .one("owner-id", vpc -> null)
            .one("is-default", vpc -> false)
            .one("isDefault", vpc -> false)
            .one("dhcp-options-id", Vpc::dhcpOptions)
            .on("cidr-block-association.cidr-block", (site, vpc) -> vpc.blocks().stream()
                    .map(Vpc.Block::cidr))
            .on("cidr-block-association.association-id", (site, vpc) -> vpc.blocks().stream()
                    .map(Vpc.Block::associationId));

    private Vpcs() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateVpc", Vpcs::create);
        operations.put(
                "DescribeVpcs",
                (call, in, out) -> Vpc.KIND.describe(
                        call, in, out, FILTERS, "vpcSet", (item, vpc) -> write(call.site(), item, vpc)));
        operations.put("DeleteVpc", Vpcs::delete);
        operations.put("ModifyVpcAttribute", Vpcs::modify);
        operations.put("DescribeVpcAttribute", Vpcs::attribute);
        operations.put("AssociateVpcCidrBlock", Vpcs::associate);
        operations.put("DisassociateVpcCidrBlock", Vpcs::disassociate);
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        Cidr cidr = Cidr.parse(in.require("CidrBlock"));
        range(cidr);
        Map<String, String> tags = Tags.requested(in, "vpc");
        if (site.here().vpcs.all().size() >= site.quotas().vpcs()) {
            throw AwsError.of("VpcLimitExceeded", "The maximum number of VPCs has been reached.");
        }
        String name = Tags.name(tags, cidr.toString());
        String id = site.newId("vpc", name);
        Vpc.Block block = new Vpc.Block(site.newId("vpc-cidr-assoc", id), cidr.toString(), site.now());
        Vpc vpc = new Vpc(id, List.of(block), true, false, "dopt-0" + "a1b2c3d4e5f60718");
        Vpc.KIND.put(site, vpc);
        site.born(id, "vpc", tags);
        RouteTables.makeMain(site, vpc);
        SecurityGroups.makeDefault(site, id);
        out.node("vpc", xml -> write(site, xml, vpc));
    }

    private static void range(Cidr cidr) {
        if (cidr.prefix() < 16 || cidr.prefix() > 28) {
            throw AwsError.of("InvalidVpc.Range", "The CIDR '%s' is invalid.", cidr);
        }
    }

    static void write(Site site, Xml out, Vpc vpc) {
        out.text("vpcId", vpc.id())
                .text("ownerId", site.options().accountId())
                .text("state", "available")
                .text("cidrBlock", vpc.cidr())
                .list("cidrBlockAssociationSet", vpc.blocks(), Vpcs::writeBlock)
                .text("dhcpOptionsId", vpc.dhcpOptions())
                .text("instanceTenancy", "default")
                .text("isDefault", false);
        Tags.write(out, site.tags(vpc.id()));
    }

    private static void writeBlock(Xml out, Vpc.Block block) {
        out.text("cidrBlock", block.cidr())
                .text("associationId", block.associationId())
                .node("cidrBlockState", state -> state.text("state", "associated"));
    }

    private static void delete(Call call, Params in, Xml out) {
        Site site = call.site();
        Region here = call.here();
        String id = in.require("VpcId");
        Vpc.KIND.find(site, id);
        boolean used = here.subnets
                        .where(subnet -> subnet.vpcId().equals(id))
                        .findAny()
                        .isPresent()
                || here.internetGateways
                        .where(gateway -> gateway.vpcId().equals(java.util.Optional.of(id)))
                        .findAny()
                        .isPresent()
                || here.vpcEndpoints
                        .where(endpoint -> endpoint.vpcId().equals(id))
                        .findAny()
                        .isPresent()
                || here.interfaces
                        .where(eni -> eni.vpcId().equals(id))
                        .findAny()
                        .isPresent()
                || here.routeTables
                        .where(table -> table.vpcId().equals(id) && !table.isMain())
                        .findAny()
                        .isPresent()
                || here.securityGroups
                        .where(group -> group.vpcId().equals(id) && !group.isDefault())
                        .findAny()
                        .isPresent();
        if (used) {
            throw Vpc.KIND.inUse("vpc", id);
        }
        List.copyOf(here.routeTables.where(table -> table.vpcId().equals(id)).toList())
                .forEach(table -> RouteTable.KIND.remove(site, table.id()));
        List.copyOf(here.securityGroups.where(group -> group.vpcId().equals(id)).toList())
                .forEach(group -> SecurityGroup.KIND.remove(site, group.id()));
        Vpc.KIND.remove(site, id);
        out.text("return", true);
    }

    private static void modify(Call call, Params in, Xml out) {
        Vpc vpc = Vpc.KIND.find(call.site(), in.require("VpcId"));
        var support = in.flag("EnableDnsSupport.Value");
        var hostnames = in.flag("EnableDnsHostnames.Value");
        if (support.isPresent() && hostnames.isPresent()) {
            throw AwsError.of("InvalidParameterCombination", "Only one attribute can be modified at a time");
        }
        if (hostnames.orElse(false) && !vpc.dnsSupport()) {
            throw AwsError.of("InvalidParameterValue", "DNS hostnames need DNS support on VPC %s.", vpc.id());
        }
        Vpc.KIND.put(call.site(), vpc.withDns(support.orElse(vpc.dnsSupport()), hostnames.orElse(vpc.dnsHostnames())));
        out.text("return", true);
    }

    private static void attribute(Call call, Params in, Xml out) {
        Vpc vpc = Vpc.KIND.find(call.site(), in.require("VpcId"));
        String attribute = in.require("Attribute");
        out.text("vpcId", vpc.id());
        switch (attribute) {
            case "enableDnsSupport" -> out.node(attribute, xml -> xml.text("value", vpc.dnsSupport()));
            case "enableDnsHostnames" -> out.node(attribute, xml -> xml.text("value", vpc.dnsHostnames()));
            case "enableNetworkAddressUsageMetrics" -> out.node(attribute, xml -> xml.text("value", false));
            default ->
                throw AwsError.of("InvalidParameterValue", "Value (%s) for parameter attribute is invalid.", attribute);
        }
    }

    private static void associate(Call call, Params in, Xml out) {
        Site site = call.site();
        Vpc vpc = Vpc.KIND.find(site, in.require("VpcId"));
        Cidr cidr = Cidr.parse(in.require("CidrBlock"));
        range(cidr);
        for (Vpc.Block block : vpc.blocks()) {
            if (Cidr.parse(block.cidr()).overlaps(cidr)) {
                throw AwsError.of(
                        "InvalidVpc.Range", "The CIDR '%s' conflicts with another subnet or block of the VPC.", cidr);
            }
        }
        if (vpc.blocks().size() >= 5) {
            throw AwsError.of("CidrLimitExceeded", "This network '%s' has met its maximum number of CIDRs", vpc.id());
        }
        Vpc.Block block = new Vpc.Block(site.newId("vpc-cidr-assoc", vpc.id() + cidr), cidr.toString(), site.now());
        List<Vpc.Block> blocks = new ArrayList<>(vpc.blocks());
        blocks.add(block);
        Vpc.KIND.put(site, vpc.withBlocks(blocks));
        out.text("vpcId", vpc.id()).node("cidrBlockAssociation", xml -> writeBlock(xml, block));
    }

    private static void disassociate(Call call, Params in, Xml out) {
        Site site = call.site();
        String association = in.require("AssociationId");
        Vpc vpc = call.here()
                .vpcs
                .where(candidate -> candidate.blocks().stream()
                        .anyMatch(b -> b.associationId().equals(association)))
                .findFirst()
                .orElseThrow(() -> AwsError.of(
                        "InvalidVpcCidrBlockAssociationID.NotFound",
                        "The vpc CIDR block association ID '%s' does not exist",
                        association));
        Vpc.Block block = vpc.blocks().stream()
                .filter(b -> b.associationId().equals(association))
                .findFirst()
                .orElseThrow();
        if (block.equals(vpc.blocks().get(0))) {
            throw AwsError.of(
                    "OperationNotPermitted",
                    "The vpc CIDR block with association ID %s may not be disassociated. It is the primary IPv4 CIDR"
                            + " block of the VPC",
                    association);
        }
        Cidr cidr = Cidr.parse(block.cidr());
        if (call.here()
                .subnets
                .where(subnet -> subnet.vpcId().equals(vpc.id()) && cidr.contains(Cidr.parse(subnet.cidr())))
                .findAny()
                .isPresent()) {
            throw AwsError.of(
                    "DependencyViolation",
                    "The vpc CIDR block with association ID %s may not be disassociated. It has subnets in it",
                    association);
        }
        Vpc.KIND.put(
                site,
                vpc.withBlocks(
                        vpc.blocks().stream().filter(b -> !b.equals(block)).toList()));
        out.text("vpcId", vpc.id()).node("cidrBlockAssociation", xml -> xml.text("cidrBlock", block.cidr())
                .text("associationId", association)
                .node("cidrBlockState", state -> state.text("state", "disassociating")));
    }
}
