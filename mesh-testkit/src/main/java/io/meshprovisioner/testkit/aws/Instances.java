package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Instances, as node groups launch them; terminated ones are shown for an hour. */
final class Instances {
    private static final Filters<Instance> FILTERS = new Filters<>(Instance::id)
            .one("instance-id", Instance::id)
            .one("instance-type", Instance::type)
            .one("image-id", Instance::imageId)
            .one("vpc-id", Instance::vpcId)
            .one("subnet-id", Instance::subnetId)
            .one("availability-zone", Instance::zone)
            .one("private-ip-address", Instance::privateIp)
            .on("private-dns-name", (site, instance) -> Stream.of(privateDns(site.region(), instance.privateIp())))
            .on("instance-state-name", (site, instance) -> Stream.of(instance.state(site)))
            .on("instance.group-id", (site, instance) -> groups(site, instance).stream())
            .on("key-name", (site, instance) -> instance.keyName().stream())
            .on("network-interface.network-interface-id", (site, instance) -> Stream.of(instance.interfaceId()));

    private Instances() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("DescribeInstances", Instances::describe);
        operations.put("TerminateInstances", Instances::terminate);
    }

    static String privateDns(String region, String ip) {
        String domain = region.equals("us-east-1") ? "ec2.internal" : region + ".compute.internal";
        return "ip-" + ip.replace('.', '-') + "." + domain;
    }

    /** The name of a machine's node: EKS Auto Mode names it after the machine, everybody else after its address. */
    static String nodeName(Site site, Instance instance) {
        return AutoNodes.made(instance) ? instance.id() : privateDns(site.region(), instance.privateIp());
    }

    private static List<String> groups(Site site, Instance instance) {
        return site.here()
                .interfaces
                .get(instance.interfaceId())
                .map(Interface::groups)
                .orElse(List.of());
    }

    private static void describe(Call call, Params in, Xml out) {
        List<Instance> asked = Instance.KIND.select(call, in, FILTERS).stream()
                .filter(instance -> instance.remembered(call.now()))
                .toList();
        Pages.answer(in, out, asked, Instance::id, "reservationSet", (item, instance) -> item.text(
                        "reservationId", "r-" + instance.id().substring(2))
                .text("ownerId", call.site().options().accountId())
                .node("instancesSet", set -> set.node("item", xml -> write(call.site(), xml, instance))));
    }

    private static void write(Site site, Xml out, Instance instance) {
        String state = instance.state(site);
        boolean present = instance.live();
        out.text("instanceId", instance.id())
                .text("imageId", instance.imageId())
                .node("instanceState", xml -> writeState(xml, state))
                .text("instanceType", instance.type())
                .text("keyName", instance.keyName())
                .text("launchTime", instance.launched())
                .text("architecture", InstanceTypes.get(instance.type()).architecture())
                .node("placement", placement -> placement
                        .text("availabilityZone", instance.zone())
                        .text("tenancy", "default"))
                .text("privateDnsName", present ? privateDns(site.region(), instance.privateIp()) : "");
        if (present) {
            out.text("privateIpAddress", instance.privateIp())
                    .text("ipAddress", instance.publicIp())
                    .text("subnetId", instance.subnetId())
                    .text("vpcId", instance.vpcId());
            Interfaces.writeGroups(site, out, groups(site, instance));
        }
        Tags.write(out, site.tags(instance.id()));
    }

    private static void writeState(Xml out, String state) {
        int code =
                switch (state) {
                    case "pending" -> 0;
                    case "running" -> 16;
                    case "shutting-down" -> 32;
                    default -> 48;
                };
        out.text("code", code).text("name", state);
    }

    private static void terminate(Call call, Params in, Xml out) {
        List<Instance> asked = in.list("InstanceId").stream()
                .map(id -> Instance.KIND.find(call.site(), id))
                .toList();
        out.list("instancesSet", asked, (item, instance) -> item.text("instanceId", instance.id())
                .node("previousState", xml -> writeState(xml, instance.state(call.site())))
                .node("currentState", xml -> writeState(xml, instance.live() ? "shutting-down" : "terminated")));
        asked.stream().filter(Instance::live).forEach(instance -> NodeLife.lose(call.site(), instance));
    }
}
