package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.UserName;
import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.plan.CallFailure;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;

/**
 * What the mesh's user may do. A policy's name has a digest of its document, so that another document is another
 * policy, and those that the user has stay what they are.
 */
final class UserPoliciesResource extends AwsResource<Done> {
    private final Ref<UserName> user;

    /** Documents by the ARN of their policy; empty for a policy of AWS's own. */
    private final Map<String, Optional<String>> policies = new LinkedHashMap<>();

    /** @param policy empty: AdministratorAccess */
    UserPoliciesResource(Scope scope, Ref<UserName> user, Optional<IamPolicy> policy) {
        super(
                scope,
                "iam:UserPolicies",
                "user-policies",
                policy.map(least -> "the user's policies, " + least.actions().size() + " actions")
                        .orElse("the user's policy AdministratorAccess"),
                "G1.1");
        this.user = need(user);
        policy.ifPresentOrElse(
                least -> least.parts().forEach(part -> {
                    String document = part.toCompactJson();
                    policies.put(arn(document), Optional.of(document));
                }),
                () -> policies.put(scope.identity().managedPolicy("AdministratorAccess"), Optional.empty()));
    }

    private String arn(String document) {
        return "arn:" + scope.identity().partition() + ":iam::"
                + scope.identity().account() + ":policy" + scope.iam().path() + name(document);
    }

    private String name(String document) {
        return scope.names().user() + "-" + Tokens.hash(document).substring(0, 10);
    }

    @Override
    public Observation<Done> observe(Step step) {
        Set<String> attached = attached();
        if (!attached.containsAll(policies.keySet())) {
            return Observation.absent();
        }
        return Observation.ready(
                new Done(),
                former(attached).stream()
                        .map(arn -> new Difference(arn, "attached", "absent", Remedy.UPDATE))
                        .toList());
    }

    /** What the user was allowed for an older spec. */
    private Set<String> former(Set<String> attached) {
        Set<String> former = new TreeSet<>(attached);
        former.removeAll(policies.keySet());
        return former;
    }

    private Set<String> attached() {
        return iam()
                .find(
                        ListAttachedUserPoliciesRequest.builder()
                                .userName(scope.names().user())
                                .build(),
                        IamClient::listAttachedUserPolicies)
                .stream()
                .flatMap(answer -> answer.attachedPolicies().stream())
                .map(AttachedPolicy::policyArn)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Observation<Done> create(Step step) {
        policies.forEach((arn, document) -> {
            document.ifPresent(text -> make(step, arn, text));
            iam().change(
                            step.permit(),
                            AttachUserPolicyRequest.builder()
                                    .userName(step.get(user).value())
                                    .policyArn(arn)
                                    .build(),
                            IamClient::attachUserPolicy);
        });
        former(attached()).forEach(arn -> detach(step, arn));
        return Observation.ready(new Done());
    }

    private void make(Step step, String arn, String document) {
        if (iam().find(GetPolicyRequest.builder().policyArn(arn).build(), IamClient::getPolicy)
                .isPresent()) {
            return;
        }
        try {
            iam().change(
                            step.permit(),
                            CreatePolicyRequest.builder()
                                    .policyName(name(document))
                                    .path(scope.iam().path())
                                    .policyDocument(document)
                                    .description("Mesh Provisioner: what working on mesh "
                                            + scope.names().mesh() + " takes")
                                    .tags(Tags.iam(scope.tags().of(logical())))
                                    .build(),
                            IamClient::createPolicy);
        } catch (CallFailure | MeshException e) {
            if (!Service.answered(e, "EntityAlreadyExists")) {
                throw e;
            }
        }
    }

    @Override
    public Observation<Done> update(Step step, Observation.Ready<Done> found) {
        found.differences().forEach(former -> detach(step, former.field()));
        return Observation.ready(new Done());
    }

    private void detach(Step step, String arn) {
        iam().changeIfThere(
                        step.permit(),
                        DetachUserPolicyRequest.builder()
                                .userName(scope.names().user())
                                .policyArn(arn)
                                .build(),
                        IamClient::detachUserPolicy);
        UserDeletion.deletePolicy(scope, step, arn);
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "iam:CreatePolicy",
                "iam:GetPolicy",
                "iam:DeletePolicy",
                "iam:AttachUserPolicy",
                "iam:DetachUserPolicy",
                "iam:ListAttachedUserPolicies");
    }
}
