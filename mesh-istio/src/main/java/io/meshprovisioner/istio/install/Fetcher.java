package io.meshprovisioner.istio.install;

import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.Downloads.UnauthorizedException;
import io.meshprovisioner.spi.RegistryLogin;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Gets the content behind an address, whole, within bounds, and checked where a checksum is known. */
final class Fetcher {
    private static final int LARGEST = 256 << 20;

    static final String AUTHORIZATION = "Authorization";

    private final Downloads downloads;

    Fetcher(Downloads downloads) {
        this.downloads = downloads;
    }

    byte[] bytes(URI address) throws IOException {
        return bytes(address, Map.of());
    }

    byte[] bytes(URI address, Map<String, String> headers) throws IOException {
        try (InputStream in = open(address, headers)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException(address + " is larger than " + (LARGEST >> 20) + " MiB.");
            }
            return content;
        }
    }

    String text(URI address) throws IOException {
        return new String(bytes(address), StandardCharsets.UTF_8);
    }

    /** @throws ChecksumException when the content is not the one that was promised */
    byte[] verified(URI address, String sha256) throws IOException {
        return checked(address, bytes(address), sha256);
    }

    /** @throws ChecksumException when the content is not the one that was promised */
    byte[] checked(URI address, byte[] content, String sha256) throws IOException {
        String actual = sha256(content);
        if (!actual.equals(sha256.toLowerCase(Locale.ROOT))) {
            throw new ChecksumException(address, sha256, actual);
        }
        return content;
    }

    private InputStream open(URI address, Map<String, String> headers) throws IOException {
        if ("file".equals(address.getScheme())) {
            try {
                return Files.newInputStream(Path.of(address));
            } catch (NoSuchFileException e) {
                throw new FileNotFoundException("There is no file " + e.getFile() + ".");
            }
        }
        try {
            return downloads.open(address, headers);
        } catch (UnauthorizedException e) {
            Optional<RegistryLogin> login = login(address);
            if (login.isEmpty()
                    || headers.containsKey(AUTHORIZATION)
                    || e.challenge().startsWith("Bearer ")) {
                throw e;
            }
            return downloads.open(address, with(headers, login.get().authorization()));
        }
    }

    /** The user's, for who is asked; told by https alone. */
    Optional<RegistryLogin> login(URI address) {
        return "https".equals(address.getScheme()) ? downloads.login(address.getAuthority()) : Optional.empty();
    }

    private static Map<String, String> with(Map<String, String> headers, String authorization) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(AUTHORIZATION, authorization);
        return all;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** What was downloaded is not what was promised. */
    static final class ChecksumException extends IOException {
        private static final long serialVersionUID = 1L;

        ChecksumException(URI address, String promised, String actual) {
            super(address + " has the SHA-256 " + actual + " and not " + promised + " as it should.");
        }
    }
}
