package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import io.meshprovisioner.testkit.world.Hashes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Elastic IP addresses. */
final class Addresses {
    private static final Filters<Address> FILTERS = new Filters<>(Address::id)
            .one("allocation-id", Address::id)
            .one("public-ip", Address::publicIp)
            .one("domain", address -> "vpc")
            .on("association-id", (site, address) -> address.associationId().stream())
            .on("network-interface-id", (site, address) -> address.interfaceId().stream());

    private Addresses() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("AllocateAddress", Addresses::allocate);
        operations.put("DescribeAddresses", Addresses::describe);
        operations.put("ReleaseAddress", Addresses::release);
    }

    private static void allocate(Call call, Params in, Xml out) {
        Site site = call.site();
        Map<String, String> tags = Tags.requested(in, "elastic-ip");
        if (call.here().addresses.all().size() >= site.quotas().addresses()) {
            throw AwsError.of("AddressLimitExceeded", "The maximum number of addresses has been reached.");
        }
        String id = site.newId("eipalloc", Tags.name(tags, "address"));
        Address address = new Address(id, publicIp(site, id), Optional.empty(), Optional.empty());
        Address.KIND.put(site, address);
        site.born(id, "elastic-ip", tags);
        out.text("publicIp", address.publicIp())
                .text("allocationId", id)
                .text("publicIpv4Pool", "amazon")
                .text("networkBorderGroup", site.region())
                .text("domain", "vpc");
    }

    /** A public address for an owner; a hash of it, so always the same. */
    static String publicIp(Site site, String owner) {
        int hash = Integer.parseInt(Hashes.hex("public address\n" + site.region() + "\n" + owner, 6), 16);
        return "54." + ((hash >> 16) & 255) + "." + ((hash >> 8) & 255) + "." + (1 + (hash & 255) % 254);
    }

    private static void describe(Call call, Params in, Xml out) {
        List<String> ips = in.list("PublicIp");
        List<Address> asked = Address.KIND.select(call, in, FILTERS).stream()
                .filter(address -> ips.isEmpty() || ips.contains(address.publicIp()))
                .toList();
        ips.stream()
                .filter(ip ->
                        asked.stream().noneMatch(address -> address.publicIp().equals(ip)))
                .findFirst()
                .ifPresent(ip -> {
                    throw AwsError.of("InvalidAddress.NotFound", "Address '%s' not found.", ip);
                });
        out.list("addressesSet", asked, (item, address) -> write(call.site(), item, address));
    }

    private static void write(Site site, Xml out, Address address) {
        Optional<Interface> eni = address.interfaceId().flatMap(site.here().interfaces::get);
        out.text("publicIp", address.publicIp())
                .text("allocationId", address.id())
                .text("domain", "vpc")
                .text("associationId", address.associationId())
                .text("networkInterfaceId", address.interfaceId())
                .text("networkInterfaceOwnerId", eni.map(present -> site.options()
                        .accountId()))
                .text("privateIpAddress", eni.map(Interface::privateIp))
                .text("publicIpv4Pool", "amazon")
                .text("networkBorderGroup", site.region());
        Tags.write(out, site.tags(address.id()));
    }

    private static void release(Call call, Params in, Xml out) {
        Address address = Address.KIND.find(call.site(), in.require("AllocationId"));
        if (address.associationId().isPresent()) {
            throw AwsError.of(
                    "InvalidIPAddress.InUse",
                    "Address %s is in use. [networkInterfaceId: %s]",
                    address.publicIp(),
                    address.interfaceId().orElse(""));
        }
        Address.KIND.remove(call.site(), address.id());
        out.text("return", true);
    }
}
