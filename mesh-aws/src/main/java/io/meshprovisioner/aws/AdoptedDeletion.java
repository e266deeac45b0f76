package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Notes.Adoption;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.spec.MeshSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.AuthenticationMode;
import software.amazon.awssdk.services.eks.model.Cluster;

/** What is ours in a cluster of somebody else's, by our tag; the cluster and all else in it stays. */
final class AdoptedDeletion {
    private final Scope scope;
    private final Notes notes;
    private final AccessEntries entries;
    private final String name;

    AdoptedDeletion(Scope scope) {
        this.scope = scope;
        this.notes = new Notes(scope.calls(), scope.names().mesh());
        this.entries = new AccessEntries(scope);
        this.name = scope.names().cluster();
    }

    List<Removal> removals() {
        List<Removal> result = new ArrayList<>();
        Optional<Cluster> cluster = AdoptedClusterResource.find(scope.calls(), name);
        cluster.ifPresent(found -> {
            result.addAll(new NodeGroupDeletion(scope).removals());
            result.addAll(new AddonDeletion(scope).removals());
            if (takesEntries(found)) {
                ours().map(this::removal).forEach(result::add);
            }
        });
        return result;
    }

    private Stream<AccessEntry> ours() {
        return entries.principals().stream()
                .flatMap(principal -> entries.entry(principal).stream())
                .filter(entry -> scope.tags().ours(entry.tags()));
    }

    /** Of those who were let in by an older spec. */
    List<Removal> formerAccess(MeshSpec resolved) {
        return AdoptedClusterResource.find(scope.calls(), name)
                .filter(AdoptedDeletion::takesEntries)
                .map(cluster -> new FormerAccess(scope, resolved).removals())
                .orElse(List.of());
    }

    private static boolean takesEntries(Cluster cluster) {
        return cluster.accessConfig() != null
                && cluster.accessConfig().authenticationMode() != AuthenticationMode.CONFIG_MAP;
    }

    /** Nobody looks into the cluster again afterwards: the way in may have been this one. */
    private Removal removal(AccessEntry entry) {
        String principal = entry.principalArn();
        return AwsRemoval.of(Kinds.ACCESS, name + "/" + principal, step -> {
                    notes.write(new Adoption(name, true), step.permit());
                    entries.end(step, principal);
                    return new Removed.Gone();
                })
                .titled(PrincipalAccessResource.title(principal));
    }
}
