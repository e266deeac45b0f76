package io.meshprovisioner.aws;

import io.meshprovisioner.error.AccessDeniedException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.spi.CloudAccess.AssumedRole;
import io.meshprovisioner.time.Time;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The credentials of a role that others take on; taken on anew, by the run's time, before they end. */
final class AssumedRoleCredentials implements AwsCredentialsProvider, AutoCloseable {
    private static final Duration BEFORE_THE_END = Duration.ofMinutes(5);

    private final AssumedRole role;
    private final Clients base;
    private final Time time;
    private @Nullable StsClient sts;
    private @Nullable AwsCredentials taken;
    private Instant until = Instant.MIN;

    /** @param base signs with what takes the role on; closed with this */
    AssumedRoleCredentials(AssumedRole role, Clients base, Time time) {
        this.role = role;
        this.base = base;
        this.time = time;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        AwsCredentials known = taken;
        if (known == null || !time.now().isBefore(until.minus(BEFORE_THE_END))) {
            known = take();
            taken = known;
        }
        return known;
    }

    private AwsCredentials take() {
        if (sts == null) {
            sts = base.build(StsClient.builder());
        }
        try {
            Credentials given = sts.assumeRole(AssumeRoleRequest.builder()
                            .roleArn(role.arn())
                            .roleSessionName(role.sessionName())
                            .externalId(role.externalId().orElse(null))
                            .build())
                    .credentials();
            until = given.expiration();
            return AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
        } catch (AwsServiceException e) {
            throw new AccessDeniedException(Failure.of(
                            "The role " + role.arn() + " cannot be taken on.",
                            "Let its trust policy name the caller"
                                    + (role.externalId().isPresent()
                                            ? ", with the external id that was given."
                                            : "; where it asks for an external id, say withAssumedRole(arn, externalId)."))
                    .because(String.valueOf(e.getMessage()))
                    .causedBy(e));
        }
    }

    @Override
    public synchronized void close() {
        if (sts != null) {
            sts.close();
        }
        base.close();
    }
}
