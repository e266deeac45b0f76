package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Notes.Adoption;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.MeshSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AccessEntry;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.AuthenticationMode;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.DeleteAddonRequest;
import software.amazon.awssdk.services.eks.model.DescribeAddonRequest;
import software.amazon.awssdk.services.eks.model.ListAddonsRequest;
import software.amazon.awssdk.services.eks.model.ListAddonsResponse;

/** What is ours in a cluster of somebody else's, by our tag; the cluster and all else in it stays. */
final class AdoptedDeletion {
    private final Scope scope;
    private final Service<EksClient> eks;
    private final Notes notes;
    private final AccessEntries entries;
    private final String name;

    AdoptedDeletion(Scope scope) {
        this.scope = scope;
        this.eks = scope.calls().eks();
        this.notes = new Notes(scope.calls(), scope.names().mesh());
        this.entries = new AccessEntries(scope);
        this.name = scope.names().cluster();
    }

    List<Removal> removals() {
        List<Removal> result = new ArrayList<>();
        Optional<Cluster> cluster = AdoptedClusterResource.find(scope.calls(), name);
        cluster.ifPresent(found -> {
            result.addAll(new NodeGroupDeletion(scope).removals());
            addons().map(this::removal).forEach(result::add);
            if (takesEntries(found)) {
                ours().map(this::removal).forEach(result::add);
            }
        });
        return result;
    }

    private Stream<Addon> addons() {
        return Pages.all(
                        token -> eks.read(
                                ListAddonsRequest.builder()
                                        .clusterName(name)
                                        .nextToken(token)
                                        .build(),
                                EksClient::listAddons),
                        ListAddonsResponse::addons,
                        ListAddonsResponse::nextToken)
                .stream()
                .flatMap(addon -> addon(addon).stream())
                .filter(addon -> scope.tags().ours(addon.tags()));
    }

    private Optional<Addon> addon(String addon) {
        return eks.find(
                        DescribeAddonRequest.builder()
                                .clusterName(name)
                                .addonName(addon)
                                .build(),
                        EksClient::describeAddon)
                .map(answer -> answer.addon());
    }

    private Removal removal(Addon found) {
        String addon = found.addonName();
        return AwsRemoval.of(Kinds.ADDON, name + "/" + addon, step -> remove(step, addon))
                .titled("EKS add-on " + addon);
    }

    private Removed remove(Step step, String addon) {
        Optional<Addon> now = addon(addon);
        if (now.isEmpty()) {
            return new Removed.Gone();
        }
        return switch (now.get().status()) {
            case DELETING, CREATING, UPDATING -> new Removed.Going(now.get().statusAsString());
            default ->
                eks.changeIfThere(
                                        step.permit(),
                                        DeleteAddonRequest.builder()
                                                .clusterName(name)
                                                .addonName(addon)
                                                .preserve(false)
                                                .build(),
                                        EksClient::deleteAddon)
                                .isPresent()
                        ? new Removed.Going("DELETING")
                        : new Removed.Gone();
        };
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
