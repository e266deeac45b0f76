package io.meshprovisioner.aws;

import io.meshprovisioner.aws.Handles.Done;
import io.meshprovisioner.aws.Handles.UserName;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.IssuedKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagUserRequest;

/**
 * The access key of the mesh's user. AWS tells its secret once: a tag of the user says which key was handed over, and
 * one that was not (the answer was lost, the run was killed) is of no use to anybody, is deleted and made anew.
 */
final class AccessKeyResource extends AwsResource<Done> {
    private static final String HANDED_OVER = "mesh-provisioner/handed-over";
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private final Ref<UserName> user;
    private final Consumer<IssuedKey> receiver;

    AccessKeyResource(Scope scope, Ref<UserName> user, Ref<Done> policies, Consumer<IssuedKey> receiver) {
        super(scope, "iam:AccessKey", "access-key", "access key, handed over once", "G1.1");
        this.user = need(user);
        this.receiver = receiver;
        waitFor(List.of(policies));
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    @Override
    public Observation<Done> observe(Step step) {
        List<String> keys = keys();
        if (keys.isEmpty()) {
            return Observation.absent();
        }
        Optional<String> handedOver = handedOver().filter(keys::contains);
        return handedOver.isEmpty()
                ? new Observation.Failed<>(
                        "An access key was made and never handed over.", "It is deleted and made anew.", true)
                : Observation.ready(
                        new Done(),
                        keys.stream()
                                .filter(key -> !key.equals(handedOver.get()))
                                .map(key -> new Difference(key, "never handed over", "absent", Remedy.UPDATE))
                                .toList());
    }

    private List<String> keys() {
        return iam()
                .find(
                        ListAccessKeysRequest.builder()
                                .userName(scope.names().user())
                                .build(),
                        IamClient::listAccessKeys)
                .stream()
                .flatMap(answer -> answer.accessKeyMetadata().stream())
                .map(AccessKeyMetadata::accessKeyId)
                .toList();
    }

    private Optional<String> handedOver() {
        return iam().find(
                        GetUserRequest.builder().userName(scope.names().user()).build(), IamClient::getUser)
                .map(answer -> Tags.iamMap(answer.user().tags()).get(HANDED_OVER));
    }

    @Override
    public Observation<Done> create(Step step) {
        AccessKey made = iam().change(
                        step.permit(),
                        CreateAccessKeyRequest.builder()
                                .userName(step.get(user).value())
                                .build(),
                        IamClient::createAccessKey)
                .accessKey();
        IssuedKey key = new IssuedKey(made.accessKeyId(), made.secretAccessKey().toCharArray());
        try {
            receiver.accept(key);
        } catch (RuntimeException e) {
            delete(step, made.accessKeyId());
            throw new ResourceFailedException(Failure.of(
                            "Whoever was to receive the access key failed, and the key was deleted.",
                            "Repair the receiver and issue the key again.")
                    .at(id())
                    .because(e.getClass().getSimpleName()));
        } finally {
            key.forget();
        }
        iam().change(
                        step.permit(),
                        TagUserRequest.builder()
                                .userName(scope.names().user())
                                .tags(Tag.builder()
                                        .key(HANDED_OVER)
                                        .value(made.accessKeyId())
                                        .build())
                                .build(),
                        IamClient::tagUser);
        return Observation.ready(new Done());
    }

    @Override
    public Observation<Done> update(Step step, Observation.Ready<Done> found) {
        found.differences().forEach(former -> delete(step, former.field()));
        return Observation.ready(new Done());
    }

    @Override
    public void discard(Step step) {
        keys().forEach(key -> delete(step, key));
    }

    private void delete(Step step, String key) {
        iam().changeIfThere(
                        step.permit(),
                        DeleteAccessKeyRequest.builder()
                                .userName(scope.names().user())
                                .accessKeyId(key)
                                .build(),
                        IamClient::deleteAccessKey);
    }

    @Override
    public Set<String> actions() {
        return Set.of("iam:CreateAccessKey", "iam:ListAccessKeys", "iam:DeleteAccessKey", "iam:TagUser");
    }
}
