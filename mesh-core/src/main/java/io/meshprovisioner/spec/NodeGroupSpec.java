package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A managed node group. Values: each method returns a changed copy.
 *
 * @param name unique in the mesh
 * @param instanceTypes default {@code t3.medium}, as the guide has it
 * @param minSize nodes at least, default 3
 * @param maxSize nodes at most, default 3
 * @param desiredSize nodes at the start, default 3
 * @param diskSizeGiB the volume that holds images and logs, default 20 GiB
 * @param labels Kubernetes labels of the nodes
 * @param roleArn a role that stands already, for the nodes; it stays as it is. Empty: the one that is made for all
 *     groups
 * @param capacityType default {@link CapacityType#ON_DEMAND}
 * @param amiFamily default {@link AmiFamily#AMAZON_LINUX}
 * @param taints keep pods off that do not tolerate them; default none
 * @param maxUnavailable while nodes are replaced, default one node
 * @param kubelet what is set on the nodes' kubelets; default nothing
 * @param replacement a word, such as a date: when it changes, all nodes are replaced, a few at a time; default empty
 */
public record NodeGroupSpec(
        String name,
        List<String> instanceTypes,
        int minSize,
        int maxSize,
        int desiredSize,
        int diskSizeGiB,
        Map<String, String> labels,
        Optional<String> roleArn,
        CapacityType capacityType,
        AmiFamily amiFamily,
        List<Taint> taints,
        MaxUnavailable maxUnavailable,
        KubeletSpec kubelet,
        String replacement) {

    public NodeGroupSpec {
        instanceTypes = List.copyOf(instanceTypes);
        labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
        taints = List.copyOf(taints);
    }

    /** The guide's default: three t3.medium. */
    public static NodeGroupSpec named(String name) {
        return new NodeGroupSpec(
                name,
                List.of("t3.medium"),
                3,
                3,
                3,
                20,
                Map.of(),
                Optional.empty(),
                CapacityType.ON_DEMAND,
                AmiFamily.AMAZON_LINUX,
                List.of(),
                MaxUnavailable.nodes(1),
                KubeletSpec.defaults(),
                "");
    }

    public NodeGroupSpec instanceTypes(String... types) {
        return with(draft -> draft.instanceTypes = List.of(types));
    }

    /** Nodes at least; raises the other two sizes where they would be smaller. */
    public NodeGroupSpec minSize(int size) {
        return sized(size, Math.max(maxSize, size), Math.max(desiredSize, size));
    }

    /** Nodes at most; lowers the other two sizes where they would be larger. */
    public NodeGroupSpec maxSize(int size) {
        return sized(Math.min(minSize, size), size, Math.min(desiredSize, size));
    }

    public NodeGroupSpec desiredSize(int size) {
        return sized(minSize, maxSize, size);
    }

    private NodeGroupSpec sized(int min, int max, int desired) {
        return with(draft -> {
            draft.minSize = min;
            draft.maxSize = max;
            draft.desiredSize = desired;
        });
    }

    public NodeGroupSpec diskSizeGiB(int size) {
        return with(draft -> draft.diskSizeGiB = size);
    }

    public NodeGroupSpec label(String key, String value) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put(key, value);
        return with(draft -> draft.labels = all);
    }

    /** Has the nodes work in a role that stands already; it is neither changed nor deleted. */
    public NodeGroupSpec roleArn(String arn) {
        return with(draft -> draft.roleArn = Optional.of(arn));
    }

    public NodeGroupSpec capacityType(CapacityType type) {
        return with(draft -> draft.capacityType = type);
    }

    public NodeGroupSpec amiFamily(AmiFamily family) {
        return with(draft -> draft.amiFamily = family);
    }

    /** Adds a taint. */
    public NodeGroupSpec taint(String key, String value, Taint.Effect effect) {
        List<Taint> all = new ArrayList<>(taints);
        all.add(new Taint(key, value, effect));
        return with(draft -> draft.taints = all);
    }

    /** Whether pods run there that tolerate no taint. */
    public boolean takesEveryPod() {
        return taints.stream().allMatch(taint -> taint.effect() == Taint.Effect.PREFER_NO_SCHEDULE);
    }

    public NodeGroupSpec maxUnavailable(MaxUnavailable most) {
        return with(draft -> draft.maxUnavailable = most);
    }

    /** Sets on the nodes' kubelets what is said here; the rest stays as EKS has it. */
    public NodeGroupSpec kubelet(UnaryOperator<KubeletSpec> change) {
        return with(draft -> draft.kubelet = change.apply(kubelet));
    }

    /**
     * Has all nodes replaced, a few at a time, when this word is another than last time: what a restart of the kubelet
     * is on managed nodes. A date is a good word.
     */
    public NodeGroupSpec replacement(String word) {
        return with(draft -> draft.replacement = word);
    }

    private NodeGroupSpec with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy while it is changed. */
    private static final class Draft {
        private String name;
        private List<String> instanceTypes;
        private int minSize;
        private int maxSize;
        private int desiredSize;
        private int diskSizeGiB;
        private Map<String, String> labels;
        private Optional<String> roleArn;
        private CapacityType capacityType;
        private AmiFamily amiFamily;
        private List<Taint> taints;
        private MaxUnavailable maxUnavailable;
        private KubeletSpec kubelet;
        private String replacement;

        Draft(NodeGroupSpec spec) {
            name = spec.name;
            instanceTypes = spec.instanceTypes;
            minSize = spec.minSize;
            maxSize = spec.maxSize;
            desiredSize = spec.desiredSize;
            diskSizeGiB = spec.diskSizeGiB;
            labels = spec.labels;
            roleArn = spec.roleArn;
            capacityType = spec.capacityType;
            amiFamily = spec.amiFamily;
            taints = spec.taints;
            maxUnavailable = spec.maxUnavailable;
            kubelet = spec.kubelet;
            replacement = spec.replacement;
        }

        NodeGroupSpec done() {
            return new NodeGroupSpec(
                    name,
                    instanceTypes,
                    minSize,
                    maxSize,
                    desiredSize,
                    diskSizeGiB,
                    labels,
                    roleArn,
                    capacityType,
                    amiFamily,
                    taints,
                    maxUnavailable,
                    kubelet,
                    replacement);
        }
    }
}
