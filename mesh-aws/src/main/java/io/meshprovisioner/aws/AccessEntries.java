package io.meshprovisioner.aws;

import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.AccessPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.AccessScope;
import software.amazon.awssdk.services.eks.model.AccessScopeType;
import software.amazon.awssdk.services.eks.model.AssociateAccessPolicyRequest;
import software.amazon.awssdk.services.eks.model.CreateAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.DeleteAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.DescribeAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.DescribeAccessEntryResponse;
import software.amazon.awssdk.services.eks.model.ListAccessEntriesRequest;
import software.amazon.awssdk.services.eks.model.ListAccessEntriesResponse;
import software.amazon.awssdk.services.eks.model.ListAssociatedAccessPoliciesRequest;

/** Access entries of the mesh's cluster, and EKS's policies on them. */
record AccessEntries(Scope scope) {

    String arn(AccessPolicy policy) {
        return "arn:" + scope.identity().partition() + ":eks::aws:cluster-access-policy/" + policy.policyName();
    }

    /** The policies on a principal's entry by their ARN, each with its namespaces (none: the whole cluster); none without an entry. */
    Map<String, List<String>> policies(String principal) {
        Map<String, List<String>> result = new TreeMap<>();
        scope.calls()
                .eks()
                .find(
                        ListAssociatedAccessPoliciesRequest.builder()
                                .clusterName(scope.names().cluster())
                                .principalArn(principal)
                                .build(),
                        EksClient::listAssociatedAccessPolicies)
                .ifPresent(answer -> answer.associatedAccessPolicies()
                        .forEach(policy -> result.put(
                                policy.policyArn(), policy.accessScope().namespaces())));
        return result;
    }

    /** A run killed after this call left an entry without its policies: that it is there is no failure. */
    void createUnlessThere(Step step, String logical, CreateAccessEntryRequest request) {
        Permit permit = step.permit();
        String token = Tokens.ofNamed(logical, request, permit);
        try {
            scope.calls()
                    .eks()
                    .change(
                            permit,
                            request.toBuilder().clientRequestToken(token).build(),
                            EksClient::createAccessEntry);
        } catch (CallFailure e) {
            if (!Service.answered(e, "ResourceInUseException")) {
                throw e;
            }
        }
    }

    /** Associating a policy anew changes where it holds. */
    void associate(Step step, String principal, AccessPolicy policy, List<String> namespaces) {
        AccessScope where = namespaces.isEmpty()
                ? AccessScope.builder().type(AccessScopeType.CLUSTER).build()
                : AccessScope.builder()
                        .type(AccessScopeType.NAMESPACE)
                        .namespaces(namespaces)
                        .build();
        scope.calls()
                .eks()
                .change(
                        step.permit(),
                        AssociateAccessPolicyRequest.builder()
                                .clusterName(scope.names().cluster())
                                .principalArn(principal)
                                .policyArn(arn(policy))
                                .accessScope(where)
                                .build(),
                        EksClient::associateAccessPolicy);
    }

    /** Everybody who has an entry. */
    List<String> principals() {
        return Pages.all(
                token -> scope.calls()
                        .eks()
                        .find(
                                ListAccessEntriesRequest.builder()
                                        .clusterName(scope.names().cluster())
                                        .nextToken(token)
                                        .build(),
                                EksClient::listAccessEntries)
                        .orElseGet(() -> ListAccessEntriesResponse.builder().build()),
                ListAccessEntriesResponse::accessEntries,
                ListAccessEntriesResponse::nextToken);
    }

    Optional<AccessEntry> entry(String principal) {
        return scope.calls()
                .eks()
                .find(
                        DescribeAccessEntryRequest.builder()
                                .clusterName(scope.names().cluster())
                                .principalArn(principal)
                                .build(),
                        EksClient::describeAccessEntry)
                .map(DescribeAccessEntryResponse::accessEntry);
    }

    /** Its policies go with it. */
    void end(Step step, String principal) {
        scope.calls()
                .eks()
                .changeIfThere(
                        step.permit(),
                        DeleteAccessEntryRequest.builder()
                                .clusterName(scope.names().cluster())
                                .principalArn(principal)
                                .build(),
                        EksClient::deleteAccessEntry);
    }
}
