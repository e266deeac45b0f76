package io.meshprovisioner.aws;

import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.plan.Removal;
import io.meshprovisioner.plan.Removal.Removed;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.User;

/** The end of the mesh's own user: its keys, then its policies, then itself. */
final class UserDeletion {
    private final Scope scope;
    private final String user;

    UserDeletion(Scope scope) {
        this.scope = scope;
        this.user = scope.names().user();
    }

    /** Who may not look at users, as by the least-privilege policy, finds none. */
    List<Removal> asFarAsSeen() {
        try {
            return removals();
        } catch (AccessDeniedException e) {
            return List.of();
        }
    }

    List<Removal> removals() {
        Optional<User> found = scope.calls()
                .iam()
                .find(GetUserRequest.builder().userName(user).build(), IamClient::getUser)
                .map(answer -> answer.user())
                .filter(one -> scope.tags().ours(Tags.iamMap(one.tags())));
        return found
                .<Removal>map(one -> AwsRemoval.of(Kinds.USER, user, this::remove)
                        .titled("IAM user " + user + " with its keys")
                        .heldBy(
                                one.arn().equals(scope.identity().caller().arn())
                                        ? List.of("the credentials of this very run, which are its own")
                                        : List.of()))
                .stream()
                .toList();
    }

    private Removed remove(Step step) {
        Service<IamClient> iam = scope.calls().iam();
        List<String> keys =
                iam.find(ListAccessKeysRequest.builder().userName(user).build(), IamClient::listAccessKeys).stream()
                        .flatMap(answer -> answer.accessKeyMetadata().stream())
                        .map(AccessKeyMetadata::accessKeyId)
                        .toList();
        for (String key : keys) {
            iam.changeIfThere(
                    step.permit(),
                    DeleteAccessKeyRequest.builder()
                            .userName(user)
                            .accessKeyId(key)
                            .build(),
                    IamClient::deleteAccessKey);
        }
        List<String> policies = iam
                .find(
                        ListAttachedUserPoliciesRequest.builder().userName(user).build(),
                        IamClient::listAttachedUserPolicies)
                .stream()
                .flatMap(answer -> answer.attachedPolicies().stream())
                .map(AttachedPolicy::policyArn)
                .toList();
        for (String policy : policies) {
            iam.changeIfThere(
                    step.permit(),
                    DetachUserPolicyRequest.builder()
                            .userName(user)
                            .policyArn(policy)
                            .build(),
                    IamClient::detachUserPolicy);
        }
        // Also those that a run which was killed had detached and not deleted.
        Pages.all(
                        token -> iam.read(
                                ListPoliciesRequest.builder()
                                        .scope(PolicyScopeType.LOCAL)
                                        .marker(token)
                                        .build(),
                                IamClient::listPolicies),
                        ListPoliciesResponse::policies,
                        ListPoliciesResponse::marker)
                .forEach(policy -> deletePolicy(scope, step, policy.arn()));
        iam.changeIfThere(
                step.permit(), DeleteUserRequest.builder().userName(user).build(), IamClient::deleteUser);
        return new Removed.Gone();
    }

    /** Deletes a policy that we made for the user; others are only detached. */
    static void deletePolicy(Scope scope, Step step, String arn) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        if (name.startsWith(scope.names().user() + "-") && !arn.contains(":aws:policy/")) {
            scope.calls()
                    .iam()
                    .changeIfThere(
                            step.permit(),
                            DeletePolicyRequest.builder().policyArn(arn).build(),
                            IamClient::deletePolicy);
        }
    }
}
