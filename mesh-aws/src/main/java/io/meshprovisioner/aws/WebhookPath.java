package io.meshprovisioner.aws;

import io.meshprovisioner.spec.Cidr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.eks.model.Cluster;

/**
 * Whether a cluster's control plane reaches istiod's webhook on its nodes. Nodes that bear the cluster's own security group
 * let it in; those of terraform-aws-eks and others bear groups of their own, and the port is often missing there
 * (istio/istio#36955).
 */
final class WebhookPath {
    /** Istio's documentation, "Ports used by Istio": the webhook container port of istiod. */
    private static final int PORT = 15017;

    private final AwsCalls calls;
    private final Cluster cluster;

    WebhookPath(AwsCalls calls, Cluster cluster) {
        this.calls = calls;
        this.cluster = cluster;
    }

    /** A rule that is not there. */
    record Missing(String message, String advice) {}

    /** One for each set of security groups that running nodes bear. */
    List<Missing> missing() {
        Map<Set<String>, Integer> nodes = new HashMap<>();
        running().forEach(node -> nodes.merge(groups(node), 1, Integer::sum));
        if (nodes.isEmpty()) {
            return List.of();
        }
        Set<String> plane = new TreeSet<>(cluster.resourcesVpcConfig().securityGroupIds());
        plane.add(cluster.resourcesVpcConfig().clusterSecurityGroupId());
        Map<String, SecurityGroup> known = known(nodes.keySet());
        List<Cidr> addresses = addresses();
        List<Missing> result = new ArrayList<>();
        byName(nodes).forEach((name, one) -> {
            if (permissions(known, one).noneMatch(rule -> admits(rule, plane, addresses))) {
                result.add(closed(one, nodes.getOrDefault(one, 0)));
            }
        });
        return result;
    }

    private static Map<String, Set<String>> byName(Map<Set<String>, Integer> nodes) {
        Map<String, Set<String>> result = new TreeMap<>();
        nodes.keySet().forEach(groups -> result.put(groups.toString(), groups));
        return result;
    }

    private Missing closed(Set<String> groups, int nodes) {
        String group = groups.stream().findFirst().orElse("");
        String source = cluster.resourcesVpcConfig().clusterSecurityGroupId();
        return new Missing(
                nodes + " of the cluster's nodes (security groups " + String.join(", ", groups)
                        + ") take nothing from the control plane at TCP port " + PORT
                        + ", where it calls istiod's webhook: no sidecar could be injected.",
                "Have their owner run: aws ec2 authorize-security-group-ingress --group-id " + group
                        + " --protocol tcp --port " + PORT + " --source-group " + source);
    }

    private List<Instance> running() {
        return Instances.by(
                calls,
                Look.tag("kubernetes.io/cluster/" + cluster.name(), "owned"),
                Look.filter("vpc-id", cluster.resourcesVpcConfig().vpcId()),
                Look.filter("instance-state-name", "pending", "running"));
    }

    private static Set<String> groups(Instance node) {
        Set<String> ids = new TreeSet<>();
        node.securityGroups().stream().map(GroupIdentifier::groupId).forEach(ids::add);
        return ids;
    }

    private Map<String, SecurityGroup> known(Collection<Set<String>> ofNodes) {
        Set<String> ids = new TreeSet<>();
        ofNodes.forEach(ids::addAll);
        Map<String, SecurityGroup> result = new HashMap<>();
        Look.GROUPS
                .by(calls, Look.filter("group-id", ids.toArray(String[]::new)))
                .forEach(found -> result.put(found.groupId(), found));
        return result;
    }

    private static Stream<IpPermission> permissions(Map<String, SecurityGroup> known, Set<String> groups) {
        return groups.stream()
                .flatMap(id -> Stream.ofNullable(known.get(id)))
                .flatMap(group -> group.ipPermissions().stream());
    }

    /** The control plane's interfaces are in the cluster's subnets. */
    private List<Cidr> addresses() {
        return Look.SUBNETS
                .by(
                        calls,
                        Look.filter(
                                "subnet-id",
                                cluster.resourcesVpcConfig().subnetIds().toArray(String[]::new)))
                .stream()
                .map(Subnet::cidrBlock)
                .map(Cidr::of)
                .toList();
    }

    /** What a prefix list holds is not asked: it is taken to hold the control plane. */
    private static boolean admits(IpPermission rule, Set<String> plane, List<Cidr> addresses) {
        boolean port = "-1".equals(rule.ipProtocol())
                || ("tcp".equals(rule.ipProtocol()) && rule.fromPort() <= PORT && rule.toPort() >= PORT);
        return port
                && (rule.userIdGroupPairs().stream().anyMatch(pair -> plane.contains(pair.groupId()))
                        || !rule.prefixListIds().isEmpty()
                        || addresses.stream().allMatch(subnet -> rule.ipRanges().stream()
                                .anyMatch(range -> Cidr.of(range.cidrIp()).contains(subnet))));
    }
}
