package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.RoleName;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Step;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;

/** A role that an AWS service takes on. */
final class RoleResource extends AwsResource<RoleName> {
    private final String role;
    private final String servicePrincipal;

    /** @param servicePrincipal who may take it on, such as {@code eks.amazonaws.com} */
    RoleResource(Scope scope, String part, String role, String servicePrincipal) {
        super(scope, "iam:Role", part, "role " + role, "G1.4");
        this.role = role;
        this.servicePrincipal = servicePrincipal;
    }

    @Override
    public Observation<RoleName> observe(Step step) {
        return iam().find(GetRoleRequest.builder().roleName(role).build(), IamClient::getRole)
                .map(answer -> judge(answer.role()))
                .orElseGet(Observation::absent);
    }

    private Observation<RoleName> judge(Role found) {
        Map<String, String> tags = Tags.iamMap(found.tags());
        if (!scope.tags().ours(tags)) {
            throw new ResourceConflictException(Failure.of(
                            "A role named " + role + " exists and is not ours.",
                            "Delete or rename that role, or give the mesh another name.")
                    .at(id())
                    .because("It has no tag " + Tags.MESH + "=" + scope.names().mesh() + "."));
        }
        return Observation.ready(
                new RoleName(found.roleName(), found.arn()),
                Tags.differences(tags, scope.tags().of(logical())));
    }

    @Override
    public Observation<RoleName> create(Step step) {
        Role made = iam().change(
                        step.permit(),
                        CreateRoleRequest.builder()
                                .roleName(role)
                                .assumeRolePolicyDocument(trust())
                                .description("Mesh Provisioner: " + logical())
                                .tags(Tags.iam(scope.tags().of(logical())))
                                .build(),
                        IamClient::createRole)
                .role();
        return Observation.ready(new RoleName(made.roleName(), made.arn()));
    }

    private String trust() {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
                "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}""".formatted(servicePrincipal);
    }

    @Override
    public Observation<RoleName> update(Step step, Observation.Ready<RoleName> found) {
        iam().change(
                        step.permit(),
                        TagRoleRequest.builder()
                                .roleName(role)
                                .tags(Tags.iam(scope.tags().of(logical())))
                                .build(),
                        IamClient::tagRole);
        return Observation.ready(found.value());
    }

    @Override
    public Set<String> actions() {
        return Set.of("iam:CreateRole", "iam:GetRole", "iam:TagRole", "iam:DeleteRole");
    }
}
