package io.meshprovisioner;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.RegistryLogin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps what never changes: archives, packed charts, and what a registry names by its digest. A file is written beside
 * and moved into place, begins with the digest of what follows, and is fetched anew where the two do not fit.
 */
final class CachedDownloads implements Downloads {
    private static final Pattern LASTING = Pattern.compile(".*(\\.tgz|\\.tar\\.gz|/blobs/sha256:[0-9a-f]{64})");
    private static final int DIGEST = 32;

    private final Path folder;
    private final Downloads source;

    CachedDownloads(Path folder, Downloads source) {
        this.folder = folder;
        this.source = source;
    }

    @Override
    public InputStream open(URI address) throws IOException {
        return open(address, Map.of());
    }

    @Override
    public InputStream open(URI address, Map<String, String> headers) throws IOException {
        if (!LASTING.matcher(address.toString()).matches() || "file".equals(address.getScheme())) {
            return source.open(address, headers);
        }
        Path file = folder.resolve(
                HexFormat.of().formatHex(sha256(address.toString().getBytes(StandardCharsets.UTF_8))));
        byte[] known = read(file);
        if (known.length > 0) {
            return new ByteArrayInputStream(known);
        }
        byte[] content;
        try (InputStream in = source.open(address, headers)) {
            content = in.readAllBytes();
        }
        write(file, content);
        return new ByteArrayInputStream(content);
    }

    @Override
    public Downloads withConnections(Connections connections) {
        return new CachedDownloads(folder, source.withConnections(connections));
    }

    @Override
    public Optional<RegistryLogin> login(String registry) {
        return source.login(registry);
    }

    /** Empty where there is nothing, or something else than was written. */
    private static byte[] read(Path file) throws IOException {
        try {
            byte[] all = Files.readAllBytes(file);
            byte[] content = Arrays.copyOfRange(all, Math.min(DIGEST, all.length), all.length);
            return Arrays.equals(Arrays.copyOf(all, Math.min(DIGEST, all.length)), sha256(content))
                    ? content
                    : new byte[0];
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(folder);
        Path beside = Files.createTempFile(folder, "part", "");
        try {
            try (var out = Files.newOutputStream(beside)) {
                out.write(sha256(content));
                out.write(content);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
