package io.meshprovisioner.istio;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a private key in PEM is that of a certificate. The JDK reads PKCS #8 (RFC 5208) alone; keys in PKCS #1 and SEC 1
 * are put into that form by the algorithm that the certificate's own key names.
 */
final class PrivateKeys {
    private static final Pattern KEY = Pattern.compile("-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([^-]*)-----END");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};

    private PrivateKeys() {}

    /** @throws IllegalArgumentException when there is no key, or it is another's */
    static void check(X509Certificate certificate, Pem chain, Pem key) {
        Matcher found = KEY.matcher(key.text());
        if (!found.find()) {
            throw new IllegalArgumentException(key + " holds no private key in PEM that is not encrypted.");
        }
        if (!fits(certificate.getPublicKey(), found.group(1).isEmpty(), found.group(2))) {
            throw new IllegalArgumentException(
                    "The key in " + key + " is not that of the certificate in " + chain + ".");
        }
    }

    private static boolean fits(PublicKey open, boolean pkcs8, String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            PrivateKey secret = KeyFactory.getInstance(open.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8 ? der : wrapped(open, der)));
            Signature signature = Signature.getInstance(
                    switch (open.getAlgorithm()) {
                        case "EC" -> "SHA256withECDSA";
                        case "EdDSA", "Ed25519" -> "EdDSA";
                        default -> "SHA256withRSA";
                    });
            byte[] anything = {1, 2, 3};
            signature.initSign(secret);
            signature.update(anything);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(anything);
            return signature.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** {@code PrivateKeyInfo} of RFC 5208: version, algorithm, key. */
    private static byte[] wrapped(PublicKey open, byte[] key) {
        byte[] algorithm = firstOf(open.getEncoded());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(VERSION);
        content.writeBytes(algorithm);
        content.writeBytes(element(OCTETS, key));
        return element(SEQUENCE, content.toByteArray());
    }

    /** The first element inside a sequence, whole: of {@code SubjectPublicKeyInfo}, the algorithm with its parameters. */
    private static byte[] firstOf(byte[] sequence) {
        int start = contentAt(sequence, 0);
        int content = contentAt(sequence, start);
        return java.util.Arrays.copyOfRange(sequence, start, content + length(sequence, start));
    }

    private static int contentAt(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        return element + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | (der[element + 2 + i] & 0xff);
        }
        return length;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(content.length >>> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
