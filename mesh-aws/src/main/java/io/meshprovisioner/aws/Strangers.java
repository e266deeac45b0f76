package io.meshprovisioner.aws;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/**
 * Network interfaces in our VPCs, and whose they are. What is not ours is never touched, and what it lives in stays.
 *
 * @param leaked ours, attached to nothing: left behind by nodes that are gone
 * @param foreign not ours
 */
record Strangers(List<NetworkInterface> leaked, List<NetworkInterface> foreign) {

    /** The tags that the VPC CNI gives the interfaces it makes. */
    private static final String CLUSTER = "cluster.k8s.amazonaws.com/name";

    private static final String NODE = "node.k8s.amazonaws.com/instance_id";

    /**
     * @param vpcs where to look
     * @param own those that are ours
     * @param balancers names of our load balancers, as their interfaces have them
     * @param groups security groups that are ours or our cluster's
     */
    static Strangers in(
            Scope scope, List<String> vpcs, List<String> own, Set<String> balancers, List<SecurityGroup> groups) {
        if (vpcs.isEmpty()) {
            return new Strangers(List.of(), List.of());
        }
        List<NetworkInterface> all =
                Look.INTERFACES.by(scope.calls(), Look.filter("vpc-id", vpcs.toArray(String[]::new)));
        Set<String> makers = new HashSet<>();
        Look.NAT_GATEWAYS.ofMesh(scope.calls(), scope.names().mesh()).stream()
                .map(NatGateway::natGatewayId)
                .forEach(makers::add);
        Look.ENDPOINTS.ofMesh(scope.calls(), scope.names().mesh()).stream()
                .map(VpcEndpoint::vpcEndpointId)
                .forEach(makers::add);
        Ownership ownership =
                new Ownership(scope, own, balancers, makers, ownInstances(scope, all), ofCluster(scope, groups));
        List<NetworkInterface> leaked = new ArrayList<>();
        List<NetworkInterface> foreign = new ArrayList<>();
        for (NetworkInterface one : all) {
            if (!ownership.ours(one)) {
                foreign.add(one);
            } else if (one.status() == NetworkInterfaceStatus.AVAILABLE) {
                leaked.add(one);
            }
        }
        return new Strangers(List.copyOf(leaked), List.copyOf(foreign));
    }

    private static Set<String> ofCluster(Scope scope, List<SecurityGroup> groups) {
        String owned = "kubernetes.io/cluster/" + scope.names().cluster();
        return groups.stream()
                .filter(group -> "owned".equals(Tags.map(group.tags()).get(owned)))
                .map(SecurityGroup::groupId)
                .collect(Collectors.toSet());
    }

    /** Interfaces of the cluster that are attached to nothing and whose node is gone. */
    static List<NetworkInterface> leftByNodes(Scope scope) {
        List<NetworkInterface> free = free(scope);
        List<String> nodes = free.stream().map(Strangers::node).distinct().toList();
        Set<String> alive = instances(scope, nodes).stream()
                .filter(instance -> instance.state().name() != InstanceStateName.TERMINATED)
                .map(Instance::instanceId)
                .collect(Collectors.toSet());
        return free.stream().filter(one -> !alive.contains(node(one))).toList();
    }

    /** The same in a cluster of somebody else's: only where EC2 still knows that the node was ours. */
    static List<NetworkInterface> leftByOurNodes(Scope scope) {
        List<NetworkInterface> free = free(scope);
        List<String> nodes = free.stream().map(Strangers::node).distinct().toList();
        Set<String> ours = instances(scope, nodes).stream()
                .filter(instance -> instance.state().name() == InstanceStateName.TERMINATED)
                .filter(instance -> scope.tags().ours(Tags.map(instance.tags())))
                .map(Instance::instanceId)
                .collect(Collectors.toSet());
        return free.stream().filter(one -> ours.contains(node(one))).toList();
    }

    private static List<NetworkInterface> free(Scope scope) {
        return Look.INTERFACES.by(
                scope.calls(),
                Look.filter("status", "available"),
                Look.filter("tag:" + CLUSTER, scope.names().cluster()));
    }

