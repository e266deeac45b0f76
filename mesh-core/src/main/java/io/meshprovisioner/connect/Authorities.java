package io.meshprovisioner.connect;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Certificates of authorities: from PEM files, and those that the JVM trusts. */
final class Authorities {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");

    private Authorities() {}

    /**
     * All certificates in a file; whatever else it holds is passed over.
     *
     * @throws IOException when the file cannot be read
     * @throws CertificateException when there is none in it, or one is damaged
     */
    static List<X509Certificate> read(Path file) throws IOException, CertificateException {
        // Comments around the blocks may be in any encoding.
        Matcher blocks = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        while (blocks.find()) {
            byte[] encoded = Base64.getMimeDecoder().decode(blocks.group(1));
            found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded)));
        }
        if (found.isEmpty()) {
            throw new CertificateException("There is no certificate in it.");
        }
        return found;
    }

    /** Of files that were checked before. */
    static List<X509Certificate> readAll(List<Path> files) {
        List<X509Certificate> all = new ArrayList<>();
        for (Path file : files) {
            try {
                all.addAll(read(file));
            } catch (IOException e) {
                throw new UncheckedIOException("The authorities in " + file + " cannot be read.", e);
            } catch (CertificateException | IllegalArgumentException e) {
                throw new IllegalStateException("The authorities in " + file + " cannot be read.", e);
            }
        }
        return all;
    }

    /** Those of the JVM's trust store, be it its own or that of {@code javax.net.ssl.trustStore}. */
    static List<X509Certificate> ofTheJvm() {
        try {
            return managers(null)
                    .map(X509TrustManager::getAcceptedIssuers)
                    .flatMap(Arrays::stream)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JVM's trust store cannot be read.", e);
        }
    }

    /** Sockets that trust the JVM's authorities and those in the files. */
    static SSLSocketFactory sockets(List<Path> files) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(files), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK could not make sockets that trust " + files + ".", e);
        }
    }

    /** The same, for who makes sockets of its own. */
    static TrustManager[] trustManagers(List<Path> files) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (X509Certificate authority :
                    Stream.concat(ofTheJvm().stream(), readAll(files).stream()).toList()) {
                store.setCertificateEntry("authority-" + number++, authority);
            }
            return managers(store).toArray(TrustManager[]::new);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The JDK could not take " + files + " for authorities.", e);
        }
    }

    private static Stream<X509TrustManager> managers(@org.jspecify.annotations.Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast);
    }

    static String pem(List<X509Certificate> certificates) {
        return certificates.stream().map(Authorities::pem).collect(Collectors.joining());
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateException e) {
            throw new IllegalStateException("A certificate that was read can be written.", e);
        }
    }
}
