package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.List;
import java.util.Map;

/** Zones, regions and account attributes: what a caller asks before it makes anything. */
final class Places {
    private static final Filters<Geography.Zone> ZONES = new Filters<>(Geography.Zone::id)
            .one("zone-name", Geography.Zone::name)
            .one("zone-id", Geography.Zone::id)
            .one("zone-type", zone -> "availability-zone")
            .one("state", zone -> "available")
            .one("opt-in-status", zone -> "opt-in-not-required")
            .on("region-name", (site, zone) -> java.util.stream.Stream.of(site.region()));

    private Places() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("DescribeAvailabilityZones", Places::zones);
        operations.put("DescribeRegions", Places::regions);
        operations.put("DescribeAccountAttributes", Places::attributes);
    }

    private static void zones(Call call, Params in, Xml out) {
        String region = call.site().region();
        List<Geography.Zone> all = Geography.zones(region);
        List<String> names = in.list("ZoneName");
        List<String> ids = in.list("ZoneId");
        names.stream()
                .filter(name -> all.stream().noneMatch(zone -> zone.name().equals(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw AwsError.of("InvalidParameterValue", "Invalid availability zone: [%s]", name);
                });
        List<Geography.Zone> asked = all.stream()
                .filter(zone -> names.isEmpty() || names.contains(zone.name()))
                .filter(zone -> ids.isEmpty() || ids.contains(zone.id()))
                .filter(ZONES.check(in).of(call.site(), in))
                .toList();
        out.list("availabilityZoneInfo", asked, (item, zone) -> item.text("zoneName", zone.name())
                .text("zoneId", zone.id())
                .text("zoneState", "available")
                .text("regionName", region)
                .text("groupName", region)
                .text("networkBorderGroup", region)
                .text("optInStatus", "opt-in-not-required")
                .text("zoneType", "availability-zone")
                .list("messageSet", List.of(), (entry, none) -> {}));
    }

    private static void regions(Call call, Params in, Xml out) {
        List<String> names = in.list("RegionName");
        List<String> asked = Geography.regions(call.site().partition()).stream()
                .filter(name -> names.isEmpty() || names.contains(name))
                .toList();
        out.list("regionInfo", asked, (item, name) -> item.text("regionName", name)
                .text("regionEndpoint", "ec2." + name + "." + Geography.dnsSuffix(name))
                .text("optInStatus", "opt-in-not-required"));
    }

    private static void attributes(Call call, Params in, Xml out) {
        Map<String, String> all = new java.util.TreeMap<>(Map.of(
                "supported-platforms", "VPC",
                "default-vpc", "none",
                "max-instances", "20",
                "vpc-max-security-groups-per-interface", "5",
                "max-elastic-ips", String.valueOf(call.site().quotas().addresses()),
                "vpc-max-elastic-ips", String.valueOf(call.site().quotas().addresses())));
        List<String> names = in.list("AttributeName");
        all.keySet().removeIf(name -> !names.isEmpty() && !names.contains(name));
        out.list("accountAttributeSet", all.entrySet(), (item, entry) -> item.text("attributeName", entry.getKey())
                .list(
                        "attributeValueSet",
                        List.of(entry.getValue()),
                        (value, text) -> value.text("attributeValue", text)));
    }
}
