package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Internet gateways and their attachment to a VPC. */
final class InternetGateways {
    private static final Filters<InternetGateway> FILTERS = new Filters<>(InternetGateway::id)
            .one("internet-gateway-id", InternetGateway::id)
            .on("attachment.vpc-id", (site, gateway) -> gateway.vpcId().stream())
            .on("attachment.state", (site, gateway) -> gateway.vpcId().stream().map(vpc -> "available"));

    private InternetGateways() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateInternetGateway", InternetGateways::create);
        operations.put(
                "DescribeInternetGateways",
                (call, in, out) -> InternetGateway.KIND.describe(
                        call,
                        in,
                        out,
                        FILTERS,
                        "internetGatewaySet",
                        (item, gateway) -> write(call.site(), item, gateway)));
        operations.put("AttachInternetGateway", InternetGateways::attach);
        operations.put("DetachInternetGateway", InternetGateways::detach);
        operations.put("DeleteInternetGateway", InternetGateways::delete);
    }

    private static void create(Call call, Params in, Xml out) {
        Site site = call.site();
        Map<String, String> tags = Tags.requested(in, "internet-gateway");
        if (call.here().internetGateways.all().size() >= site.quotas().internetGateways()) {
            throw AwsError.of(
                    "InternetGatewayLimitExceeded", "The maximum number of internet gateways has been reached.");
        }
        InternetGateway gateway =
                new InternetGateway(site.newId("igw", Tags.name(tags, "internet-gateway")), Optional.empty());
        InternetGateway.KIND.put(site, gateway);
        site.born(gateway.id(), "internet-gateway", tags);
        out.node("internetGateway", xml -> write(site, xml, gateway));
    }

    private static void write(Site site, Xml out, InternetGateway gateway) {
        out.text("internetGatewayId", gateway.id())
                .text("ownerId", site.options().accountId())
                .list("attachmentSet", gateway.vpcId().stream().toList(), (item, vpc) -> item.text("vpcId", vpc)
                        .text("state", "available"));
        Tags.write(out, site.tags(gateway.id()));
    }

    private static void attach(Call call, Params in, Xml out) {
        Site site = call.site();
        InternetGateway gateway = InternetGateway.KIND.find(site, in.require("InternetGatewayId"));
        Vpc vpc = Vpc.KIND.find(site, in.require("VpcId"));
        if (gateway.vpcId().isPresent()) {
            throw AwsError.of(
                    "Resource.AlreadyAssociated",
                    "resource %s is already attached to network %s",
                    gateway.id(),
                    gateway.vpcId().get());
        }
        if (ofVpc(site.here(), vpc.id()).isPresent()) {
            throw AwsError.of("InvalidParameterValue", "Network %s already has an internet gateway attached", vpc.id());
        }
        InternetGateway.KIND.put(site, new InternetGateway(gateway.id(), Optional.of(vpc.id())));
        out.text("return", true);
    }

    static Optional<InternetGateway> ofVpc(Region here, String vpcId) {
        return here.internetGateways
                .where(gateway -> gateway.vpcId().equals(Optional.of(vpcId)))
                .findFirst();
    }

    private static void detach(Call call, Params in, Xml out) {
        Site site = call.site();
        InternetGateway gateway = InternetGateway.KIND.find(site, in.require("InternetGatewayId"));
        String vpcId = in.require("VpcId");
        if (!gateway.vpcId().equals(Optional.of(vpcId))) {
            throw AwsError.of("Gateway.NotAttached", "resource %s is not attached to network %s", gateway.id(), vpcId);
        }
        List<Interface> mapped = site.here()
                .interfaces
                .where(eni -> eni.vpcId().equals(vpcId) && eni.publicIp().isPresent())
                .toList();
        if (!mapped.isEmpty()) {
            throw AwsError.of(
                    "DependencyViolation",
                    "Network %s has some mapped public address(es). Please unmap those public address(es) before"
                            + " detaching the gateway.",
                    vpcId);
        }
        InternetGateway.KIND.put(site, new InternetGateway(gateway.id(), Optional.empty()));
        out.text("return", true);
    }

    private static void delete(Call call, Params in, Xml out) {
        InternetGateway gateway = InternetGateway.KIND.find(call.site(), in.require("InternetGatewayId"));
        if (gateway.vpcId().isPresent()) {
            throw InternetGateway.KIND.inUse("internetGateway", gateway.id());
        }
        InternetGateway.KIND.remove(call.site(), gateway.id());
        out.text("return", true);
    }
}
