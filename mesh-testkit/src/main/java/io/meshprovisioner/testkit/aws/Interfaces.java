package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import io.meshprovisioner.testkit.world.Hashes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Network interfaces: those of instances, NAT gateways, control planes and load balancers, and leftovers. */
final class Interfaces {
    private static final Filters<Interface> FILTERS = new Filters<>(Interface::id)
            .one("network-interface-id", Interface::id)
            .one("vpc-id", Interface::vpcId)
            .one("subnet-id", Interface::subnetId)
            .one("availability-zone", Interface::zone)
            .one("description", Interface::description)
            .one("status", Interface::status)
            .one("interface-type", Interface::type)
            .one("private-ip-address", Interface::privateIp)
            .one("requester-managed", eni -> eni.requester().isPresent())
            .on("requester-id", (site, eni) -> eni.requester().stream())
            .on("group-id", (site, eni) -> eni.groups().stream())
            .on("attachment.instance-id", (site, eni) -> eni.instanceId().stream())
            .on("attachment.instance-owner-id", (site, eni) -> eni.owner().stream())
            .on("attachment.attachment-id", (site, eni) -> eni.owner().stream().map(owner -> eni.attachmentId()))
            .on("attachment.status", (site, eni) -> eni.owner().stream().map(owner -> "attached"))
            .on("association.public-ip", (site, eni) -> eni.publicIp().stream())
            .on("association.allocation-id", (site, eni) -> address(site, eni).map(Address::id).stream());

