package io.meshprovisioner.spec;

/**
 * EKS's own access policies. Source: EKS User Guide, "Review access policy permissions".
 */
public enum AccessPolicy {
    /** Everything in the cluster. */
    CLUSTER_ADMIN("AmazonEKSClusterAdminPolicy"),
    /** Most in namespaces, their roles and bindings included. */
    ADMIN("AmazonEKSAdminPolicy"),
    /** Sees everything in the cluster, Secrets included. */
    ADMIN_VIEW("AmazonEKSAdminViewPolicy"),
    /** Changes most in namespaces, but neither roles nor bindings. */
    EDIT("AmazonEKSEditPolicy"),
    /** Sees most in namespaces, but no Secrets. */
    VIEW("AmazonEKSViewPolicy");

    private final String policyName;

    AccessPolicy(String policyName) {
        this.policyName = policyName;
    }

    /** As EKS calls it, such as {@code AmazonEKSViewPolicy}. */
    public String policyName() {
        return policyName;
    }
}
