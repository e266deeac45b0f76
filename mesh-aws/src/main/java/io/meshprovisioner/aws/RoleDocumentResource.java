package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.RoleArn;
import io.meshprovisioner.aws.Handles.RoleName;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.IamPolicy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;

/** A policy that is written into a role of ours, and goes with it. Its value is the role, fit for use. */
final class RoleDocumentResource extends AwsResource<RoleArn> {
    private static final String NAME = "mesh-provisioner";

    private final Ref<RoleName> role;
    private final String document;

    RoleDocumentResource(Scope scope, String part, Ref<RoleName> role, IamPolicy policy) {
        super(scope, "iam:RolePolicy", part, "what the pods in that role may do", "G1.5");
        this.role = need(role);
        this.document = policy.toCompactJson();
    }

    @Override
    public Observation<RoleArn> observe(Step step) {
        RoleName of = step.get(role);
        return iam().find(
                        GetRolePolicyRequest.builder()
                                .roleName(of.value())
                                .policyName(NAME)
                                .build(),
                        IamClient::getRolePolicy)
                .map(found -> Observation.ready(
                        new RoleArn(of.arn()),
                        differences(URLDecoder.decode(found.policyDocument(), StandardCharsets.UTF_8))))
                .orElseGet(Observation::absent);
    }

    private List<Difference> differences(String found) {
        return found.equals(document)
                ? List.of()
                : List.of(new Difference("policyDocument", "another", "as this release writes it", Remedy.UPDATE));
    }

    @Override
    public Observation<RoleArn> create(Step step) {
        RoleName of = step.get(role);
        iam().change(
                        step.permit(),
                        PutRolePolicyRequest.builder()
                                .roleName(of.value())
                                .policyName(NAME)
                                .policyDocument(document)
                                .build(),
                        IamClient::putRolePolicy);
        return Observation.ready(new RoleArn(of.arn()));
    }

    @Override
    public Observation<RoleArn> update(Step step, Observation.Ready<RoleArn> found) {
        return create(step);
    }

    @Override
    public Set<String> actions() {
        return Set.of("iam:GetRolePolicy", "iam:PutRolePolicy", "iam:ListRolePolicies", "iam:DeleteRolePolicy");
    }
}
