package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a role or user of IAM may do in the cluster, by an access entry of EKS. Values: each method returns a changed copy.
 *
 * @param arn of a role or user of IAM, with its path
 * @param grants EKS's policies; default none
 * @param groups of Kubernetes, for roles and bindings of one's own; EKS refuses those of {@code system:}; default none
 * @param username what Kubernetes calls whoever it is; empty: EKS makes it of the ARN
 */
public record AccessSpec(String arn, List<Grant> grants, List<String> groups, Optional<String> username) {
    public AccessSpec {
        grants = List.copyOf(grants);
        groups = List.copyOf(groups);
    }

    /** Somebody who gets in and may do nothing yet. */
    public static AccessSpec of(String arn) {
        return new AccessSpec(arn, List.of(), List.of(), Optional.empty());
    }

    /** A policy of EKS in the whole cluster, or in these namespaces only; replaces an earlier word on the same policy. */
    public AccessSpec policy(AccessPolicy policy, String... namespaces) {
        List<Grant> all = new ArrayList<>(grants);
        all.removeIf(grant -> grant.policy() == policy);
        all.add(new Grant(policy, List.of(namespaces)));
        return new AccessSpec(arn, all, groups, username);
    }

    public AccessSpec groups(String... names) {
        return new AccessSpec(arn, grants, List.of(names), username);
    }

    public AccessSpec username(String name) {
        return new AccessSpec(arn, grants, groups, Optional.of(name));
    }

    /**
     * A policy and where it holds.
     *
     * @param namespaces their names, {@code *} at the end allowed; empty: the whole cluster
     */
    public record Grant(AccessPolicy policy, List<String> namespaces) {
        public Grant {
            namespaces = List.copyOf(namespaces);
        }
    }
}
