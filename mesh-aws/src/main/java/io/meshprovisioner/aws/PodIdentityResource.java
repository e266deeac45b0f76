package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Cluster;
import io.meshprovisioner.aws.Handles.RoleArn;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Permit;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.MeshSpec;
import io.meshprovisioner.spi.BalancerRights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.CreatePodIdentityAssociationRequest;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociation;
import software.amazon.awssdk.services.eks.model.TagResourceRequest;
import software.amazon.awssdk.services.eks.model.UpdatePodIdentityAssociationRequest;

/**
 * The role in which the pods of a service account work. It goes with the cluster.
 *
 * @param <T> what others need of pods that have it
 */
final class PodIdentityResource<T> extends AwsResource<T> {
    private static final String ROLE = "roleArn";
    private static final String FORMER_ROLE = "the role that was made for it";

    /** Whose pods make load balancers. */
    static final Account CONTROLLER = new Account(BalancerRights.NAMESPACE, BalancerRights.CONTROLLER);

    private final Account account;
    private final Ref<Cluster> cluster;
    private final Ref<RoleArn> role;
    private final boolean made;
    private final Function<Step, T> value;

    /** A service account. */
    record Account(String namespace, String name) {
        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }

    /**
     * @param made whether the role is one that we make for it, and not somebody else's
     * @param uses the handles that {@code value} is made of
     */
    PodIdentityResource(
            Scope scope,
            Account account,
            Ref<Cluster> cluster,
            Ref<RoleArn> role,
            boolean made,
            List<Ref<?>> uses,
            Function<Step, T> value) {
        super(
                scope,
                "eks:PodIdentityAssociation",
                scope.names().podPart(account.namespace(), account.name()),
                "role of the pods of " + account,
                "G1.5");
        this.account = account;
        this.cluster = need(cluster);
        this.role = need(role);
        this.made = made;
        this.value = value;
        uses.forEach(this::need);
    }

    /** The service accounts whose pods keep their role: a load balancer controller that is there needs it to clean up. */
    static Set<Account> accounts(MeshSpec spec) {
        return Stream.concat(
                        Stream.of(CONTROLLER),
                        spec.cluster().podIdentities().stream()
                                .map(pods -> new Account(pods.namespace(), pods.serviceAccount())))
                .collect(Collectors.toSet());
    }

    @Override
    public Observation<T> observe(Step step) {
        Optional<PodIdentityAssociation> found = find();
        if (found.isEmpty()) {
            return Observation.absent();
        }
        if (!scope.tags().ours(found.get().tags())) {
            throw new ResourceConflictException(Failure.of(
                            "Somebody else has said in which role the pods of " + account + " work.",
                            "Delete that association, or leave this one out of the spec and let theirs stand.")
                    .because("Association " + found.get().associationId() + " leads to "
                            + found.get().roleArn() + ".")
                    .at(id()));
        }
        return Observation.ready(value.apply(step), differences(step, found.get()));
    }

    private Optional<PodIdentityAssociation> find() {
        return new PodIdentities(scope).of(account);
    }

    private List<Difference> differences(Step step, PodIdentityAssociation found) {
        List<Difference> result = new ArrayList<>();
        String wanted = step.get(role).value();
        if (!wanted.equals(found.roleArn())) {
            result.add(new Difference(ROLE, found.roleArn(), wanted, Remedy.UPDATE));
        }
        if (!made && new RoleDeletion(scope).isOurs(formerRole())) {
            result.add(new Difference(FORMER_ROLE, formerRole(), "", Remedy.UPDATE));
        }
        result.addAll(Tags.differences(found.tags(), scope.tags().of(logical())));
        return result;
    }

    /** What an older spec had made, where the user has one now. */
    private String formerRole() {
        return scope.names().podRole(account.namespace(), account.name());
    }

    @Override
    public Observation<T> create(Step step) {
        CreatePodIdentityAssociationRequest request = CreatePodIdentityAssociationRequest.builder()
                .clusterName(step.get(cluster).name())
                .namespace(account.namespace())
                .serviceAccount(account.name())
                .roleArn(step.get(role).value())
                .tags(scope.tags().of(logical()))
                .build();
        Permit permit = step.permit();
        String token = Tokens.ofNamed(logical(), request, permit);
        try {
            eks().change(
                            permit,
                            request.toBuilder().clientRequestToken(token).build(),
                            EksClient::createPodIdentityAssociation);
        } catch (CallFailure e) {
            if (!Service.answered(e, "ResourceInUseException")) {
                throw e;
            }
            return observe(step);
        }
        return Observation.ready(value.apply(step));
    }

    @Override
    public Observation<T> update(Step step, Observation.Ready<T> found) {
        Optional<PodIdentityAssociation> association = find();
        if (association.isEmpty()) {
            return Observation.absent();
        }
        if (!step.get(role).value().equals(association.get().roleArn())) {
            UpdatePodIdentityAssociationRequest request = UpdatePodIdentityAssociationRequest.builder()
                    .clusterName(scope.names().cluster())
                    .associationId(association.get().associationId())
                    .roleArn(step.get(role).value())
                    .build();
            Permit permit = step.permit();
            String token = Tokens.ofNamed(logical(), request, permit);
            eks().change(
                            permit,
                            request.toBuilder().clientRequestToken(token).build(),
                            EksClient::updatePodIdentityAssociation);
        }
        if (found.differences().stream().anyMatch(Tags::isTag)) {
            eks().change(
                            step.permit(),
                            TagResourceRequest.builder()
                                    .resourceArn(association.get().associationArn())
                                    .tags(scope.tags().of(logical()))
                                    .build(),
                            EksClient::tagResource);
        }
        if (found.differences().stream().anyMatch(one -> one.field().equals(FORMER_ROLE))) {
            new RoleDeletion(scope).remove(step, formerRole());
        }
        return Observation.ready(found.value());
    }

    @Override
    public Set<String> actions() {
        Set<String> actions = new TreeSet<>(PodIdentities.LOOKS);
        actions.addAll(
                Set.of("eks:CreatePodIdentityAssociation", "eks:UpdatePodIdentityAssociation", "eks:TagResource"));
        return actions;
    }
}
