package io.meshprovisioner.spec;

import java.util.List;
import java.util.Set;

/**
 * Services of AWS that a VPC reaches by endpoints, by the last part of their names. Sources: the EKS User Guide on
 * private clusters with limited internet access, and AWS PrivateLink's on gateway endpoints.
 */
public final class EndpointServices {
    /** What EKS advises for a cluster without a way to the Internet: nodes, images, pods' roles, balancers, logs. */
    public static final List<String> PRIVATE_CLUSTER = List.of(
            "s3", "ec2", "ecr.api", "ecr.dkr", "sts", "eks", "eks-auth", "elasticloadbalancing", "autoscaling", "logs");

    /** Without these no node joins: it asks EC2 who it is, and its images lie in ECR, whose layers lie in S3. */
    static final List<String> TO_JOIN = List.of("s3", "ec2", "ecr.api", "ecr.dkr");

    private static final Set<String> BY_ROUTE = Set.of("s3", "dynamodb");

    private EndpointServices() {}

    /** Whether a service has an endpoint of type Gateway: routes instead of interfaces, and no price. */
    public static boolean byRoute(String service) {
        return BY_ROUTE.contains(service);
    }
}
