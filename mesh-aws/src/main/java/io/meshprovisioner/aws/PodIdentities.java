package io.meshprovisioner.aws;

import io.meshprovisioner.aws.PodIdentityResource.Account;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.MeshSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.DeletePodIdentityAssociationRequest;
import software.amazon.awssdk.services.eks.model.DescribePodIdentityAssociationRequest;
import software.amazon.awssdk.services.eks.model.DescribePodIdentityAssociationResponse;
import software.amazon.awssdk.services.eks.model.ListPodIdentityAssociationsRequest;
import software.amazon.awssdk.services.eks.model.ListPodIdentityAssociationsResponse;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociation;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociationSummary;

/** The pod identity associations of the mesh's cluster. A list of them does not tell their tags. */
final class PodIdentities {
    /** What it takes to find one. */
    static final Set<String> LOOKS = Set.of("eks:ListPodIdentityAssociations", "eks:DescribePodIdentityAssociation");

    /** What it takes to find those that no spec names any more, and to delete them. */
    static final Set<String> CALLS = Set.of(
            "eks:ListPodIdentityAssociations",
            "eks:DescribePodIdentityAssociation",
            "eks:DeletePodIdentityAssociation");

    private final Scope scope;
    private final Service<EksClient> eks;
    private final String cluster;

    PodIdentities(Scope scope) {
        this.scope = scope;
        this.eks = scope.calls().eks();
        this.cluster = scope.names().cluster();
    }

    /** Whoever made it. */
    Optional<PodIdentityAssociation> of(Account account) {
        return list(Optional.of(account)).stream()
                .flatMap(found -> described(found).stream())
                .findFirst();
    }

    /** Ours that the spec does not name any more, each with the role that was made for it. */
    List<Removal> obsolete(MeshSpec spec) {
        return obsolete(list(Optional.empty()), spec).map(this::removal).toList();
    }

    /** Whether one stays: of the spec, of a load balancer controller that is there, or of somebody else. */
    boolean anyStays(MeshSpec spec) {
        List<PodIdentityAssociationSummary> all = list(Optional.empty());
        return obsolete(all, spec).count() < all.size();
    }

    private Stream<PodIdentityAssociation> obsolete(List<PodIdentityAssociationSummary> all, MeshSpec spec) {
        Set<Account> named = PodIdentityResource.accounts(spec);
        return all.stream()
                .filter(found -> !named.contains(account(found)))
                .flatMap(found -> described(found).stream())
                .filter(found -> scope.tags().ours(found.tags()));
    }

    private Removal removal(PodIdentityAssociation found) {
        return AwsRemoval.of(Kinds.POD_IDENTITY, found.associationId(), step -> remove(step, found))
                .titled("role of the pods of " + found.namespace() + "/" + found.serviceAccount());
    }

    private static Account account(PodIdentityAssociationSummary found) {
        return new Account(found.namespace(), found.serviceAccount());
    }

    private List<PodIdentityAssociationSummary> list(Optional<Account> account) {
        return Pages.all(
                token -> eks.find(
                                ListPodIdentityAssociationsRequest.builder()
                                        .clusterName(cluster)
                                        .namespace(
                                                account.map(Account::namespace).orElse(null))
                                        .serviceAccount(
                                                account.map(Account::name).orElse(null))
                                        .nextToken(token)
                                        .build(),
                                EksClient::listPodIdentityAssociations)
                        .orElseGet(() ->
                                ListPodIdentityAssociationsResponse.builder().build()),
                ListPodIdentityAssociationsResponse::associations,
                ListPodIdentityAssociationsResponse::nextToken);
    }

    private Optional<PodIdentityAssociation> described(PodIdentityAssociationSummary found) {
        return eks.find(
                        DescribePodIdentityAssociationRequest.builder()
                                .clusterName(cluster)
                                .associationId(found.associationId())
                                .build(),
                        EksClient::describePodIdentityAssociation)
                .map(DescribePodIdentityAssociationResponse::association);
    }

    /** The role first: as long as the association stands, the next run finds both. */
    private Removed remove(Step step, PodIdentityAssociation found) {
        RoleDeletion roles = new RoleDeletion(scope);
        String role = scope.names().podRole(found.namespace(), found.serviceAccount());
        if (roles.isOurs(role)) {
            roles.remove(step, role);
        }
        eks.changeIfThere(
                step.permit(),
                DeletePodIdentityAssociationRequest.builder()
                        .clusterName(cluster)
                        .associationId(found.associationId())
                        .build(),
                EksClient::deletePodIdentityAssociation);
        return new Removed.Gone();
    }
}
