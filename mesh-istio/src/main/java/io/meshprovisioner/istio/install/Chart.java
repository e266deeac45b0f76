package io.meshprovisioner.istio.install;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * A Helm chart in memory.
 *
 * @param name as its {@code Chart.yaml} has it
 * @param version of the Istio release it belongs to
 * @param files content by path inside the chart
 */
record Chart(String name, String version, SortedMap<String, byte[]> files) {
    private static final Pattern VERSION_LINE = Pattern.compile("(?m)^version:.*$");
    private static final Pattern APP_VERSION_LINE = Pattern.compile("(?m)^appVersion:.*\\R?");

    Chart {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Reads the name and version from {@code Chart.yaml}. */
    static Chart of(Map<String, byte[]> files, String where) throws IOException {
        byte[] description = files.get("Chart.yaml");
        if (description == null) {
            throw new IOException("There is no Chart.yaml in the chart at " + where + ".");
        }
        Tree tree = new Tree(Yaml.map(new String(description, StandardCharsets.UTF_8)));
        return new Chart(tree.text("name"), tree.text("version"), new TreeMap<>(files));
    }

    Optional<String> text(String path) {
        return Optional.ofNullable(files.get(path)).map(content -> new String(content, StandardCharsets.UTF_8));
    }

    /** Its default values; newer charts keep them below a key of their own. */
    Tree defaults() {
        try {
            Tree values = new Tree(Yaml.map(text("values.yaml").orElse("{}")));
            return java.util.stream.Stream.of("_internal_defaults_do_not_set", "defaults")
                    .map(values::at)
                    .filter(inner -> inner.value() instanceof Map<?, ?>)
                    .findFirst()
                    .orElse(values);
        } catch (IOException e) {
            throw new UncheckedIOException("The values.yaml of the chart " + this + " cannot be read.", e);
        }
    }

    /** The same chart, numbered as the release it is from; the sources of a release carry a placeholder. */
    Chart stamped(String release) {
        SortedMap<String, byte[]> changed = new TreeMap<>(files);
        String description = text("Chart.yaml").orElse("");
        String without = APP_VERSION_LINE.matcher(description).replaceAll("");
        String numbered =
                VERSION_LINE.matcher(without).replaceFirst("version: " + release + "\nappVersion: " + release);
        changed.put("Chart.yaml", numbered.getBytes(StandardCharsets.UTF_8));
        return new Chart(name, release, changed);
    }

    /** The same chart without the files that match. */
    Chart without(Predicate<String> path) {
        SortedMap<String, byte[]> fewer = new TreeMap<>(files);
        fewer.keySet().removeIf(path);
        return new Chart(name, version, fewer);
    }

    /** As a {@code .tgz}, byte for byte the same each time. */
    byte[] packed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(Deflater.BEST_SPEED);
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes, parameters), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(name + "/" + file.getKey());
                entry.setSize(file.getValue().length);
                entry.setModTime(0L);
                entry.setIds(0, 0);
                entry.setMode(0644);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Packing into memory cannot fail.", e);
        }
        return bytes.toByteArray();
    }

    /** Has {@code use} work with the packed chart as an owner-only file that is gone afterwards. */
    <T> T asFile(Function<Path, T> use) {
        try {
            Path folder = Files.createTempDirectory(
                    "mesh-chart-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path file = folder.resolve(name + "-" + version + ".tgz");
            try {
                Files.write(file, packed());
                return use.apply(file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The chart " + this + " cannot be written to the temporary folder.", e);
        }
    }

    @Override
    public String toString() {
        return name + "-" + version;
    }
}
