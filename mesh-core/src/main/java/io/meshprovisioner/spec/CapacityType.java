package io.meshprovisioner.spec;

/** How the machines of a node group are bought. */
public enum CapacityType {
    /** At the listed price, for as long as they run. The default. */
    ON_DEMAND,
    /** At a lower price, with two minutes' notice before EC2 takes them back. */
    SPOT
}
