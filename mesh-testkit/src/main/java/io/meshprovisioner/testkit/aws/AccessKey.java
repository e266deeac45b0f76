package io.meshprovisioner.testkit.aws;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An access key that the account knows.
 *
 * @param principalArn whom it stands for: an IAM user or an assumed role
 * @param userId the unique id that GetCallerIdentity answers
 * @param sessionToken of temporary credentials
 * @param expires of temporary credentials
 */
public record AccessKey(
        String id,
        String secret,
        String principalArn,
        String userId,
        Optional<String> sessionToken,
        Optional<Instant> expires) {

    public AccessKey {
        Objects.requireNonNull(id);
        Objects.requireNonNull(secret);
    }

    /** A long-lived key of a user. */
    public static AccessKey of(String id, String secret, String principalArn) {
        String name = principalArn.substring(principalArn.lastIndexOf('/') + 1);
        String userId =
                "AIDA" + io.meshprovisioner.testkit.world.Hashes.hex(name, 17).toUpperCase(java.util.Locale.ROOT);
        return new AccessKey(id, secret, principalArn, userId, Optional.empty(), Optional.empty());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AccessKey[" + id + " of " + principalArn + "]";
    }
}
