package io.meshprovisioner.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The key pair: EC2's rule for its name, and whether its file can be written or, when it is there, used. */
final class KeyPairCheck {
    private static final Pattern NAME = Pattern.compile("[!-~]([ -~]{0,253}[!-~])?");
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private KeyPairCheck() {}

    static void run(KeyPairSpec keyPair, Problems problems) {
        keyPair.name()
                .filter(name -> !NAME.matcher(name).matches())
                .ifPresent(name -> problems.add(
                        "keyPair.name",
                        "\"" + Problems.shown(name) + "\" cannot name a key pair.",
                        "Use 1 to 255 ASCII characters, no space first or last."));
        keyPair.privateKeyFile().ifPresent(file -> file(file, problems));
        if (keyPair.privateKeyFile().isEmpty() && keyPair.name().isEmpty()) {
            problems.add(
                    "keyPair.name",
                    "A key pair that stands already has no name here.",
                    "Write its name in EC2, or a privateKeyFile to have one made.");
        }
    }

    private static void file(Path file, Problems problems) {
        String path = "keyPair.privateKeyFile";
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            problems.add(path, file + " is a folder.", "Name a file in it, such as " + file.resolve("mesh.pem") + ".");
        } else if (Files.exists(file)) {
            existing(path, file, problems);
        } else if (folder == null || !Files.isDirectory(folder)) {
            problems.add(
                    path,
                    "The folder " + folder + " does not exist.",
                    "Make it, or name a file in a folder that exists.");
        } else if (!Files.isWritable(folder)) {
            problems.add(
                    path,
                    "No file can be written in " + folder + ".",
                    "Name a file in a folder that you may write in.");
        }
    }

    private static void existing(String path, Path file, Problems problems) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            problems.add(path, file + " cannot be read.", "Name a private key file of your own.");
        } else if (!OWNERS.containsAll(permissions(file))) {
            problems.add(path, file + " can be read or written by others than its owner.", "Run: chmod 600 " + file);
        }
    }

    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException | IOException e) {
            return Set.of();
        }
    }
}
