package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.RoleArn;
import io.meshprovisioner.aws.Handles.RoleName;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;

/** The AWS managed policies of a role. Its value is the role, fit for use. */
final class RolePoliciesResource extends AwsResource<RoleArn> {
    private final Ref<RoleName> role;
    private final String roleName;
    private final List<String> policies;

    /** @param policies their ARNs */
    RolePoliciesResource(Scope scope, String part, Ref<RoleName> role, String roleName, List<String> policies) {
        super(
                scope,
                "iam:RolePolicies",
                part,
                "policies "
                        + policies.stream()
                                .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                                .collect(Collectors.joining(", ")),
                "G1.4");
        this.role = need(role);
        this.roleName = roleName;
        this.policies = policies;
    }

    /** The ARNs of the policies. */
    List<String> policies() {
        return policies;
    }

    @Override
    public Observation<RoleArn> observe(Step step) {
        return attached().filter(found -> found.containsAll(policies)).isPresent()
                ? Observation.ready(new RoleArn(arn()))
                : Observation.absent();
    }

    private Optional<Set<String>> attached() {
        return iam().find(
                        ListAttachedRolePoliciesRequest.builder()
                                .roleName(roleName)
                                .build(),
                        IamClient::listAttachedRolePolicies)
                .map(answer -> answer.attachedPolicies().stream()
                        .map(AttachedPolicy::policyArn)
                        .collect(Collectors.toSet()));
    }

    private String arn() {
        return "arn:" + scope.identity().partition() + ":iam::"
                + scope.identity().account() + ":role" + scope.iam().path() + roleName;
    }

    @Override
    public Observation<RoleArn> create(Step step) {
        RoleName made = step.get(role);
        for (String policy : policies) {
            iam().change(
                            step.permit(),
                            AttachRolePolicyRequest.builder()
                                    .roleName(made.value())
                                    .policyArn(policy)
                                    .build(),
                            IamClient::attachRolePolicy);
        }
        return Observation.ready(new RoleArn(made.arn()));
    }

    @Override
    public Set<String> actions() {
        return Set.of("iam:AttachRolePolicy", "iam:ListAttachedRolePolicies", "iam:DetachRolePolicy");
    }
}
