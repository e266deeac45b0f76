package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The v2 API of load balancers: reading and deleting the Network Load Balancers of Services. */
final class NetworkBalancers {
    private NetworkBalancers() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("DescribeLoadBalancers", NetworkBalancers::describe);
        operations.put("DescribeTags", NetworkBalancers::tags);
        operations.put("DescribeTargetGroups", NetworkBalancers::targetGroups);
        operations.put("DescribeTargetHealth", NetworkBalancers::targetHealth);
        operations.put("DescribeListeners", NetworkBalancers::listeners);
        operations.put("DeleteLoadBalancer", NetworkBalancers::delete);
        operations.put("DeleteTargetGroup", NetworkBalancers::deleteTargetGroup);
    }

    private static List<Balancer> all(Call call) {
        return call.here()
                .balancers
                .where(balancer -> balancer.network() && balancer.shown())
                .toList();
    }

    private static String arn(Site site, Balancer balancer) {
        return site.arn("elasticloadbalancing", "loadbalancer/net/" + balancer.name() + "/" + balancer.id());
    }

    private static String targetArn(Site site, Balancer balancer, Balancer.Listener listener) {
        return site.arn(
                "elasticloadbalancing",
                "targetgroup/k8s-" + balancer.name().substring(0, 12) + "-" + listener.port() + "/" + balancer.id());
    }

    private static AwsError missing(String what) {
        return AwsError.of("LoadBalancerNotFound", "Load balancers '[%s]' not found", what);
    }

    private static void describe(Call call, Params in, Xml out) {
        Site site = call.site();
        List<String> arns = in.list("LoadBalancerArns");
        List<String> names = in.list("Names");
        List<Balancer> all = all(call);
        arns.stream()
                .filter(arn ->
                        all.stream().noneMatch(balancer -> arn(site, balancer).equals(arn)))
                .findFirst()
                .ifPresent(arn -> {
                    throw missing(arn);
                });
        names.stream()
                .filter(name ->
                        all.stream().noneMatch(balancer -> balancer.name().equals(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw missing(name);
                });
        List<Balancer> asked = all.stream()
                .filter(balancer -> arns.isEmpty() || arns.contains(arn(site, balancer)))
                .filter(balancer -> names.isEmpty() || names.contains(balancer.name()))
                .toList();
        Pages<Balancer> page = Pages.of(
                asked, Balancer::name, in.get("Marker").filter(text -> !text.isEmpty()), in.number("PageSize", 400));
        out.list("LoadBalancers", page.items(), (item, balancer) -> write(site, item, balancer))
                .text("NextMarker", page.next());
    }

    private static void write(Site site, Xml out, Balancer balancer) {
        out.text("LoadBalancerArn", arn(site, balancer))
                .text("LoadBalancerName", balancer.name())
                .text("DNSName", balancer.host(site.region()))
                .text("CreatedTime", balancer.created())
                .text("Scheme", balancer.internal() ? "internal" : "internet-facing")
                .text("VpcId", balancer.vpcId())
                .node("State", state -> state.text("Code", balancer.active(site) ? "active" : "provisioning"))
                .text("Type", "network")
                .text("IpAddressType", "ipv4")
                .list(
                        "AvailabilityZones",
                        balancer.subnets().stream()
                                .flatMap(id -> site.here().subnets.get(id).stream())
                                .toList(),
                        (item, subnet) -> item.text("ZoneName", subnet.zone()).text("SubnetId", subnet.id()));
    }

    private static void tags(Call call, Params in, Xml out) {
        Site site = call.site();
        List<String> arns = in.list("ResourceArns");
        List<Map.Entry<String, Map<String, String>>> found = new ArrayList<>();
        for (String arn : arns) {
            Balancer owner = all(call).stream()
                    .filter(balancer -> arn(site, balancer).equals(arn)
                            || balancer.listeners().stream().anyMatch(listener -> targetArn(site, balancer, listener)
                                    .equals(arn)))
                    .findFirst()
                    .orElseThrow(() -> missing(arn));
            found.add(Map.entry(arn, owner.tags()));
        }
        out.list("TagDescriptions", found, (item, entry) -> {
            item.text("ResourceArn", entry.getKey());
            Iam.allTags(item, entry.getValue());
        });
    }

    private static void targetGroups(Call call, Params in, Xml out) {
        Site site = call.site();
        String of = in.get("LoadBalancerArn", "");
        List<String> arns = in.list("TargetGroupArns");
        List<Target> targets = all(call).stream()
                .filter(balancer -> of.isEmpty() || arn(site, balancer).equals(of))
                .flatMap(balancer -> balancer.listeners().stream().map(listener -> new Target(balancer, listener)))
                .filter(target ->
                        arns.isEmpty() || arns.contains(targetArn(site, target.balancer(), target.listener())))
                .toList();
        out.list("TargetGroups", targets, (item, target) -> {
            String arn = targetArn(site, target.balancer(), target.listener());
            item.text("TargetGroupArn", arn)
                    .text("TargetGroupName", arn.split("/", -1)[1])
                    .text("Protocol", "TCP")
                    .text("Port", target.listener().nodePort())
                    .text("VpcId", target.balancer().vpcId())
                    .text("TargetType", target.balancer().pods().isPresent() ? "ip" : "instance")
                    .texts("LoadBalancerArns", List.of(arn(site, target.balancer())));
        });
    }

    private static void targetHealth(Call call, Params in, Xml out) {
        Site site = call.site();
        String arn = in.require("TargetGroupArn");
        Target group = all(call).stream()
                .flatMap(balancer -> balancer.listeners().stream().map(listener -> new Target(balancer, listener)))
                .filter(target ->
                        targetArn(site, target.balancer(), target.listener()).equals(arn))
                .findFirst()
                .orElseThrow(
                        () -> AwsError.of("TargetGroupNotFound", "One or more target groups not found: '%s'", arn));
        out.list(
                "TargetHealthDescriptions",
                new BalancerTargets(site, group.balancer()).ofGroup(group.listener()),
                (item, told) -> item.node(
                                "Target", target -> target.text("Id", told.id()).text("Port", told.port()))
                        .text("HealthCheckPort", told.port())
                        .node("TargetHealth", health -> {
                            health.text("State", told.state());
                            if (!told.reason().isEmpty()) {
                                health.text("Reason", told.reason()).text("Description", told.description());
                            }
                        }));
    }

    private static void listeners(Call call, Params in, Xml out) {
        Site site = call.site();
        String of = in.require("LoadBalancerArn");
        Balancer balancer = all(call).stream()
                .filter(candidate -> arn(site, candidate).equals(of))
                .findFirst()
                .orElseThrow(() -> missing(of));
        out.list("Listeners", balancer.listeners(), (item, listener) -> item.text(
                        "ListenerArn", of.replace(":loadbalancer/", ":listener/") + "/" + listener.port())
                .text("LoadBalancerArn", of)
                .text("Port", listener.port())
                .text("Protocol", "TCP"));
    }

    private static void delete(Call call, Params in, Xml out) {
        String arn = in.require("LoadBalancerArn");
        all(call).stream()
                .filter(balancer -> arn(call.site(), balancer).equals(arn))
                .findFirst()
                .ifPresent(balancer -> ServiceBalancers.begin(call.site(), balancer, false));
    }

    /** Target groups live and die with their load balancer here. */
    private static void deleteTargetGroup(Call call, Params in, Xml out) {
        String arn = in.require("TargetGroupArn");
        boolean used = all(call).stream().anyMatch(balancer -> balancer.listeners().stream()
                .anyMatch(listener -> targetArn(call.site(), balancer, listener).equals(arn)));
        if (used) {
            throw AwsError.of("ResourceInUse", "Target group '%s' is currently in use by a listener or a rule", arn);
        }
    }

    private record Target(Balancer balancer, Balancer.Listener listener) {}
}
