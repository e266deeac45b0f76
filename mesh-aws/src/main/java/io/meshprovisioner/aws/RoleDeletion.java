package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.Role;

/** The end of the roles, found by their names. */
final class RoleDeletion {
    /** As many as IAM answers at most. */
    private static final int AT_ONCE = 1000;

    private final Scope scope;
    private final Service<IamClient> iam;

    RoleDeletion(Scope scope) {
        this.scope = scope;
        this.iam = scope.calls().iam();
    }

    List<Removal> removals() {
        return Stream.concat(
                        Stream.of(
                                scope.names().clusterRole(),
                                scope.names().nodeRole(),
                                scope.names().autoNodeRole(),
                                scope.names().fargateRole()),
                        ofPods().stream())
                .filter(this::isOurs)
                .<Removal>map(role -> AwsRemoval.of(Kinds.ROLE, role, step -> remove(step, role)))
                .toList();
    }

    /** A spec of any time may have made them: they are found by what their names begin with. */
    private List<String> ofPods() {
        return Pages.all(
                        marker -> iam.read(
                                ListRolesRequest.builder()
                                        .maxItems(AT_ONCE)
                                        .marker(marker)
                                        .build(),
                                IamClient::listRoles),
                        ListRolesResponse::roles,
                        ListRolesResponse::marker)
                .stream()
                .map(Role::roleName)
                .filter(name -> name.startsWith(scope.names().podRoles() + "-"))
                .toList();
    }

    boolean isOurs(String role) {
        return iam.find(GetRoleRequest.builder().roleName(role).build(), IamClient::getRole)
                .filter(answer -> scope.tags().ours(Tags.iamMap(answer.role().tags())))
                .isPresent();
    }

    Removed remove(Step step, String role) {
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
        if (role.startsWith(scope.names().podRoles())) {
            iam.find(ListRolePoliciesRequest.builder().roleName(role).build(), IamClient::listRolePolicies).stream()
                    .flatMap(answer -> answer.policyNames().stream())
                    .forEach(policy -> iam.changeIfThere(
                            step.permit(),
                            DeleteRolePolicyRequest.builder()
                                    .roleName(role)
                                    .policyName(policy)
                                    .build(),
                            IamClient::deleteRolePolicy));
        }
        iam.changeIfThere(
                step.permit(), DeleteRoleRequest.builder().roleName(role).build(), IamClient::deleteRole);
        return new Removed.Gone();
    }
}
