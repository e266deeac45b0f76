package io.meshprovisioner.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that take pods.
 *
 * @param nodes how many were asked for, or, of those that stand, how many are ready
 */
public record NodeCapacity(int nodes) {

    /** What stands in a cluster: nodes that are Ready and not cordoned. */
    public static NodeCapacity read(KubernetesSession session) {
        return new NodeCapacity((int) session.list("v1", "Node", Optional.empty(), "").stream()
                .map(Manifest::toMap)
                .filter(node -> ready(map(node.get("status"))))
                .filter(node -> !Boolean.TRUE.equals(map(node.get("spec")).get("unschedulable")))
                .count());
    }

    private static boolean ready(Map<?, ?> status) {
        return status.get("conditions") instanceof List<?> conditions
                && conditions.stream()
                        .map(NodeCapacity::map)
                        .anyMatch(one -> "Ready".equals(one.get("type")) && "True".equals(one.get("status")));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