    private static String node(NetworkInterface one) {
        return Tags.map(one.tagSet()).getOrDefault(NODE, "");
    }

    private static Set<String> ownInstances(Scope scope, List<NetworkInterface> all) {
        List<String> ids = all.stream()
                .filter(one -> one.attachment() != null && one.attachment().instanceId() != null)
                .map(one -> one.attachment().instanceId())
                .distinct()
                .toList();
        return instances(scope, ids).stream()
                .filter(instance -> ofCluster(scope, instance))
                .map(Instance::instanceId)
                .collect(Collectors.toSet());
    }

    private static List<Instance> instances(Scope scope, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return Instances.by(scope.calls(), Look.filter("instance-id", ids.toArray(String[]::new)));
    }

    private static boolean ofCluster(Scope scope, Instance instance) {
        Map<String, String> tags = Tags.map(instance.tags());
        String cluster = scope.names().cluster();
        return "owned".equals(tags.get("kubernetes.io/cluster/" + cluster))
                || cluster.equals(tags.get("eks:cluster-name"))
                || cluster.equals(tags.get(AutoMode.TAG))
                || scope.tags().ours(tags);
    }

    /** What of others lives in something of ours, each with its owner; empty when nothing does. */
    List<String> where(Predicate<NetworkInterface> inside) {
        return foreign.stream().filter(inside).map(Strangers::describe).toList();
    }

    List<String> inSubnets(Set<String> subnets) {
        return where(one -> subnets.contains(one.subnetId()));
    }

    List<String> inGroup(String group) {
        return where(one -> one.groups().stream().map(GroupIdentifier::groupId).anyMatch(group::equals));
    }

    List<String> inVpc(String vpc) {
        return where(one -> vpc.equals(one.vpcId()));
    }

    /** An interface and its owner, in words. */
    static String describe(NetworkInterface one) {
        String at = one.attachment() != null && one.attachment().instanceId() != null
                ? "instance " + one.attachment().instanceId()
                : one.description() == null || one.description().isEmpty()
                        ? "nothing that is known"
                        : "\"" + one.description() + "\"";
        String owner = one.requesterId() == null ? one.ownerId() : one.requesterId();
        return one.networkInterfaceId() + " of " + at + " (owner " + owner + ")";
    }

    /** Decides whose an interface is. */
    private record Ownership(
            Scope scope,
            List<String> vpcs,
            Set<String> balancers,
            Set<String> makers,
            Set<String> instances,
            Set<String> groups) {
        boolean ours(NetworkInterface one) {
            if (one.attachment() != null && one.attachment().instanceId() != null) {
                return instances.contains(one.attachment().instanceId());
            }
            String description = one.description() == null ? "" : one.description();
            return taggedByCluster(one)
                    || description.equals("Amazon EKS " + scope.names().cluster())
                    || (description.startsWith("ELB ") && balancers.contains(description.substring("ELB ".length())))
                    || makers.stream().anyMatch(description::endsWith)
                    || ofPodOnFargate(one);
        }

        /** AWS keeps it and it is in our cluster's group: so are those of pods on Fargate, which bear no tag. */
        private boolean ofPodOnFargate(NetworkInterface one) {
            return Boolean.TRUE.equals(one.requesterManaged())
                    && one.interfaceType() == NetworkInterfaceType.INTERFACE
                    && one.groups().stream().map(GroupIdentifier::groupId).anyMatch(groups::contains);
        }

        private boolean taggedByCluster(NetworkInterface one) {
            Map<String, String> tags = Tags.map(one.tagSet());
            String cluster = scope.names().cluster();
            return cluster.equals(tags.get(CLUSTER))
                    || cluster.equals(tags.get(AutoMode.TAG))
                    || "owned".equals(tags.get("kubernetes.io/cluster/" + cluster))
                    // Who made it is not said: in somebody else's VPC it may be another cluster's.
                    || (tags.containsKey(NODE) && vpcs.contains(one.vpcId()))
                    || scope.tags().ours(tags);
        }
    }
}
