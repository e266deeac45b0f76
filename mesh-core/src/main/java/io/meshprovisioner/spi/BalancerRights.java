package io.meshprovisioner.spi;

/**
 * The pods of the load balancer controller's service account may make load balancers: pods that start from now on get the
 * rights.
 *
 * @param cluster as the cloud names it
 * @param region of the cluster
 * @param network the cluster's, as the cloud names it, such as {@code vpc-0123456789abcdef0}
 */
public record BalancerRights(String cluster, String region, String network) {
    /** Where the controller's service account is. */
    public static final String NAMESPACE = "kube-system";

    /** The controller's service account, Deployment and release. */
    public static final String CONTROLLER = "aws-load-balancer-controller";
}
