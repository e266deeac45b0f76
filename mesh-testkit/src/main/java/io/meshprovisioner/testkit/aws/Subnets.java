package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Subnets, checked against the blocks of their VPC and against each other. */
final class Subnets {
    private static final Filters<Subnet> FILTERS = new Filters<>(Subnet::id)
            .one("subnet-id", Subnet::id)
            .one("vpc-id", Subnet::vpcId)
            .one("availability-zone", Subnet::zone)
            .one("availabilityZone", Subnet::zone)
            .on("availability-zone-id", (site, subnet) -> Stream.of(Geography.zoneId(site.region(), subnet.zone())))
            .one("cidr-block", Subnet::cidr)
            .one("cidr", Subnet::cidr)
            .one("cidrBlock", Subnet::cidr)
            .one("state", subnet -> "available")
            .one("default-for-az", subnet -> false)
            .one("map-public-ip-on-launch", Subnet::publicAddresses);

    private Subnets() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateSubnet", Subnets::create);
        operations.put(
                "DescribeSubnets",
                (call, in, out) -> Subnet.KIND.describe(
                        call, in, out, FILTERS, "subnetSet", (item, subnet) -> write(call.site(), item, subnet)));
        operations.put("DeleteSubnet", Subnets::delete);
        operations.put("ModifySubnetAttribute", Subnets::modify);
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        Vpc vpc = Vpc.KIND.find(site, in.require("VpcId"));
        Cidr cidr = Cidr.parse(in.require("CidrBlock"));
        Map<String, String> tags = Tags.requested(in, "subnet");
        String zone = zone(site, in);
        fits(call.here(), vpc, cidr);
        long present = call.here()
                .subnets
                .where(other -> other.vpcId().equals(vpc.id()))
                .count();
        if (present >= site.quotas().subnetsPerVpc()) {
            throw AwsError.of("SubnetLimitExceeded", "The maximum number of subnets in VPC %s is reached.", vpc.id());
        }
        String id = site.newId("subnet", Tags.name(tags, vpc.id() + cidr));
        Subnet subnet = new Subnet(id, vpc.id(), cidr.toString(), zone, false);
        Subnet.KIND.put(site, subnet);
        site.born(id, "subnet", tags);
        out.node("subnet", xml -> write(site, xml, subnet));
    }

    private static void fits(Region here, Vpc vpc, Cidr cidr) {
        if (cidr.prefix() < 16 || cidr.prefix() > 28) {
            throw AwsError.of("InvalidSubnet.Range", "The CIDR '%s' is invalid.", cidr);
        }
        if (vpc.blocks().stream().noneMatch(block -> Cidr.parse(block.cidr()).contains(cidr))) {
            throw AwsError.of("InvalidSubnet.Range", "The CIDR '%s' is invalid.", cidr);
        }
        boolean conflict = here.subnets
                .where(other -> other.vpcId().equals(vpc.id())
                        && Cidr.parse(other.cidr()).overlaps(cidr))
                .findAny()
                .isPresent();
        if (conflict) {
            throw AwsError.of("InvalidSubnet.Conflict", "The CIDR '%s' conflicts with another subnet", cidr);
        }
    }

    private static String zone(Site site, Params in) {
        List<Geography.Zone> zones = Geography.zones(site.region());
        String asked = in.get("AvailabilityZone")
                .or(() -> in.get("AvailabilityZoneId"))
                .orElse(zones.get(0).name());
        return zones.stream()
                .filter(zone -> zone.name().equals(asked) || zone.id().equals(asked))
                .map(Geography.Zone::name)
                .findFirst()
                .orElseThrow(() -> AwsError.of(
                        "InvalidParameterValue",
                        "Value (%s) for parameter availabilityZone is invalid. Subnets can currently only be created"
                                + " in the following availability zones: %s.",
                        asked,
                        String.join(
                                ", ", zones.stream().map(Geography.Zone::name).toList())));
    }

    private static void write(Site site, Xml out, Subnet subnet) {
        out.text("subnetId", subnet.id())
                .text("subnetArn", site.arn("ec2", "subnet/" + subnet.id()))
                .text("state", "available")
                .text("ownerId", site.options().accountId())
                .text("vpcId", subnet.vpcId())
                .text("cidrBlock", subnet.cidr())
                .list("ipv6CidrBlockAssociationSet", List.of(), (item, none) -> {})
                .text("assignIpv6AddressOnCreation", false)
                .text("availableIpAddressCount", subnet.free(site.here()))
                .text("availabilityZone", subnet.zone())
                .text("availabilityZoneId", Geography.zoneId(site.region(), subnet.zone()))
                .text("defaultForAz", false)
                .text("mapPublicIpOnLaunch", subnet.publicAddresses());
        Tags.write(out, site.tags(subnet.id()));
    }

    private static void delete(Call call, Params in, Xml out) {
        Site site = call.site();
        String id = in.require("SubnetId");
        Subnet.KIND.find(site, id);
        if (call.here()
                .interfaces
                .where(eni -> eni.subnetId().equals(id))
                .findAny()
                .isPresent()) {
            throw Subnet.KIND.inUse("subnet", id);
        }
        RouteAssociations.forgetSubnet(site, id);
        Subnet.KIND.remove(site, id);
        out.text("return", true);
    }

    private static void modify(Call call, Params in, Xml out) {
        Subnet subnet = Subnet.KIND.find(call.site(), in.require("SubnetId"));
        in.flag("MapPublicIpOnLaunch.Value")
                .ifPresent(on -> Subnet.KIND.put(call.site(), subnet.withPublicAddresses(on)));
        out.text("return", true);
    }
}
