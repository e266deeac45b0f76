package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.DeleteAddonRequest;
import software.amazon.awssdk.services.eks.model.DescribeAddonRequest;
import software.amazon.awssdk.services.eks.model.DescribeAddonResponse;
import software.amazon.awssdk.services.eks.model.ListAddonsRequest;
import software.amazon.awssdk.services.eks.model.ListAddonsResponse;

/** The end of a cluster's add-ons that are ours by tag, where the cluster stays. */
final class AddonDeletion {
    private final Scope scope;
    private final Service<EksClient> eks;
    private final String cluster;

    AddonDeletion(Scope scope) {
        this.scope = scope;
        this.eks = scope.calls().eks();
        this.cluster = scope.names().cluster();
    }

    List<Removal> removals() {
        return removals(name -> true);
    }

    List<Removal> removals(Predicate<String> names) {
        return Pages.all(
                        token -> eks.find(
                                        ListAddonsRequest.builder()
                                                .clusterName(cluster)
                                                .nextToken(token)
                                                .build(),
                                        EksClient::listAddons)
                                .orElseGet(() -> ListAddonsResponse.builder().build()),
                        ListAddonsResponse::addons,
                        ListAddonsResponse::nextToken)
                .stream()
                .filter(names)
                .flatMap(this::removal)
                .toList();
    }

    private Stream<Removal> removal(String addon) {
        return find(addon)
                .filter(found -> scope.tags().ours(found.tags()))
                .<Removal>map(found -> AwsRemoval.of(Kinds.ADDON, cluster + "/" + addon, step -> remove(step, addon))
                        .titled("EKS add-on " + addon))
                .stream();
    }

    private Optional<Addon> find(String addon) {
        return eks.find(
                        DescribeAddonRequest.builder()
                                .clusterName(cluster)
                                .addonName(addon)
                                .build(),
                        EksClient::describeAddon)
                .map(DescribeAddonResponse::addon);
    }

    private Removed remove(Step step, String addon) {
        Optional<Addon> now = find(addon);
        if (now.isEmpty()) {
            return new Removed.Gone();
        }
        return switch (now.get().status()) {
            case DELETING, CREATING, UPDATING -> new Removed.Going(now.get().statusAsString());
            default ->
                eks.changeIfThere(
                                        step.permit(),
                                        DeleteAddonRequest.builder()
                                                .clusterName(cluster)
                                                .addonName(addon)
                                                .preserve(false)
                                                .build(),
                                        EksClient::deleteAddon)
                                .isPresent()
                        ? new Removed.Going("DELETING")
                        : new Removed.Gone();
        };
    }
}
