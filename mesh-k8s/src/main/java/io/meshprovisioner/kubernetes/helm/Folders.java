package io.meshprovisioner.kubernetes.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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

    /** Deletes what a folder holds, as far as it can. */
    static void deleteContents(Path folder) {
        List<Path> contents;
        try (Stream<Path> walk = Files.walk(folder)) {
            contents = walk.filter(path -> !path.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // It is gone, or somebody else deletes it at the same time.
            return;
        }
        contents.forEach(path -> path.toFile().delete());
    }
}
