package io.meshprovisioner.aws;

import io.meshprovisioner.plan.Permit;
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
     * A token for what has a unique name. The name already keeps it from being made twice, and one request says nothing
     * of which life of the name it belongs to: the permit's instant does.
     */
    static String ofNamed(String logical, SdkPojo request, Permit permit) {
        return hash(logical + "\n" + request + "\n" + permit.signAt());
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
