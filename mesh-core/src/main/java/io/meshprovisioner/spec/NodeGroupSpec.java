package io.meshprovisioner.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A managed node group. Values: each method returns a changed copy.
 *
 * @param name unique in the mesh
 * @param instanceTypes default {@code t3.medium}, as the guide has it
 * @param minSize nodes at least, default 3
 * @param maxSize nodes at most, default 3
 * @param desiredSize nodes at the start, default 3
 * @param diskSizeGiB the root volume, default 20 GiB
 * @param labels Kubernetes labels of the nodes
 * @param roleArn a role that stands already, for the nodes; it stays as it is. Empty: the one that is made for all
 *     groups
 */
public record NodeGroupSpec(
        String name,
        List<String> instanceTypes,
        int minSize,
        int maxSize,
        int desiredSize,
        int diskSizeGiB,
        Map<String, String> labels,
        Optional<String> roleArn) {

    public NodeGroupSpec {
        instanceTypes = List.copyOf(instanceTypes);
        labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** The guide's default: three t3.medium. */
    public static NodeGroupSpec named(String name) {
        return new NodeGroupSpec(name, List.of("t3.medium"), 3, 3, 3, 20, Map.of(), Optional.empty());
    }

    public NodeGroupSpec instanceTypes(String... types) {
        return new NodeGroupSpec(name, List.of(types), minSize, maxSize, desiredSize, diskSizeGiB, labels, roleArn);
    }

    /** Nodes at least; raises the other two sizes where they would be smaller. */
    public NodeGroupSpec minSize(int size) {
        return new NodeGroupSpec(
                name,
                instanceTypes,
                size,
                Math.max(maxSize, size),
                Math.max(desiredSize, size),
                diskSizeGiB,
                labels,
                roleArn);
    }

    /** Nodes at most; lowers the other two sizes where they would be larger. */
    public NodeGroupSpec maxSize(int size) {
        return new NodeGroupSpec(
                name,
                instanceTypes,
                Math.min(minSize, size),
                size,
                Math.min(desiredSize, size),
                diskSizeGiB,
                labels,
                roleArn);
    }

    public NodeGroupSpec desiredSize(int size) {
        return new NodeGroupSpec(name, instanceTypes, minSize, maxSize, size, diskSizeGiB, labels, roleArn);
    }

    public NodeGroupSpec diskSizeGiB(int size) {
        return new NodeGroupSpec(name, instanceTypes, minSize, maxSize, desiredSize, size, labels, roleArn);
    }

    public NodeGroupSpec label(String key, String value) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put(key, value);
        return new NodeGroupSpec(name, instanceTypes, minSize, maxSize, desiredSize, diskSizeGiB, all, roleArn);
    }

    /** Has the nodes work in a role that stands already; it is neither changed nor deleted. */
    public NodeGroupSpec roleArn(String arn) {
        return new NodeGroupSpec(
                name, instanceTypes, minSize, maxSize, desiredSize, diskSizeGiB, labels, Optional.of(arn));
    }
}
