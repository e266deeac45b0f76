package io.meshprovisioner.event;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/**
 * Where the changing calls of runs are written down. A run opens it before its first call and closes it at its end; what
 * cannot be written down is not done: then the run ends.
 */
@FunctionalInterface
public interface AuditLog {

    /** @throws IOException when it cannot be written to: then the run does not begin */
    Writer open() throws IOException;

    /** Takes the records of one run, one at a time, on any thread. */
    interface Writer extends AutoCloseable {
        /** @throws IOException when it cannot be kept: then the run ends */
        void write(AuditRecord call) throws IOException;

        @Override
        default void close() throws IOException {}
    }

    /** Hands each record to a consumer of the user's. */
    static AuditLog to(Consumer<AuditRecord> consumer) {
        return () -> consumer::accept;
    }

    /** Appends each record to a file as a line of JSON, at once. Where the file system knows owners, only its owner may read it. */
    static AuditLog file(Path file) {
        return () -> {
            Path folder = file.toAbsolutePath().getParent();
            boolean owners = folder != null && Files.getFileStore(folder).supportsFileAttributeView("posix");
            if (owners && !Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else if (owners) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return new Lines(Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        };
    }

    /** A file of lines. */
    final class Lines implements Writer {
        private final BufferedWriter out;

        private Lines(BufferedWriter out) {
            this.out = out;
        }

        @Override
        public void write(AuditRecord call) throws IOException {
            out.write(call.toJson() + "\n");
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
