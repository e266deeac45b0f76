package io.meshprovisioner.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Idempotency tokens: the same request of the same resource has the same token in every run, and another one once a
 * predecessor has died, so that a dead resource is never answered again.
 */
final class Tokens {
    private Tokens() {}

    /**
     * A token of 64 characters, as EC2 and EKS take it.
     *
     * @param logical the resource's name, mesh included
     * @param request all members of the request, parent ids included, without a token
     * @param predecessors how many dead ones of the same resource are still visible
     */
    static String of(String logical, SdkPojo request, int predecessors) {
        return hash(logical + "\n" + request + "\n" + predecessors);
    }

    /**
     * A token for something in a cluster, which requests name only by a name that another cluster may have had before.
     *
     * @param predecessors how many of the same resource were thrown away
     */
    static String of(String logical, SdkPojo request, Handles.Cluster cluster, int predecessors) {
        return hash(logical + "\n" + request + "\n" + cluster.endpoint() + "\n" + predecessors);
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
