package io.meshprovisioner.spi;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A digest of a chart's content and of values, the same wherever the chart lies and in whatever order values come. */
final class ChartFingerprint {
    private final MessageDigest digest = sha256();

    private ChartFingerprint() {}

    static String of(Path chart, Map<String, Object> values) {
        ChartFingerprint fingerprint = new ChartFingerprint();
        try {
            fingerprint.chart(chart);
        } catch (IOException e) {
            throw new ResourceFailedException(Failure.of(
                            "The chart cannot be read.", "Check that it is a chart's folder or a packed chart (.tgz).")
                    .at(chart)
                    .because(String.valueOf(e.getMessage()))
                    .causedBy(e));
        }
        fingerprint.value(values);
        return HexFormat.of().formatHex(fingerprint.digest.digest()).substring(0, 40);
    }

    private void chart(Path chart) throws IOException {
        if (!Files.isDirectory(chart)) {
            file(chart);
            return;
        }
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(chart, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(Files::isRegularFile)
                    .forEach(path -> files.put(chart.relativize(path).toString().replace('\\', '/'), path));
        }
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            text("f", entry.getKey());
            file(entry.getValue());
        }
    }

    private void file(Path path) throws IOException {
        MessageDigest content = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                content.update(buffer, 0, read);
            }
        }
        digest.update(content.digest());
    }

    private void value(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((key, member) -> sorted.put(String.valueOf(key), member));
            text("m", Integer.toString(sorted.size()));
            sorted.forEach((key, member) -> {
                text("k", key);
                value(member);
            });
        } else if (value instanceof List<?> list) {
            text("l", Integer.toString(list.size()));
            list.forEach(this::value);
        } else if (value instanceof Number number) {
            text("n", new BigDecimal(number.toString()).stripTrailingZeros().toPlainString());
        } else if (value instanceof String string) {
            text("s", string);
        } else {
            text("o", String.valueOf(value));
        }
    }

    private void text(String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((type + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
