package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.spec.AccessSpec;
import io.meshprovisioner.spec.AutoModeSpec;
import io.meshprovisioner.spec.MeshSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eks.model.AccessEntry;

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
    private final AccessEntries entries;

    FormerAccess(Scope scope, MeshSpec resolved) {
        this.scope = scope;
        this.spec = resolved;
        this.entries = new AccessEntries(scope);
    }

    List<Removal> removals() {
        Set<String> needed = new HashSet<>();
        spec.cluster().access().stream().map(AccessSpec::arn).forEach(needed::add);
        needed.add(scope.identity().principal());
        return entries.principals().stream()
                .filter(arn -> !needed.contains(arn) && !isOfNodes(arn))
                .filter(arn -> entries.entry(arn).filter(this::wasNamed).isPresent())
                .<Removal>map(arn -> AwsRemoval.of(Kinds.ACCESS, arn, step -> {
                            entries.end(step, arn);
                            return new Removed.Gone();
                        })
                        .titled(PrincipalAccessResource.title(arn)))
                .toList();
    }

    /** EKS makes these itself: that they are not ours is known without a look. */
    private boolean isOfNodes(String arn) {
        return arn.endsWith("/" + scope.names().nodeRole())
                || arn.endsWith("/" + scope.names().autoNodeRole())
                || arn.endsWith("/" + scope.names().fargateRole())
                || spec.cluster().auto().flatMap(AutoModeSpec::nodeRoleArn).equals(Optional.of(arn))
                || spec.nodeGroups().stream().anyMatch(group -> group.roleArn().equals(Optional.of(arn)));
    }

    private boolean wasNamed(AccessEntry entry) {
        String resource = scope.names().logical(PrincipalAccessResource.part(entry.principalArn()));
        return scope.tags().ours(entry.tags()) && resource.equals(entry.tags().get(Tags.RESOURCE));
    }
}
