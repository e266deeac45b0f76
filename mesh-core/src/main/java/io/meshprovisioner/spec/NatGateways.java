package io.meshprovisioner.spec;

/** How private subnets reach the Internet. */
public enum NatGateways {
    /**
     * Not at all: there are public subnets only, and nodes have public addresses. The cheapest. With
     * {@link VpcSpec#endpoints} nodes live in private subnets instead and reach AWS only.
     */
    NONE,
    /** Through one NAT gateway in the first zone. The default. */
    ONE,
    /** Through a NAT gateway in each zone, so that no zone depends on another. */
    ONE_PER_ZONE
}
