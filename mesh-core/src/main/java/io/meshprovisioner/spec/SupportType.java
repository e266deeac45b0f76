package io.meshprovisioner.spec;

/** What EKS does when a cluster's Kubernetes version leaves standard support. */
public enum SupportType {
    /** It upgrades the cluster to the next version by itself. */
    STANDARD,
    /** It keeps the version for another year, at extra cost. */
    EXTENDED
}
