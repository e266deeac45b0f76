package io.meshprovisioner.spec;

/**
 * A network load balancer, as a gateway asks for one. Values: each method returns a changed copy.
 *
 * @param targets what it sends traffic to; default {@link TargetType#INSTANCE}
 */
public record NetworkBalancer(TargetType targets) {
    /** What a load balancer sends traffic to. */
    public enum TargetType {
        /** Ports of nodes; Kubernetes itself makes such load balancers. */
        INSTANCE,
        /** The gateway's pods themselves, without a detour over nodes; the AWS Load Balancer Controller makes such. */
        IP
    }

    /** To ports of nodes. */
    public static NetworkBalancer defaults() {
        return new NetworkBalancer(TargetType.INSTANCE);
    }

    public NetworkBalancer targets(TargetType newTargets) {
        return new NetworkBalancer(newTargets);
    }
}
