package io.meshprovisioner.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A certificate that the mesh hangs on.
 *
 * @param secret where it is, as {@code namespace/name}: a Secret, or the pod of a proxy
 * @param use such as {@code gateway shop/public}, {@code certificate authority} or {@code proxy}
 * @param subject whose it is, of a proxy its SPIFFE identity; empty where it cannot be read
 * @param expires until when it is good
 * @param problem why it does not work, such as a Secret that is not there; empty when all is well
 */
public record MeshCertificate(String secret, String use, String subject, Instant expires, String problem) {

    /** Whether it is no good any more within this time from then on. */
    public boolean expiresWithin(Instant now, Duration time) {
        return !problem.isEmpty() || expires.isBefore(now.plus(time));
    }

    @Override
    public String toString() {
        return problem.isEmpty()
                ? String.format(Locale.ROOT, "%s (%s): %s, until %s", secret, use, subject, expires)
                : secret + " (" + use + "): " + problem;
    }
}
