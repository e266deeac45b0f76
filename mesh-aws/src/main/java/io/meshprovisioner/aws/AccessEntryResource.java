package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.AccessPolicy;
import io.meshprovisioner.spi.ApiAccess;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.CreateAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterRequest;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;

/** The caller's way into the cluster's API. Its value is how the API is reached. */
final class AccessEntryResource extends AwsResource<ApiAccess> {
    private final Ref<Cluster> cluster;
    private final ClusterTokens tokens;
    private final AccessEntries entries;

    AccessEntryResource(Scope scope, Ref<Cluster> cluster, ClusterTokens tokens) {
        super(scope, "eks:AccessEntry", "access", "the caller as the cluster's administrator", "G1.5");
        this.cluster = need(cluster);
        this.tokens = tokens;
        this.entries = new AccessEntries(scope);
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
        return entries.policies(scope.identity().principal()).containsKey(entries.arn(AccessPolicy.CLUSTER_ADMIN));
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
        entries.createUnlessThere(
                step,
                logical(),
                CreateAccessEntryRequest.builder()
                        .clusterName(found.name())
                        .principalArn(principal)
                        .tags(scope.tags().of(logical()))
                        .build());
        entries.associate(step, principal, AccessPolicy.CLUSTER_ADMIN, List.of());
        return Observation.ready(access(found, tokens));
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
