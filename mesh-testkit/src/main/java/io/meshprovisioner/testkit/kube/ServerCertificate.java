package io.meshprovisioner.testkit.kube;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority of its own for one server, and the server's certificate for 127.0.0.1, localhost and its names. */
public final class ServerCertificate {
    private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String EXTENDED_USAGE = "2.5.29.37";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private final X509Certificate authority;
    private final SSLContext context;

    private ServerCertificate(X509Certificate authority, SSLContext context) {
        this.authority = authority;
        this.context = context;
    }

    /** Makes new keys. Validity is judged by the machine's clock, whatever time a simulated world has. */
    public static ServerCertificate create(String... names) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair authorityKeys = generator.generateKeyPair();
            KeyPair serverKeys = generator.generateKeyPair();
            byte[] issuer = name("mesh-testkit simulated clusters");
            X509Certificate authority =
                    certificate(1, issuer, issuer, authorityKeys, authorityKeys.getPrivate(), authorityExtensions());
            X509Certificate server = certificate(
                    2, issuer, name("kube-apiserver"), serverKeys, authorityKeys.getPrivate(), serverExtensions(names));
            return new ServerCertificate(authority, context(serverKeys.getPrivate(), server, authority));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK could not make a certificate for the simulated clusters.", e);
        }
    }

    public SSLContext context() {
        return context;
    }

    /** The authority's certificate. */
    public String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(authority.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate that was parsed can be encoded.", e);
        }
    }

    private static byte[] name(String common) {
        return Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.text(common))));
    }

    private static byte[] authorityExtensions() {
        return Der.sequence(
                extension(BASIC_CONSTRAINTS, Der.sequence(Der.yes())),
                // keyCertSign, cRLSign
                extension(KEY_USAGE, new byte[] {0x03, 0x02, 0x01, 0x06}));
    }

    private static byte[] serverExtensions(String... names) {
        List<byte[]> alternatives = new ArrayList<>();
        alternatives.add(Der.tagged(0x87, new byte[] {127, 0, 0, 1}));
        Stream.concat(Stream.of("localhost"), Stream.of(names))
                .forEach(name -> alternatives.add(Der.tagged(0x82, name.getBytes(StandardCharsets.US_ASCII))));
        return Der.sequence(
                extension(BASIC_CONSTRAINTS, Der.sequence()),
                // digitalSignature
                extension(KEY_USAGE, new byte[] {0x03, 0x02, 0x07, (byte) 0x80}),
                extension(EXTENDED_USAGE, Der.sequence(Der.identifier(SERVER_AUTH))),
                extension(ALTERNATIVE_NAMES, Der.sequence(alternatives.toArray(byte[][]::new))));
    }

    private static byte[] extension(String id, byte[] value) {
        boolean critical = id.equals(BASIC_CONSTRAINTS) || id.equals(KEY_USAGE);
        return critical
                ? Der.sequence(Der.identifier(id), Der.yes(), Der.octets(value))
                : Der.sequence(Der.identifier(id), Der.octets(value));
    }

    private static X509Certificate certificate(
            int serial, byte[] issuer, byte[] subject, KeyPair keys, PrivateKey signer, byte[] extensions)
            throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] algorithm = Der.sequence(Der.identifier(ECDSA_SHA256));
        byte[] body = Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
                Der.integer(BigInteger.valueOf(now.toEpochMilli() * 4 + serial)),
                algorithm,
                issuer,
                Der.sequence(Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(Duration.ofDays(3650)))),
                subject,
                keys.getPublic().getEncoded(),
                Der.tagged(0xa3, extensions));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(signer);
        signature.update(body);
        byte[] encoded = Der.sequence(body, algorithm, Der.bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static SSLContext context(PrivateKey key, X509Certificate server, X509Certificate authority)
            throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException(e);
        }
        store.setKeyEntry("server", key, new char[0], new Certificate[] {server, authority});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
