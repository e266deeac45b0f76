package io.meshprovisioner.spi;

import java.util.List;

/**
 * What a load balancer says of the machines or pods that it sends to.
 *
 * @param hostname of the load balancer
 * @param targets each as often as ports of it are checked; empty where none is registered
 */
public record TargetHealth(String hostname, List<Target> targets) {
    public TargetHealth {
        targets = List.copyOf(targets);
    }

    /** Whether anything that arrives can be sent on. */
    public boolean anyHealthy() {
        return targets.stream().anyMatch(target -> target.verdict() == Verdict.HEALTHY);
    }

    /**
     * One port of one target.
     *
     * @param id of the machine, or the pod's address
     * @param port that is sent to; 0 where one check stands for all ports
     * @param verdict what it comes to
     * @param state in the cloud's words, such as {@code unhealthy}
     * @param reason in the cloud's words, such as {@code Target.FailedHealthChecks}; empty where it is healthy
     * @param description in the cloud's words; may be empty
     */
    public record Target(String id, int port, Verdict verdict, String state, String reason, String description) {}

    /** What a state comes to. */
    public enum Verdict {
        /** It is sent to. */
        HEALTHY,
        /** It is new, and not checked often enough yet. */
        CHECKING,
        /** It does not answer its health check. */
        FAILING,
        /** It cannot be sent to: stopped, gone, on its way out, or in a zone that the load balancer is not in. */
        OUT
    }
}
