package io.meshprovisioner.spec;

/** The operating system of a node group's machines, in the image that EKS keeps for it. */
public enum AmiFamily {
    /** Amazon Linux 2023; for clusters before Kubernetes 1.25 Amazon Linux 2. The default. */
    AMAZON_LINUX,
    /** Bottlerocket: made for containers, without a shell; its second volume holds images and logs. */
    BOTTLEROCKET
}
