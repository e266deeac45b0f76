package io.meshprovisioner.aws;

import io.meshprovisioner.error.Failure;
import io.meshprovisioner.error.ResourceConflictException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;

/** The file of a private key: made once, readable by its owner only, never overwritten. */
final class KeyFile {
    private final Path path;

    KeyFile(Path path) {
        this.path = path;
    }

    /** The public half in OpenSSH's form; makes the pair where the file is missing. */
    String publicKey() {
        Optional<String> there = publicKeyIfThere();
        return there.orElseGet(this::make);
    }

    /** The public half of the key in the file; empty when there is no file. */
    Optional<String> publicKeyIfThere() {
        try {
            return Files.exists(path)
                    ? Optional.of(SshKeys.publicHalf(Files.readString(path, StandardCharsets.US_ASCII)))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new ResourceConflictException(Failure.of(
                            "The private key file " + path + " cannot be used.",
                            "Hand in an OpenSSH private key (ssh-keygen -t ed25519), or name a file that is not there"
                                    + " yet: a key is made for it.")
                    .because(String.valueOf(e.getMessage()))
                    .causedBy(e));
        }
    }

    private String make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            write(SshKeys.privateFile(pair));
            return SshKeys.publicLine(pair);
        } catch (FileAlreadyExistsException e) {
            return publicKeyIfThere().orElseThrow(); // made by another run meanwhile
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new ResourceConflictException(Failure.of(
                            "The private key cannot be written to " + path + ".",
                            "Name a file in a folder that exists and can be written to.")
                    .because(String.valueOf(e.getMessage()))
                    .causedBy(e));
        }
    }

    private void write(String content) throws IOException {
        Files.createFile(path, ownerOnly());
        Files.writeString(path, content, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    }

    private static FileAttribute<?>[] ownerOnly() {
        Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Whether two public keys in OpenSSH's form are the same, comments aside. */
    static boolean sameKey(String one, String other) {
        return material(one).equals(material(other));
    }

    private static String material(String line) {
        String[] words = line.trim().split("\\s+");
        return words.length < 2 ? line.trim() : words[0] + " " + words[1];
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
