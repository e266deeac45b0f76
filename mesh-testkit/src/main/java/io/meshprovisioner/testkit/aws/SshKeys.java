package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** OpenSSH public keys and the fingerprints that EC2 gives them. */
final class SshKeys {
    /** Length of what PKCS#8 puts before the PKCS#1 key of a 2048-bit RSA key. */
    private static final int PKCS8_PREFIX = 26;

    private SshKeys() {}

    record Made(String privatePem, String publicKey, String fingerprint) {
        @Override
        public String toString() {
            return "Made[" + fingerprint + "]";
        }
    }

    /** A new RSA key, the same for the same seed: a sandbox key protects nothing. */
    static Made make(String seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed.getBytes(StandardCharsets.UTF_8));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, random);
            java.security.KeyPair pair = generator.generateKeyPair();
            byte[] pkcs8 = pair.getPrivate().getEncoded();
            byte[] pkcs1 = Arrays.copyOfRange(pkcs8, PKCS8_PREFIX, pkcs8.length);
            String pem = "-----BEGIN RSA PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs1)
                    + "\n-----END RSA PRIVATE KEY-----";
            RSAPublicKey key = (RSAPublicKey) pair.getPublic();
            String sha1 = HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(pkcs8));
            return new Made(pem, "ssh-rsa " + Base64.getEncoder().encodeToString(blob(key)), sha1);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has RSA and SHA1PRNG.", e);
        }
    }

    private static byte[] blob(RSAPublicKey key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : new byte[][] {
            "ssh-rsa".getBytes(StandardCharsets.US_ASCII),
            key.getPublicExponent().toByteArray(),
            key.getModulus().toByteArray()
        }) {
            out.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static String type(String openSsh) {
        String algorithm = openSsh.split("\\s+", 2)[0];
        return switch (algorithm) {
            case "ssh-rsa" -> "rsa";
            case "ssh-ed25519" -> "ed25519";
            default -> throw malformed();
        };
    }

    private static AwsError malformed() {
        return AwsError.of("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
    }

    /** MD5 of the DER for RSA, SHA-256 for ED25519, as EC2 documents for imported keys. */
    static String fingerprint(String openSsh) {
        String[] parts = openSsh.split("\\s+");
        if (parts.length < 2) {
            throw malformed();
        }
        try {
            byte[] blob = Base64.getDecoder().decode(parts[1]);
            if (type(openSsh).equals("ed25519")) {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(blob));
            }
            ByteBuffer buffer = ByteBuffer.wrap(blob);
            read(buffer);
            BigInteger exponent = new BigInteger(read(buffer));
            BigInteger modulus = new BigInteger(read(buffer));
            byte[] der = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, exponent))
                    .getEncoded();
            return HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("MD5").digest(der));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw malformed();
        }
    }

    private static byte[] read(ByteBuffer buffer) {
        byte[] part = new byte[buffer.getInt()];
        buffer.get(part);
        return part;
    }
}
