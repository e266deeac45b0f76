package io.meshprovisioner.spec;

import java.util.List;
import java.util.Optional;

/**
 * What the pods of a service account may do in AWS, by EKS Pod Identity. Values: each method returns a changed copy.
 *
 * @param namespace of the service account
 * @param serviceAccount its name; it need not exist yet
 * @param roleArn a role that stands already and trusts {@code pods.eks.amazonaws.com}; it stays as it is. Empty: one is
 *     made
 * @param managedPolicies ARNs of policies, AWS's or one's own, for the role that is made; default none
 */
public record PodIdentitySpec(
        String namespace, String serviceAccount, Optional<String> roleArn, List<String> managedPolicies) {
    public PodIdentitySpec {
        managedPolicies = List.copyOf(managedPolicies);
    }

    /** Pods that may do nothing yet. */
    public static PodIdentitySpec of(String namespace, String serviceAccount) {
        return new PodIdentitySpec(namespace, serviceAccount, Optional.empty(), List.of());
    }

    /** Has them work in a role that stands already. */
    public PodIdentitySpec role(String arn) {
        return new PodIdentitySpec(namespace, serviceAccount, Optional.of(arn), managedPolicies);
    }

    /** Has a role made for them, with these policies. */
    public PodIdentitySpec managedPolicies(String... arns) {
        return new PodIdentitySpec(namespace, serviceAccount, roleArn, List.of(arns));
    }

    /** Whose it is, as {@code namespace/name}. */
    public String account() {
        return namespace + "/" + serviceAccount;
    }
}
