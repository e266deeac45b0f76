package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** NAT gateways: pending, available or failed, deleting, deleted; dead ones are shown for an hour. */
final class NatGateways {
    private static final Filters<NatGateway> FILTERS = new Filters<>(NatGateway::id)
            .one("nat-gateway-id", NatGateway::id)
            .one("vpc-id", NatGateway::vpcId)
            .one("subnet-id", NatGateway::subnetId)
            .on("state", (site, gateway) -> java.util.stream.Stream.of(gateway.state(site)));

    private NatGateways() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateNatGateway", NatGateways::create);
        operations.put("DescribeNatGateways", NatGateways::describe);
        operations.put("DeleteNatGateway", NatGateways::delete);
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        String made = Tokens.once(site, "CreateNatGateway", in, () -> make(site, in));
        NatGateway gateway = NatGateway.KIND.find(site, made);
        out.node("natGateway", xml -> write(site, xml, gateway)).text("clientToken", in.get("ClientToken"));
    }

    private static String make(Site site, Params in) {
        Subnet subnet = Subnet.KIND.find(site, in.require("SubnetId"));
        boolean isPublic = !in.get("ConnectivityType", "public").equals("private");
        Map<String, String> tags = Tags.requested(in, "natgateway");
        Optional<Address> address = isPublic ? Optional.of(address(site, in)) : Optional.empty();
        limit(site, subnet);
        String id = site.newId("nat", Tags.name(tags, subnet.id()));
        Interface eni = Interfaces.make(
                site,
                Interface.Spec.in(subnet, "Interface for NAT Gateway " + id)
                        .ofType("nat_gateway")
                        .managedBy("amazon-aws")
                        .publicIp(address.map(Address::publicIp)));
        address.ifPresent(
                free -> Address.KIND.put(site, free.mappedTo(site.newId("eipassoc", free.id() + id), eni.id())));
        Optional<ResourceFate.Fails> failure = unattached(site, subnet, isPublic);
        Optional<ResourceFate> fate = site.fate("ec2:CreateNatGateway");
        Duration takes = failure.isPresent()
                ? site.durations().natGatewayFailure()
                : site.durations().natGateway();
        Optional<Instant> readyAt = Optional.of(site.now().plus(takes));
        if (fate.isPresent() && failure.isEmpty()) {
            ResourceFate laid = fate.get();
            if (laid instanceof ResourceFate.Fails fails) {
                failure = Optional.of(fails);
                readyAt = Optional.of(site.now().plus(site.durations().natGatewayFailure()));
            } else if (laid instanceof ResourceFate.Slower slower) {
                readyAt = readyAt.map(instant -> instant.plus(slower.by()));
            } else {
                readyAt = Optional.empty();
            }
        }
        NatGateway.KIND.put(
                site,
                new NatGateway(
                        id,
                        subnet.vpcId(),
                        subnet.id(),
                        isPublic,
                        address.map(Address::id),
                        address.map(Address::publicIp),
                        eni.id(),
                        eni.privateIp(),
                        site.now(),
                        readyAt,
                        failure,
                        Optional.empty()));
        site.born(id, "natgateway", tags);
        if (failure.isPresent()) {
            site.later(site.durations().natGatewayFailure(), "nat-failed/" + id, then -> release(then, id));
        }
        return id;
    }

    private static Address address(Site site, Params in) {
        Address address = Address.KIND.find(site, in.require("AllocationId"));
        if (address.associationId().isPresent()) {
            throw AwsError.of(
                    "Resource.AlreadyAssociated",
                    "Elastic IP address [%s] is already associated with another resource",
                    address.id());
        }
        return address;
    }

    private static void limit(Site site, Subnet subnet) {
        long present = site.here()
                .natGateways
                .where(gateway -> !gateway.dead(site)
                        && site.here()
                                .subnets
                                .get(gateway.subnetId())
                                .filter(other -> other.zone().equals(subnet.zone()))
                                .isPresent())
                .count();
        if (present >= site.quotas().natGatewaysPerZone()) {
            throw AwsError.of(
                    "NatGatewayLimitExceeded",
                    "The maximum number of NAT gateways in availability zone %s has been reached.",
                    subnet.zone());
        }
    }

    /** Without an internet gateway a public one comes up failed; the create call itself succeeds. */
    private static Optional<ResourceFate.Fails> unattached(Site site, Subnet subnet, boolean isPublic) {
        if (!isPublic || InternetGateways.ofVpc(site.here(), subnet.vpcId()).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new ResourceFate.Fails(
                "Gateway.NotAttached", "Network " + subnet.vpcId() + " has no Internet gateway attached"));
    }

    private static void release(Site site, String id) {
        site.here().natGateways.get(id).ifPresent(gateway -> {
            Interfaces.drop(site, gateway.interfaceId());
            gateway.allocationId()
                    .flatMap(site.here().addresses::get)
                    .filter(address -> address.interfaceId().equals(Optional.of(gateway.interfaceId())))
                    .ifPresent(address -> Address.KIND.put(site, address.unmapped()));
        });
    }

    private static void describe(Call call, Params in, Xml out) {
        Site site = call.site();
        for (String id : in.list("NatGatewayId")) {
            NatGateway gateway = NatGateway.KIND.find(site, id);
            if (!gateway.remembered(site)) {
                throw NatGateway.KIND.missing(id);
            }
        }
        List<NatGateway> asked = NatGateway.KIND.select(call, in, FILTERS).stream()
                .filter(gateway -> gateway.remembered(site))
                .toList();
        Pages.answer(in, out, asked, NatGateway::id, "natGatewaySet", (item, gateway) -> write(site, item, gateway));
    }

    private static void write(Site site, Xml out, NatGateway gateway) {
        String state = gateway.state(site);
        out.text("natGatewayId", gateway.id())
                .text("vpcId", gateway.vpcId())
                .text("subnetId", gateway.subnetId())
                .text("state", state)
                .text("createTime", gateway.created())
                .text("connectivityType", gateway.isPublic() ? "public" : "private")
                .text("availabilityMode", "zonal");
        if (state.equals("failed")) {
            out.text("failureCode", gateway.failure().map(ResourceFate.Fails::code))
                    .text("failureMessage", gateway.failure().map(ResourceFate.Fails::message));
        }
        if (gateway.deleteAt().isPresent()) {
            out.text("deleteTime", gateway.deleteAt());
        }
        out.node(
                "natGatewayAddressSet",
                set -> set.node("item", item -> item.text("allocationId", gateway.allocationId())
                        .text("publicIp", gateway.publicIp())
                        .text("networkInterfaceId", gateway.interfaceId())
                        .text("privateIp", gateway.privateIp())
                        .text("isPrimary", true)
                        .text("status", state.equals("failed") ? "failed" : "succeeded")));
        Tags.write(out, site.tags(gateway.id()));
    }

    private static void delete(Call call, Params in, Xml out) {
        Site site = call.site();
        NatGateway gateway = NatGateway.KIND.find(site, in.require("NatGatewayId"));
        if (!gateway.remembered(site)) {
            throw NatGateway.KIND.missing(gateway.id());
        }
        if (gateway.deleteAt().isEmpty()) {
            NatGateway.KIND.put(site, gateway.deletedFrom(site.now()));
            String id = gateway.id();
            site.later(site.durations().natGatewayDelete(), "nat-deleted/" + id, then -> release(then, id));
        }
        out.text("natGatewayId", gateway.id());
    }
}
