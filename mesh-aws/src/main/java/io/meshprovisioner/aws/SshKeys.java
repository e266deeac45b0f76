package io.meshprovisioner.aws;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** OpenSSH's key formats, as its PROTOCOL.key describes them: writes Ed25519, reads the public half of any. */
final class SshKeys {
    private static final String TYPE = "ssh-ed25519";
    private static final String MAGIC = "openssh-key-v1\0";
    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";
    private static final String BEGIN_PKCS8 = "-----BEGIN PRIVATE KEY-----";
    private static final String END_PKCS8 = "-----END PRIVATE KEY-----";
    private static final String COMMENT = "mesh-provisioner";
    private static final int BLOCK = 8;
    private static final int POINT = 32;

    private SshKeys() {}

    /** The line of an authorized_keys file. */
    static String publicLine(KeyPair pair) {
        return TYPE + " " + base64(publicBlob(point((EdECPublicKey) pair.getPublic()))) + " " + COMMENT;
    }

    /** A private key file without a passphrase. */
    static String privateFile(KeyPair pair) {
        byte[] point = point((EdECPublicKey) pair.getPublic());
        byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        byte[] file = bytes(out -> {
            out.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
            string(out, "none"); // cipher
            string(out, "none"); // key derivation
            string(out, ""); // its options
            out.writeInt(1); // keys
            string(out, publicBlob(point));
            string(out, privateSection(point, seed));
        });
        String encoded = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(file);
        return BEGIN + "\n" + encoded + "\n" + END + "\n";
    }

    private static byte[] privateSection(byte[] point, byte[] seed) {
        byte[] section = bytes(out -> {
            int check = Arrays.hashCode(point); // twice the same number, so that a wrong passphrase shows
            out.writeInt(check);
            out.writeInt(check);
            string(out, TYPE);
            string(out, point);
            string(out, ByteBuffer.allocate(2 * POINT).put(seed).put(point).array());
            string(out, COMMENT);
        });
        int padding = (BLOCK - section.length % BLOCK) % BLOCK;
        byte[] padded = Arrays.copyOf(section, section.length + padding);
        for (int i = 0; i < padding; i++) {
            padded[section.length + i] = (byte) (i + 1);
        }
        return padded;
    }

    private static byte[] publicBlob(byte[] point) {
        return bytes(out -> {
            string(out, TYPE);
            string(out, point);
        });
    }

    /** RFC 8032: y in little-endian order, the sign of x in the highest bit. */
    private static byte[] point(EdECPublicKey key) {
        byte[] bigEndian = key.getPoint().getY().toByteArray();
        byte[] result = new byte[POINT];
        for (int i = 0; i < Math.min(POINT, bigEndian.length); i++) {
            result[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            result[POINT - 1] |= (byte) 0x80;
        }
        return result;
    }

    /**
     * The public half of a private key file: OpenSSH's own form (also with a passphrase: the public half is in clear),
     * or RSA in PKCS #8.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static String publicHalf(String file) {
        if (file.contains(BEGIN)) {
            return fromOpenSsh(Base64.getMimeDecoder().decode(between(file, BEGIN, END)));
        }
        if (file.contains(BEGIN_PKCS8)) {
            return fromPkcs8(Base64.getMimeDecoder().decode(between(file, BEGIN_PKCS8, END_PKCS8)));
        }
        throw new IllegalArgumentException("It is neither an OpenSSH nor a PKCS #8 private key.");
    }

    private static String between(String file, String begin, String end) {
        int from = file.indexOf(begin) + begin.length();
        int to = file.indexOf(end, from);
        if (to < 0) {
            throw new IllegalArgumentException("Its end is missing.");
        }
        return file.substring(from, to);
    }

    private static String fromOpenSsh(byte[] content) {
        try {
            ByteBuffer in = ByteBuffer.wrap(content);
            byte[] magic = new byte[MAGIC.length()];
            in.get(magic);
            for (int skipped = 0; skipped < 3; skipped++) {
                string(in);
            }
            in.getInt();
            byte[] blob = string(in);
            String type = new String(string(ByteBuffer.wrap(blob)), StandardCharsets.US_ASCII);
            return type + " " + base64(blob);
        } catch (java.nio.BufferUnderflowException e) {
            throw new IllegalArgumentException("It is cut off.", e);
        }
    }

    private static String fromPkcs8(byte[] content) {
        try {
            RSAPrivateCrtKey key =
                    (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(content));
            byte[] blob = bytes(out -> {
                string(out, "ssh-rsa");
                string(out, key.getPublicExponent());
                string(out, key.getModulus());
            });
            return "ssh-rsa " + base64(blob);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Only RSA is read from PKCS #8.", e);
        }
    }

    private static byte[] string(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("It is cut off.");
        }
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    private static String base64(byte[] blob) {
        return Base64.getEncoder().encodeToString(blob);
    }

    private static void string(DataOutputStream out, String value) throws IOException {
        string(out, value.getBytes(StandardCharsets.US_ASCII));
    }

    private static void string(DataOutputStream out, BigInteger value) throws IOException {
        string(out, value.toByteArray());
    }

    private static void string(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }
}
