package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Fargate profile: which pods run on AWS Fargate, each on a machine of its own, and not on the node groups. It never
 * changes: another selector is another profile. Values: each method returns a changed copy.
 *
 * <p>Fargate runs no DaemonSets and gives no container {@code NET_ADMIN}, which {@code istio-init} needs: pods there are
 * outside the mesh, with sidecars as with ambient.
 *
 * @param name unique in the mesh
 * @param selectors a pod that matches one of them runs on Fargate; five at most
 * @param roleArn a pod execution role that stands already; it stays as it is. Empty: the one that is made for all profiles
 */
public record FargateSpec(String name, List<Selector> selectors, Optional<String> roleArn) {
    public FargateSpec {
        selectors = List.copyOf(selectors);
    }

    /** A profile that selects no pod yet. */
    public static FargateSpec named(String name) {
        return new FargateSpec(name, List.of(), Optional.empty());
    }

    /** All pods of a namespace; {@code *} and {@code ?} stand for characters. */
    public FargateSpec selector(String namespace) {
        return selector(namespace, Map.of());
    }

    /** The pods of a namespace that have all these labels; {@code *} and {@code ?} stand for characters. */
    public FargateSpec selector(String namespace, Map<String, String> labels) {
        List<Selector> all = new ArrayList<>(selectors);
        all.add(new Selector(namespace, labels));
        return new FargateSpec(name, all, roleArn);
    }

    /** Has the pods' machines work in a role that stands already; it is neither changed nor deleted. */
    public FargateSpec roleArn(String arn) {
        return new FargateSpec(name, selectors, Optional.of(arn));
    }

    /**
     * Pods.
     *
     * @param namespace where they are, with {@code *} and {@code ?} for characters
     * @param labels all of which they have; empty: whatever they have
     */
    public record Selector(String namespace, Map<String, String> labels) {
        public Selector {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }

        /** Whether every pod of a namespace runs on Fargate. */
        public boolean takesAllOf(String other) {
            return labels.isEmpty() && other.matches(namespace.replace("?", ".").replace("*", ".*"));
        }
    }
}
