package io.meshprovisioner.testkit.world;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Stable pseudo-randomness: everything that looks random in a world is a hash of what it belongs to. */
public final class Hashes {
    private Hashes() {}

    /** The first {@code digits} (1 to 40) hexadecimal digits of a hash of the text. */
    public static String hex(String text, int digits) {
        return HexFormat.of().formatHex(digest(text)).substring(0, digits);
    }

    /** A number from 0 (inclusive) to 1 (exclusive). */
    public static double fraction(String text) {
        byte[] bytes = digest(text);
        long bits = 0;
        for (int i = 0; i < 6; i++) {
            bits = (bits << 8) | (bytes[i] & 0xff);
        }
        return bits / (double) (1L << 48);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1.", e);
        }
    }
}
