package io.meshprovisioner.istio.install;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Reads a {@code tar.gz} that is not trusted: into memory, within bounds, refusing what tries to get out. */
final class Archive {
    private static final long LARGEST_UNPACKED = 1L << 30;
    private static final long LARGEST_KEPT = 64L << 20;
    private static final int MOST_ENTRIES = 100_000;

    private final String where;
    private final byte[] packed;

    /** @param where named in errors */
    Archive(String where, byte[] packed) {
        this.where = where;
        this.packed = packed;
    }

    /** The content of all regular files whose path is wanted. */
    Map<String, byte[]> files(Predicate<String> wanted) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        long kept = 0;
        long unpacked = 0;
        int entries = 0;
        try (InputStream plain = new GzipCompressorInputStream(new ByteArrayInputStream(packed));
                TarArchiveInputStream tar = new TarArchiveInputStream(plain, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpacked += entry.getSize();
                if (++entries > MOST_ENTRIES || unpacked > LARGEST_UNPACKED) {
                    throw refused("it unpacks to more than any release does");
                }
                String path = safe(entry.getName());
                if (entry.isDirectory() || !wanted.test(path)) {
                    continue;
                }
                if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
                    throw refused(path + " is a link or a device");
                }
                kept += entry.getSize();
                if (kept > LARGEST_KEPT) {
                    throw refused("its charts are larger than any release's");
                }
                files.put(path, tar.readAllBytes());
            }
        }
        return files;
    }

    private String safe(String name) throws IOException {
        String path = name.startsWith("./") ? name.substring(2) : name;
        boolean out = path.startsWith("/")
                || path.indexOf('\\') >= 0
                || path.indexOf('\0') >= 0
                || java.util.Arrays.asList(path.split("/")).contains("..");
        if (out) {
            throw refused("the path " + name + " leads out of it");
        }
        return path;
    }

    private IOException refused(String why) {
        return new IOException("The archive " + where + " is refused: " + why + ".");
    }
}
