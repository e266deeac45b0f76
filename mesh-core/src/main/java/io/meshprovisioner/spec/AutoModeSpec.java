package io.meshprovisioner.spec;

import java.util.List;
import java.util.Optional;

/**
 * EKS Auto Mode: EKS runs what gives pods nodes, addresses, load balancers and volumes, on machines of its own. Values: each
 * method returns a changed copy.
 *
 * <p>Each Service of type LoadBalancer gets a network load balancer of EKS's. Those of the spec's gateways face the Internet, as
 * everywhere; those of your own Services and Gateways are in the VPC alone, unless the annotation
 * {@code service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing} says otherwise.
 *
 * <p>A cluster that stands without it gets it in place: the spec leaves its node groups out and asks for Auto Mode. Those
 * are drained and deleted once the switch is made. Add-ons and classic load balancers of before stay; a gateway with a
 * network load balancer, and switching it off, are refused.
 *
 * @param nodePools EKS's own that are switched on: {@code general-purpose} for every pod, and {@code system} for those that
 *     tolerate {@code CriticalAddonsOnly}; default both
 * @param nodeRoleArn a role for the nodes that stands already; it stays as it is. Empty: one is made
 */
public record AutoModeSpec(List<String> nodePools, Optional<String> nodeRoleArn) {
    /** The pool that takes every pod. */
    public static final String GENERAL_PURPOSE = "general-purpose";

    /** The pool whose nodes only take pods that tolerate {@code CriticalAddonsOnly}. */
    public static final String SYSTEM = "system";

    public AutoModeSpec {
        nodePools = List.copyOf(nodePools);
    }

    /** Both pools, and a role of our own. */
    public static AutoModeSpec defaults() {
        return new AutoModeSpec(List.of(GENERAL_PURPOSE, SYSTEM), Optional.empty());
    }

    public AutoModeSpec nodePools(String... names) {
        return new AutoModeSpec(List.of(names), nodeRoleArn);
    }

    /** None of EKS's own: nodes come from pools of the user's, which are put into the cluster later. */
    public AutoModeSpec noNodePools() {
        return new AutoModeSpec(List.of(), nodeRoleArn);
    }

    /** Has the nodes work in a role that stands already; it is neither changed nor deleted. */
    public AutoModeSpec nodeRoleArn(String arn) {
        return new AutoModeSpec(nodePools, Optional.of(arn));
    }
}