    private Interfaces() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateNetworkInterface", Interfaces::create);
        operations.put(
                "DescribeNetworkInterfaces",
                (call, in, out) -> Interface.KIND.describe(
                        call, in, out, FILTERS, "networkInterfaceSet", (item, eni) -> write(call.site(), item, eni)));
        operations.put("DeleteNetworkInterface", Interfaces::delete);
        operations.put("DetachNetworkInterface", Interfaces::detach);
    }

    /** Makes an interface with the lowest free address of its subnet. */
    static Interface make(Site site, Interface.Spec spec) {
        Subnet subnet = spec.subnet();
        if (subnet.free(site.here()) < 1 + spec.secondaryAddresses()) {
            throw AwsError.of(
                    "InsufficientFreeAddressesInSubnet",
                    "There are not enough free addresses in subnet '%s' to satisfy the requested number of instances.",
                    subnet.id());
        }
        String id = site.newId("eni", subnet.id() + "/" + spec.description());
        List<String> groups = spec.groups();
        if (groups.isEmpty() && spec.type().equals("interface")) {
            groups = SecurityGroups.defaultOf(site.here(), subnet.vpcId()).stream()
                    .map(SecurityGroup::id)
                    .toList();
        }
        Interface eni = new Interface(
                id,
                spec.type(),
                subnet.vpcId(),
                subnet.id(),
                subnet.zone(),
                spec.description(),
                freeAddress(site.here(), subnet),
                spec.secondaryAddresses(),
                groups,
                spec.owner(),
                spec.requester(),
                spec.publicIp());
        Interface.KIND.put(site, eni);
        site.born(id, "network-interface", spec.tags());
        return eni;
    }

    private static String freeAddress(Region here, Subnet subnet) {
        Set<String> taken = here.interfaces
                .where(eni -> eni.subnetId().equals(subnet.id()))
                .map(Interface::privateIp)
                .collect(Collectors.toSet());
        Cidr cidr = Cidr.parse(subnet.cidr());
        for (long offset = 4; offset < cidr.size() - 1; offset++) {
            String address = cidr.address(offset);
            if (!taken.contains(address)) {
                return address;
            }
        }
        throw new IllegalStateException("Subnet " + subnet.id() + " has free addresses, but none was found.");
    }

    static void drop(Site site, String id) {
        Interface.KIND.remove(site, id);
    }

    private static Optional<Address> address(Site site, Interface eni) {
        return site.here()
                .addresses
                .where(address -> address.interfaceId().equals(Optional.of(eni.id())))
                .findFirst();
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        Subnet subnet = Subnet.KIND.find(site, in.require("SubnetId"));
        List<String> groups = in.list("SecurityGroupId");
        groups.forEach(group -> SecurityGroup.KIND.find(site, group));
        Map<String, String> tags = Tags.requested(in, "network-interface");
        Interface eni = make(
                site,
                Interface.Spec.in(subnet, in.get("Description", ""))
                        .groups(groups)
                        .tags(tags));
        out.node("networkInterface", xml -> write(site, xml, eni));
    }

    private static void write(Site site, Xml out, Interface eni) {
        out.text("networkInterfaceId", eni.id())
                .text("subnetId", eni.subnetId())
                .text("vpcId", eni.vpcId())
                .text("availabilityZone", eni.zone())
                .text("description", eni.description())
                .text("ownerId", site.options().accountId())
                .text("requesterId", eni.requester())
                .text("requesterManaged", eni.requester().isPresent())
                .text("status", eni.status())
                .text("macAddress", mac(eni.id()))
                .text("privateIpAddress", eni.privateIp())
                .text("privateDnsName", Instances.privateDns(site.region(), eni.privateIp()))
                .text("sourceDestCheck", !eni.type().equals("nat_gateway"))
                .text("interfaceType", eni.type());
        writeGroups(site, out, eni.groups());
        eni.owner()
                .ifPresent(owner -> out.node("attachment", attachment -> attachment
                        .text("attachmentId", eni.attachmentId())
                        .text("instanceId", eni.instanceId())
                        .text(
                                "instanceOwnerId",
                                eni.instanceId().isPresent() ? site.options().accountId() : owner)
                        .text("deviceIndex", 0)
                        .text("status", "attached")
                        .text("deleteOnTermination", true)));
        eni.publicIp()
                .ifPresent(ip -> out.node("association", association -> association
                        .text("publicIp", ip)
                        .text(
                                "ipOwnerId",
                                address(site, eni).isPresent() ? site.options().accountId() : "amazon")
                        .text("allocationId", address(site, eni).map(Address::id))
                        .text("associationId", address(site, eni).flatMap(Address::associationId))));
        out.node(
                "privateIpAddressesSet",
                set -> set.node("item", item -> item.text("privateIpAddress", eni.privateIp())
                        .text("primary", true)));
        Tags.write(out, site.tags(eni.id()));
    }

    static void writeGroups(Site site, Xml out, List<String> groups) {
        out.list("groupSet", groups, (item, group) -> item.text("groupId", group)
                .text("groupName", site.here().securityGroups.get(group).map(SecurityGroup::name)));
    }

    private static String mac(String id) {
        return "02:" + String.join(":", Hashes.hex("mac\n" + id, 10).split("(?<=\\G..)"));
    }

    private static void delete(Call call, Params in, Xml out) {
        Interface eni = Interface.KIND.find(call.site(), in.require("NetworkInterfaceId"));
        if (eni.owner().isPresent()) {
            throw AwsError.of("InvalidParameterValue", "Network interface '%s' is currently in use.", eni.id());
        }
        drop(call.site(), eni.id());
        out.text("return", true);
    }

    private static void detach(Call call, Params in, Xml out) {
        String attachment = in.require("AttachmentId");
        Interface eni = call.here()
                .interfaces
                .where(candidate -> candidate.owner().isPresent()
                        && candidate.attachmentId().equals(attachment))
                .findFirst()
                .orElseThrow(() -> AwsError.of(
                        "InvalidAttachmentID.NotFound", "The attachment ID '%s' does not exist", attachment));
        if (eni.requester().isPresent()) {
            throw AwsError.of(
                    "OperationNotPermitted",
                    "You are not allowed to manage '%s' attachments.",
                    eni.owner().orElse(""));
        }
        Interface.KIND.put(call.site(), eni.detached());
        out.text("return", true);
    }
}
