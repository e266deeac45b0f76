package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.util.List;
import java.util.Optional;

/** What EKS asks of the roles that it is given, and how it sees a role that is only just made. */
final class EksRoles {
    private static final List<String> PULL = List.of(
            "AmazonEC2ContainerRegistryReadOnly",
            "AmazonEC2ContainerRegistryPullOnly",
            "AmazonEC2ContainerRegistryPowerUser",
            "AmazonEC2ContainerRegistryFullAccess");

    /** Who starts pods on Fargate. */
    static final String FARGATE = "eks-fargate-pods.amazonaws.com";

    private EksRoles() {}

    static void forFargate(Site site, String arn) {
        Iam.Role role =
                find(site, arn).orElseThrow(() -> EksIn.invalid("The pod execution role %s does not exist", arn));
        if (!role.trusts(FARGATE)) {
            throw EksIn.invalid(
                    "Misconfigured PodExecutionRole Trust Policy; Please add the %s Service Principal", FARGATE);
        }
    }

    static void forCluster(Site site, String arn) {
        Iam.Role role = assumable(site, arn, "eks.amazonaws.com");
        if (!role.allows(site, "AmazonEKSClusterPolicy")) {
            throw EksIn.invalid(
                    "The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure"
                            + " the following policy is attached: arn:%s:iam::aws:policy/AmazonEKSClusterPolicy",
                    site.partition());
        }
    }

    static void forNodes(Site site, String arn) {
        Iam.Role role = find(site, arn).orElseThrow(() -> EksIn.invalid("The specified role %s does not exist", arn));
        if (!role.trusts("ec2.amazonaws.com")) {
            throw EksIn.invalid(
                    "Following required service principals [ec2.amazonaws.com] were not found in the trust"
                            + " relationships of nodeRole %s",
                    arn);
        }
        if (!role.allows(site, "AmazonEKSWorkerNodePolicy")) {
            throw EksIn.invalid(
                    "The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure"
                            + " the following policies [AmazonEKSWorkerNodePolicy, AmazonEC2ContainerRegistryReadOnly]"
                            + " are attached");
        }
    }

    static void forAutoNodes(Site site, String arn) {
        Iam.Role role = find(site, arn).orElseThrow(() -> EksIn.invalid("The specified role %s does not exist", arn));
        if (!role.trusts("ec2.amazonaws.com")) {
            throw EksIn.invalid("The node role %s cannot be assumed by ec2.amazonaws.com", arn);
        }
    }

    /** Why EKS cannot do a controller's work in the cluster's role, such as AmazonEKSComputePolicy allows it. */
    static Optional<String> autoModeProblem(Site site, Cluster cluster, String policy) {
        Optional<Iam.Role> role = find(site, cluster.roleArn());
        if (role.isEmpty()) {
            return Optional.of("the cluster role " + cluster.roleArn() + " does not exist");
        }
        if (!role.get().trust().contains("sts:TagSession")) {
            return Optional.of(
                    "AccessDenied: the trust policy of " + cluster.roleArn() + " does not allow sts:TagSession");
        }
        return role.get().allows(site, policy)
                ? Optional.empty()
                : Optional.of("UnauthorizedOperation: the cluster role " + cluster.roleArn() + " lacks " + policy);
    }

    /** The same for the machines of EKS Auto Mode, which need less. */
    static Optional<String> autoNodeProblem(Site site, String arn) {
        Optional<Iam.Role> role = find(site, arn);
        if (role.isEmpty()) {
            return Optional.of("the node role " + arn + " does not exist");
        }
        if (!role.get().allows(site, "AmazonEKSWorkerNodeMinimalPolicy")
                && !role.get().allows(site, "AmazonEKSWorkerNodePolicy")) {
            return Optional.of("the node role lacks AmazonEKSWorkerNodeMinimalPolicy");
        }
        return PULL.stream().noneMatch(policy -> role.get().allows(site, policy))
                ? Optional.of("the node role lacks a policy that lets it pull images from ECR")
                : Optional.empty();
    }

    static void forPods(Site site, String arn) {
        Iam.Role role =
                find(site, arn).orElseThrow(() -> EksIn.invalid("Role provided in the request does not exist."));
        if (!role.trusts("pods.eks.amazonaws.com")) {
            throw EksIn.invalid("Trust policy of IAM role provided in the request is not valid for pod identity.");
        }
    }

    /** Why nodes with the role would never become Ready. */
    static Optional<String> nodeProblem(Site site, String arn) {
        Optional<Iam.Role> role = find(site, arn);
        if (role.isEmpty()) {
            return Optional.of("the node role " + arn + " does not exist");
        }
        if (!role.get().allows(site, "AmazonEKSWorkerNodePolicy")) {
            return Optional.of("the node role lacks AmazonEKSWorkerNodePolicy");
        }
        if (PULL.stream().noneMatch(policy -> role.get().allows(site, policy))) {
            return Optional.of("the node role lacks a policy that lets it pull images from ECR");
        }
        return Optional.empty();
    }

    static boolean attached(Site site, String arn, String policy) {
        return find(site, arn).filter(role -> role.allows(site, policy)).isPresent();
    }

    private static Iam.Role assumable(Site site, String arn, String service) {
        AwsError refused = EksIn.invalid(
                "Role with arn: %s, could not be assumed because it does not exist or the trusted entity is not"
                        + " correct",
                arn);
        return find(site, arn).filter(role -> role.trusts(service)).orElseThrow(() -> refused);
    }

    /** The role, once it is known everywhere. */
    private static Optional<Iam.Role> find(Site site, String arn) {
        return site.store()
                .roles
                .where(role -> role.arn().equals(arn))
                .findFirst()
                .filter(role -> site.settled(role.id(), role.created()));
    }
}
