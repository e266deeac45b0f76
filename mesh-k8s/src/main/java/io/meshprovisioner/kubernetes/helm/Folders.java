package io.meshprovisioner.kubernetes.helm;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The worker's own folder, which nobody but its owner can read. */
final class Folders {
    private Folders() {}

    static Path createTemporary() throws IOException {
        Path folder = Files.createTempDirectory("mesh-provisioner-helm-").toRealPath();
        Files.createDirectory(folder.resolve("native"));
        return folder;
    }

    static Path createOwnerOnly(Path file) throws IOException {
        FileAttribute<?>[] ownerOnly =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return Files.createFile(file, ownerOnly);
    }

    /** Deletes a folder with all it holds, as far as it can; whether it is gone. */
    static boolean delete(Path folder) {
        deleteContents(folder);
        return folder.toFile().delete() || !Files.exists(folder);
    }

    /** Deletes what a folder holds, as far as it can; another thread may be at it too. */
    static void deleteContents(Path folder) {
        try {
            Files.walkFileTree(folder, new Deletion(folder));
        } catch (IOException e) {
            throw new IllegalStateException("The visitor fails at nothing.", e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        private final Path top;

        private Deletion(Path top) {
            this.top = top;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            file.toFile().delete();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            if (!directory.equals(top)) {
                directory.toFile().delete();
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
