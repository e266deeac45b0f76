package io.meshprovisioner.spec;

/**
 * Whether the nodes that are asked for have room. Wrong is only what cannot work whatever runs there; what depends on
 * requests that values can change is a warning.
 */
final class CapacityCheck {
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
            spec.istio().ifPresent(istio -> pods(spec, problems));
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
        } else if (!podsElsewhere && free < most * (PodCapacity.PODS_A_NODE + 1)) {
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
            needed += (long) PodCapacity.onNode(spec, group).orElse(0) * group.maxSize();
        }
        if (room < needed) {
            problems.warn(
                    "networking.vpcCni.podCidr",
                    block + " has addresses for " + room + " pods; the nodes can hold " + needed + ".",
                    "Use a larger block, fewer nodes, or a lower kubelet.maxPods.");
        }
    }

    private static void pods(MeshSpec spec, Problems problems) {
        PodCapacity capacity = PodCapacity.of(spec);
        if (capacity.left() < 0) {
            problems.warn(
                    "nodeGroups",
                    "The nodes hold " + capacity.slots() + " pods; the system, Istio and its add-ons need about "
                            + (capacity.system() + capacity.mesh()) + ".",
                    "Ask for more or larger nodes: a t3.medium holds 17 pods.");
        }
        boolean tiny = spec.nodeGroups().stream()
                .filter(NodeGroupSpec::takesEveryPod)
                .flatMap(group -> group.instanceTypes().stream())
                .allMatch(type -> InstanceType.of(type).map(InstanceType::tiny).orElse(false));
        if (tiny) {
            problems.warn(
                    "nodeGroups",
                    "Every node has 2 GiB of memory or less, and istiod asks for 2 GiB.",
                    "Use t3.medium or larger, or lower pilot.resources.requests in istio.values.");
        }
    }
}
