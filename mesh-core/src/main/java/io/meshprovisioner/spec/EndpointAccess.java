package io.meshprovisioner.spec;

/** From where the cluster's API endpoint can be reached. */
public enum EndpointAccess {
    /** From the Internet only; nodes use the public endpoint, too. */
    PUBLIC,
    /** From the Internet, and from the VPC without leaving it. The default. */
    PUBLIC_AND_PRIVATE,
    /** From the VPC only: the machine that runs the installation must be in it. */
    PRIVATE
}
