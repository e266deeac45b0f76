package io.meshprovisioner.istio.install;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Archives, also ones that no honest tool writes. */
final class TestArchives {
    private TestArchives() {}

    static byte[] tarGz(Map<String, byte[]> files) {
        return pack(tar -> {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        });
    }

    static byte[] symbolicLink(String name, String target) {
        return pack(tar -> {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(target);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        });
    }

    /** A file of zeros, which pack very well. */
    static byte[] bomb(String name, long megabytes) {
        return pack(tar -> {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(megabytes << 20);
            tar.putArchiveEntry(entry);
            byte[] zeros = new byte[1 << 20];
            for (long written = 0; written < megabytes; written++) {
                tar.write(zeros);
            }
            tar.closeArchiveEntry();
        });
    }

    private interface Writing {
        void to(TarArchiveOutputStream tar) throws IOException;
    }

    private static byte[] pack(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            writing.to(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
