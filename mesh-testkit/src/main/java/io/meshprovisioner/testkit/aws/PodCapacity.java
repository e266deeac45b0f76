package io.meshprovisioner.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** How many pods a node takes: what its NodeConfig says, else what its CNI has addresses for. */
final class PodCapacity {
    private static final int MOST = 110;
    private static final int MOST_ON_LARGE = 250;

    private PodCapacity() {}

    static int of(Site site, Nodegroup group, InstanceTypes.Type type) {
        return asked(site, group).orElseGet(() -> addresses(type, VpcCni.of(site, group.cluster())));
    }

    /** As Amazon's max-pods-calculator has it; without a CNI of Amazon's EKS reckons as if it were there. */
    private static int addresses(InstanceTypes.Type type, VpcCni cni) {
        int interfaces = type.interfaces() - (cni.customNetworking() ? 1 : 0);
        int each = (type.addresses() - 1) * (cni.prefixDelegation() ? 16 : 1);
        return Math.min(interfaces * each + 2, type.vcpus() > 30 ? MOST_ON_LARGE : MOST);
    }

    private static Optional<Integer> asked(Site site, Nodegroup group) {
        JsonNode pods = NodeUserData.of(site, group).kubelet().path("maxPods");
        return pods.isInt() ? Optional.of(pods.asInt()) : Optional.empty();
    }
}
