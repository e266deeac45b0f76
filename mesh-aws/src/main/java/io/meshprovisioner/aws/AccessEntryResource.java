package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.ApiAccess;
import java.util.Set;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AccessScope;
import software.amazon.awssdk.services.eks.model.AccessScopeType;
import software.amazon.awssdk.services.eks.model.AssociateAccessPolicyRequest;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.CreateAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.eks.model.ListAssociatedAccessPoliciesRequest;

/** The caller's way into the cluster's API. Its value is how the API is reached. */
final class AccessEntryResource extends AwsResource<ApiAccess> {
    private final Ref<Cluster> cluster;
    private final ClusterTokens tokens;

    AccessEntryResource(Scope scope, Ref<Cluster> cluster, ClusterTokens tokens) {
        super(scope, "eks:AccessEntry", "access", "the caller as the cluster's administrator", "G1.5");
        this.cluster = need(cluster);
        this.tokens = tokens;
    }

    @Override
    public Observation<ApiAccess> observe(Step step) {
        return eks().find(
                        DescribeClusterRequest.builder()
                                .name(scope.names().cluster())
                                .build(),
                        EksClient::describeCluster)
                .map(DescribeClusterResponse::cluster)
                .filter(found -> found.status() == ClusterStatus.ACTIVE)
                .filter(found -> mayAdminister())
                .map(found -> Observation.ready(access(ClusterResource.handle(found), tokens)))
                .orElseGet(Observation::absent);
    }

    /** An entry without the policy is not enough; without an entry there are no policies. */
    private boolean mayAdminister() {
        return eks()
                .find(
                        ListAssociatedAccessPoliciesRequest.builder()
                                .clusterName(scope.names().cluster())
                                .principalArn(scope.identity().principal())
                                .build(),
                        EksClient::listAssociatedAccessPolicies)
                .stream()
                .flatMap(answer -> answer.associatedAccessPolicies().stream())
                .anyMatch(policy -> policy.policyArn().equals(administrator()));
    }

    private String administrator() {
        return "arn:" + scope.identity().partition() + ":eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
    }

    static ApiAccess access(Cluster found, ClusterTokens tokens) {
        return new ApiAccess(
                found.name(),
                found.endpoint(),
                found.certificateAuthority(),
                found.version(),
                tokens.forCluster(found.name()));
    }

    @Override
    public Observation<ApiAccess> create(Step step) {
        Cluster found = step.get(cluster);
        String principal = scope.identity().principal();
        CreateAccessEntryRequest request = CreateAccessEntryRequest.builder()
                .clusterName(found.name())
                .principalArn(principal)
                .tags(scope.tags().of(logical()))
                .build();
        createUnlessThere(step, request);
        eks().change(
                        step.permit(),
                        AssociateAccessPolicyRequest.builder()
                                .clusterName(found.name())
                                .principalArn(principal)
                                .policyArn(administrator())
                                .accessScope(AccessScope.builder()
                                        .type(AccessScopeType.CLUSTER)
                                        .build())
                                .build(),
                        EksClient::associateAccessPolicy);
        return Observation.ready(access(found, tokens));
    }

    /** A run killed between the two calls left an entry without its policy. */
    private void createUnlessThere(Step step, CreateAccessEntryRequest request) {
        Permit permit = step.permit();
        String token = Tokens.ofNamed(logical(), request, permit);
        try {
            eks().change(permit, request.toBuilder().clientRequestToken(token).build(), EksClient::createAccessEntry);
        } catch (CallFailure e) {
            if (!Service.answered(e, "ResourceInUseException")) {
                throw e;
            }
        }
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "eks:CreateAccessEntry",
                "eks:AssociateAccessPolicy",
                "eks:ListAssociatedAccessPolicies",
                "eks:DescribeCluster");
    }
}
