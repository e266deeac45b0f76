package io.meshprovisioner.spec;

import java.util.List;
import java.util.OptionalInt;

/**
 * How many pods the nodes hold that a mesh begins with, and how many it brings itself.
 *
 * @param slots on the nodes that take every pod
 * @param system the CNI, kube-proxy, coredns and, where it is asked for, Calico
 * @param mesh istiod, gateways and add-ons
 */
public record PodCapacity(long slots, long system, long mesh) {
    /** On each node: the CNI's and kube-proxy's pods. */
    static final int PODS_A_NODE = 2;

    /** Of the cluster: two of coredns. */
    private static final int CLUSTER_PODS = 2;

    /** Of Calico: its operator and its controllers. */
    private static final int CALICO_PODS = 2;

    /** Of a spec that {@link SpecCheck} has nothing against. */
    public static PodCapacity of(MeshSpec spec) {
        long slots = 0;
        long nodes = 0;
        for (NodeGroupSpec group : spec.nodeGroups()) {
            if (group.takesEveryPod()) {
                slots += (long) onNode(spec, group).orElse(PodsPerNode.MOST) * group.desiredSize();
                nodes += group.desiredSize();
            }
        }
        long system = nodes * PODS_A_NODE + CLUSTER_PODS;
        if (spec.networking().pods().calicoRelease().isPresent()) {
            // Where Calico is the network, its pods on nodes take the place of the VPC CNI's.
            system += CALICO_PODS + (spec.networking().overlay() ? 0 : nodes);
        }
        long mesh = spec.istio()
                .map(istio -> 1L + istio.gateways().size() + istio.addons().size())
                .orElse(0L);
        return new PodCapacity(slots, system, mesh);
    }

    /** What is left for the user's pods; negative where not even the mesh has room. */
    public long left() {
        return slots - system - mesh;
    }

    /** Most pods on a node of a group, of the smallest of its types; empty where a type is not known. */
    static OptionalInt onNode(MeshSpec spec, NodeGroupSpec group) {
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
}
