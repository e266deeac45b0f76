package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.UserName;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Step;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.TagUserRequest;
import software.amazon.awssdk.services.iam.model.User;

/** An IAM user that may work on the mesh. */
final class UserResource extends AwsResource<UserName> {

    UserResource(Scope scope) {
        super(scope, "iam:User", "user", "IAM user " + scope.names().user(), "G1.1");
    }

    @Override
    public Observation<UserName> observe(Step step) {
        return iam().find(
                        GetUserRequest.builder().userName(scope.names().user()).build(), IamClient::getUser)
                .map(answer -> judge(answer.user()))
                .orElseGet(Observation::absent);
    }

    private Observation<UserName> judge(User found) {
        Map<String, String> tags = Tags.iamMap(found.tags());
        if (!scope.tags().ours(tags)) {
            throw new ResourceConflictException(Failure.of(
                            "An IAM user named " + found.userName() + " exists and is not ours.",
                            "Delete or rename that user, or give the mesh another name.")
                    .at(id())
                    .because("It has no tag " + Tags.MESH + "=" + scope.names().mesh() + "."));
        }
        return Observation.ready(
                new UserName(found.userName()),
                Tags.differences(tags, scope.tags().of(logical())));
    }

    @Override
    public Observation<UserName> create(Step step) {
        iam().change(
                        step.permit(),
                        CreateUserRequest.builder()
                                .userName(scope.names().user())
                                .path(scope.iam().path())
                                .permissionsBoundary(
                                        scope.iam().permissionsBoundary().orElse(null))
                                .tags(Tags.iam(scope.tags().of(logical())))
                                .build(),
                        IamClient::createUser);
        return Observation.ready(new UserName(scope.names().user()));
    }

    @Override
    public Observation<UserName> update(Step step, Observation.Ready<UserName> found) {
        iam().change(
                        step.permit(),
                        TagUserRequest.builder()
                                .userName(scope.names().user())
                                .tags(Tags.iam(scope.tags().of(logical())))
                                .build(),
                        IamClient::tagUser);
        return Observation.ready(found.value());
    }

    @Override
    public Set<String> actions() {
        return Set.of("iam:CreateUser", "iam:GetUser", "iam:TagUser", "iam:DeleteUser");
    }
}
