package io.meshprovisioner.testkit.charts;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** Packs and unpacks trusted archives in memory; packing the same twice gives the same bytes. */
final class TarGz {
    private TarGz() {}

    static byte[] pack(String root, SortedMap<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        GzipParameters fast = new GzipParameters();
        fast.setCompressionLevel(Deflater.BEST_SPEED);
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes, fast), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(root + file.getKey());
                entry.setSize(file.getValue().length);
                entry.setModTime(0L);
                entry.setIds(0, 0);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Packing into memory cannot fail.", e);
        }
        return bytes.toByteArray();
    }

    /** The regular files by their path below {@code root} that are wanted. */
    static SortedMap<String, byte[]> unpack(byte[] packed, String root, Predicate<String> wanted) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GzipCompressorInputStream(new ByteArrayInputStream(packed)), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String path = entry.getName();
                if (entry.isFile() && path.startsWith(root) && wanted.test(path.substring(root.length()))) {
                    files.put(path.substring(root.length()), tar.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A release at hand cannot be unpacked.", e);
        }
        return files;
    }
}
