package io.meshprovisioner.spec;

import java.util.List;
import java.util.OptionalInt;

/**
 * Whether the nodes that are asked for have room. Wrong is only what cannot work whatever runs there; what depends on
 * requests that values can change is a warning.
 */
final class CapacityCheck {
    /** On each node: the CNI's and kube-proxy's pods. */
    private static final int PODS_A_NODE = 2;

    /** Of the cluster: two of coredns. */
    private static final int CLUSTER_PODS = 2;

    private CapacityCheck() {}

    static void run(MeshSpec spec, Problems problems) {
        long nodes = spec.nodeGroups().stream()
                .mapToLong(group -> Math.max(0, group.desiredSize()))
                .sum();
        if (!spec.nodeGroups().isEmpty() && nodes == 0 && spec.istio().isPresent()) {
            problems.add(
                    "nodeGroups",
                    "No node is asked for at the start: Istio would wait for one until the run's time is up.",
                    "Set desiredSize to 1 or more in a node group.");
        }
        if (problems.errors().isEmpty()) {
            addresses(spec, nodes, problems);
            spec.istio().ifPresent(istio -> pods(spec, istio, problems));
        }
    }

    private static void addresses(MeshSpec spec, long nodes, Problems problems) {
        long free = SubnetLayout.of(spec.vpc()).nodeSubnets().stream()
                .mapToLong(SubnetLayout::usable)
                .sum();
        long most = spec.nodeGroups().stream().mapToLong(NodeGroupSpec::maxSize).sum();
        boolean podsElsewhere =
                spec.networking().overlay() || spec.networking().podBlock().isPresent();
        if (free < nodes) {
            problems.add(
                    "vpc.cidr",
                    "The nodes' subnets have " + free + " addresses, and " + nodes + " nodes are asked for.",
                    "Use larger subnets or fewer nodes: each node and each pod takes an address.");
        } else if (!podsElsewhere && free < most * (PODS_A_NODE + 1)) {
            problems.warn(
                    "vpc.cidr",
                    "The nodes' subnets have " + free + " addresses; " + most + " nodes with their pods take more.",
                    "Use larger subnets: each node and each pod takes an address.");
        }
        spec.networking().podBlock().ifPresent(block -> podAddresses(spec, Cidr.of(block), problems));
    }

    private static void podAddresses(MeshSpec spec, Cidr block, Problems problems) {
        boolean prefixes = spec.networking().pods() instanceof PodNetwork.VpcCni cni && cni.prefixDelegation();
        long room = PodSubnets.of(block, spec.vpc().availabilityZones()).stream()
                .mapToLong(subnet -> PodSubnets.pods(subnet, prefixes))
                .sum();
        long needed = 0;
        for (NodeGroupSpec group : spec.nodeGroups()) {
            needed += (long) roomOnNode(spec, group).orElse(0) * group.maxSize();
        }
        if (room < needed) {
            problems.warn(
                    "networking.vpcCni.podCidr",
                    block + " has addresses for " + room + " pods; the nodes can hold " + needed + ".",
                    "Use a larger block, fewer nodes, or a lower kubelet.maxPods.");
        }
    }

    /** Most pods on a node of a group, of the smallest of its types; empty where a type is not known. */
    private static OptionalInt roomOnNode(MeshSpec spec, NodeGroupSpec group) {
        OptionalInt said = spec.kubelet(group).maxPods();
        if (said.isPresent()) {
            return said;
        }
        PodNetwork.VpcCni network = (PodNetwork.VpcCni) spec.networking().pods();
        List<OptionalInt> each = group.instanceTypes().stream()
                .map(type -> PodsPerNode.of(type, network))
                .toList();
        return each.stream().allMatch(OptionalInt::isPresent)
                ? each.stream().mapToInt(OptionalInt::getAsInt).min()
                : OptionalInt.empty();
    }

    private static void pods(MeshSpec spec, IstioSpec istio, Problems problems) {
        List<NodeGroupSpec> open =
                spec.nodeGroups().stream().filter(NodeGroupSpec::takesEveryPod).toList();
        long nodes = open.stream().mapToLong(NodeGroupSpec::desiredSize).sum();
        long room = 0;
        boolean tiny = true;
        for (NodeGroupSpec group : open) {
            for (String type : group.instanceTypes()) {
                tiny &= InstanceType.of(type).map(InstanceType::tiny).orElse(false);
            }
            room += (long) roomOnNode(spec, group).orElse(PodsPerNode.MOST) * group.desiredSize();
        }
        long needed = nodes * PODS_A_NODE
                + CLUSTER_PODS
                + 1
                + istio.gateways().size()
                + istio.addons().size();
        if (room < needed) {
            problems.warn(
                    "nodeGroups",
                    "The nodes hold " + room + " pods; the system, Istio and its add-ons need about " + needed + ".",
                    "Ask for more or larger nodes: a t3.medium holds 17 pods.");
        }
        if (tiny) {
            problems.warn(
                    "nodeGroups",
                    "Every node has 2 GiB of memory or less, and istiod asks for 2 GiB.",
                    "Use t3.medium or larger, or lower pilot.resources.requests in istio.values.");
        }
    }
}
