package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.AccessPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.CreateAccessEntryRequest;

/** The caller's access entry, as the cluster's administrator. */
final class CallerEntry {
    static final Set<String> ACTIONS = Set.of(
            "eks:CreateAccessEntry",
            "eks:AssociateAccessPolicy",
            "eks:ListAssociatedAccessPolicies",
            "eks:DescribeCluster");

    private final Scope scope;
    private final String logical;
    private final AccessEntries entries;

    CallerEntry(Scope scope, String logical) {
        this.scope = scope;
        this.logical = logical;
        this.entries = new AccessEntries(scope);
    }

    /** An entry without the policy is not enough; without an entry there are no policies. */
    boolean mayAdminister() {
        return entries.policies(principal()).containsKey(entries.arn(AccessPolicy.CLUSTER_ADMIN));
    }

    private String principal() {
        return scope.identity().principal();
    }

    Optional<AccessEntry> find() {
        return entries.entry(principal());
    }

    /** The entry, where it is ours. */
    Optional<AccessEntry> ours() {
        return find().filter(entry -> scope.tags().ours(entry.tags()));
    }

    void make(Step step) {
        entries.createUnlessThere(
                step,
                logical,
                CreateAccessEntryRequest.builder()
                        .clusterName(scope.names().cluster())
                        .principalArn(principal())
                        .tags(scope.tags().of(logical))
                        .build());
        entries.associate(step, principal(), AccessPolicy.CLUSTER_ADMIN, List.of());
    }
}
