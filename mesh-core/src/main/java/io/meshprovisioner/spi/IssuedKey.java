package io.meshprovisioner.spi;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An access key that was just made. Its secret is handed over once and is gone afterwards: no text, log or error of
 * this library has it, and nobody can ask for it again.
 */
public final class IssuedKey {
    private final String accessKeyId;
    private char @Nullable [] secret;

    /** @param secret taken over: it is overwritten once it was handed over */
    public IssuedKey(String accessKeyId, char[] secret) {
        this.accessKeyId = accessKeyId;
        this.secret = secret;
    }

    /** Such as {@code AKIAIOSFODNN7EXAMPLE}; no secret. */
    public String accessKeyId() {
        return accessKeyId;
    }

    /**
     * Hands the secret to {@code use}, which must not keep the array: it is overwritten when {@code use} returns.
     *
     * @throws IllegalStateException when it was handed over before
     */
    public synchronized <T> T handOver(Function<char[], T> use) {
        char[] once = secret;
        if (once == null) {
            throw new IllegalStateException("The secret of " + accessKeyId + " was handed over already.");
        }
        try {
            return use.apply(once);
        } finally {
            forget();
        }
    }

    /** Overwrites the secret, whether it was handed over or not. */
    public synchronized void forget() {
        if (secret != null) {
            Arrays.fill(secret, '\0');
            secret = null;
        }
    }

    @Override
    public String toString() {
        return "IssuedKey(" + accessKeyId + ")";
    }
}
