package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.AccessSpec;
import io.meshprovisioner.spec.MeshSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.DeleteAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.DescribeAccessEntryRequest;
import software.amazon.awssdk.services.eks.model.DescribeAccessEntryResponse;
import software.amazon.awssdk.services.eks.model.ListAccessEntriesRequest;
import software.amazon.awssdk.services.eks.model.ListAccessEntriesResponse;

/**
 * Who was let in by an older spec and is not named by this one. Entries without our tag are somebody else's, and so is the
 * one that lets a caller of ours in.
 */
final class FormerAccess {
    /** What it takes to find and to end them. */
    static final Set<String> CALLS =
            Set.of("eks:ListAccessEntries", "eks:DescribeAccessEntry", "eks:DeleteAccessEntry");

    private final Scope scope;
    private final MeshSpec spec;
    private final Service<EksClient> eks;

    FormerAccess(Scope scope, MeshSpec resolved) {
        this.scope = scope;
        this.spec = resolved;
        this.eks = scope.calls().eks();
    }

    List<Removal> removals() {
        Set<String> needed = new HashSet<>();
        spec.cluster().access().stream().map(AccessSpec::arn).forEach(needed::add);
        needed.add(scope.identity().principal());
        return principals().stream()
                .filter(arn -> !needed.contains(arn) && !isOfNodes(arn))
                .filter(arn -> entry(arn).filter(this::wasNamed).isPresent())
                .<Removal>map(arn -> AwsRemoval.of(Kinds.ACCESS, arn, step -> end(step, arn))
                        .titled(PrincipalAccessResource.title(arn)))
                .toList();
    }

    private List<String> principals() {
        return Pages.all(
                token -> eks.find(
                                ListAccessEntriesRequest.builder()
                                        .clusterName(scope.names().cluster())
                                        .nextToken(token)
                                        .build(),
                                EksClient::listAccessEntries)
                        .orElseGet(() -> ListAccessEntriesResponse.builder().build()),
                ListAccessEntriesResponse::accessEntries,
                ListAccessEntriesResponse::nextToken);
    }

    /** EKS makes these itself: that they are not ours is known without a look. */
    private boolean isOfNodes(String arn) {
        return arn.endsWith("/" + scope.names().nodeRole())
                || spec.nodeGroups().stream().anyMatch(group -> group.roleArn().equals(Optional.of(arn)));
    }

    private Optional<AccessEntry> entry(String arn) {
        return eks.find(
                        DescribeAccessEntryRequest.builder()
                                .clusterName(scope.names().cluster())
                                .principalArn(arn)
                                .build(),
                        EksClient::describeAccessEntry)
                .map(DescribeAccessEntryResponse::accessEntry);
    }

    private boolean wasNamed(AccessEntry entry) {
        String resource = scope.names().logical(PrincipalAccessResource.part(entry.principalArn()));
        return scope.tags().ours(entry.tags()) && resource.equals(entry.tags().get(Tags.RESOURCE));
    }

    private Removed end(Step step, String arn) {
        eks.changeIfThere(
                step.permit(),
                DeleteAccessEntryRequest.builder()
                        .clusterName(scope.names().cluster())
                        .principalArn(arn)
                        .build(),
                EksClient::deleteAccessEntry);
        return new Removed.Gone();
    }
}
