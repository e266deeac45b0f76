package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;

/** The end of the roles, found by their names. */
final class RoleDeletion {
    private final Scope scope;
    private final Service<IamClient> iam;

    RoleDeletion(Scope scope) {
        this.scope = scope;
        this.iam = scope.calls().iam();
    }

    List<Removal> removals() {
        return Stream.of(scope.names().clusterRole(), scope.names().nodeRole())
                .filter(this::isOurs)
                .<Removal>map(role -> AwsRemoval.of(Kinds.ROLE, role, step -> remove(step, role)))
                .toList();
    }

    private boolean isOurs(String role) {
        return iam.find(GetRoleRequest.builder().roleName(role).build(), IamClient::getRole)
                .filter(answer -> scope.tags().ours(Tags.iamMap(answer.role().tags())))
                .isPresent();
    }

    private Removed remove(Step step, String role) {
        Optional<List<AttachedPolicy>> attached = iam.find(
                        ListAttachedRolePoliciesRequest.builder().roleName(role).build(),
                        IamClient::listAttachedRolePolicies)
                .map(answer -> answer.attachedPolicies());
        for (AttachedPolicy policy : attached.orElse(List.of())) {
            iam.changeIfThere(
                    step.permit(),
                    DetachRolePolicyRequest.builder()
                            .roleName(role)
                            .policyArn(policy.policyArn())
                            .build(),
                    IamClient::detachRolePolicy);
        }
        iam.changeIfThere(
                step.permit(), DeleteRoleRequest.builder().roleName(role).build(), IamClient::deleteRole);
        return new Removed.Gone();
    }
}
