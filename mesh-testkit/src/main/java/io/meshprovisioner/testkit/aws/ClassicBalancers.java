package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.List;
import java.util.Map;

/** The API of Classic Load Balancers: reading and deleting what the Service controller made. */
final class ClassicBalancers {
    private ClassicBalancers() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("DescribeLoadBalancers", ClassicBalancers::describe);
        operations.put("DescribeInstanceHealth", ClassicBalancers::instanceHealth);
        operations.put("DescribeTags", ClassicBalancers::tags);
        operations.put("DeleteLoadBalancer", (call, in, out) -> call.here()
                .balancers
                .get(in.require("LoadBalancerName"))
                .filter(balancer -> !balancer.network() && balancer.shown())
                .ifPresent(balancer -> ServiceBalancers.begin(call.site(), balancer, false)));
    }

    private static List<Balancer> asked(Call call, List<String> names) {
        List<Balancer> all = call.here()
                .balancers
                .where(balancer -> !balancer.network() && balancer.shown())
                .toList();
        for (String name : names) {
            if (all.stream().noneMatch(balancer -> balancer.name().equals(name))) {
                throw AwsError.of("LoadBalancerNotFound", "There is no ACTIVE Load Balancer named '%s'", name);
            }
        }
        return all.stream()
                .filter(balancer -> names.isEmpty() || names.contains(balancer.name()))
                .toList();
    }

    private static void describe(Call call, Params in, Xml out) {
        Pages<Balancer> page = Pages.of(
                asked(call, in.list("LoadBalancerNames")),
                Balancer::name,
                in.get("Marker").filter(text -> !text.isEmpty()),
                in.number("PageSize", 400));
        out.list("LoadBalancerDescriptions", page.items(), (item, balancer) -> write(call.site(), item, balancer))
                .text("NextMarker", page.next());
    }

    private static void write(Site site, Xml out, Balancer balancer) {
        out.text("LoadBalancerName", balancer.name())
                .text("DNSName", balancer.host(site.region()))
                .list(
                        "ListenerDescriptions",
                        balancer.listeners(),
                        (item, listener) -> item.node("Listener", xml -> xml.text("Protocol", "TCP")
                                .text("LoadBalancerPort", listener.port())
                                .text("InstanceProtocol", "TCP")
                                .text("InstancePort", listener.nodePort())))
                .texts(
                        "AvailabilityZones",
                        balancer.subnets().stream()
                                .flatMap(id -> site.here().subnets.get(id).stream())
                                .map(Subnet::zone)
                                .toList())
                .texts("Subnets", balancer.subnets())
                .text("VPCId", balancer.vpcId())
                .list("Instances", balancer.instances(), (item, id) -> item.text("InstanceId", id))
                .texts("SecurityGroups", balancer.group().stream().toList())
                .text("CreatedTime", balancer.created())
                .text("Scheme", balancer.internal() ? "internal" : "internet-facing");
    }

    /** Of the instances that are asked for, else of all that are registered. */
    private static void instanceHealth(Call call, Params in, Xml out) {
        Balancer balancer = asked(call, List.of(in.require("LoadBalancerName"))).get(0);
        List<String> instances = in.structs("Instances").stream()
                .map(one -> one.require("InstanceId"))
                .toList();
        BalancerTargets targets = new BalancerTargets(call.site(), balancer);
        out.list(
                "InstanceStates",
                (instances.isEmpty() ? balancer.instances() : instances)
                        .stream().map(targets::ofClassic).toList(),
                (item, told) -> item.text("InstanceId", told.id())
                        .text("State", told.state())
                        .text("ReasonCode", told.reason())
                        .text("Description", told.description()));
    }

    private static void tags(Call call, Params in, Xml out) {
        List<Balancer> asked = asked(call, in.list("LoadBalancerNames"));
        out.list("TagDescriptions", asked, (item, balancer) -> {
            item.text("LoadBalancerName", balancer.name());
            Iam.allTags(item, balancer.tags());
        });
    }
}
