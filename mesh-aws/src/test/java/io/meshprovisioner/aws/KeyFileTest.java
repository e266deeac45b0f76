package io.meshprovisioner.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshprovisioner.error.ResourceConflictException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G1.2: the private key on disk. */
class KeyFileTest {
    @TempDir
    Path folder;

    @Test
    void madeOwnerOnlyAndNeverOverwritten() throws Exception {
        Path path = folder.resolve("id");
        String first = new KeyFile(path).publicKey();
        byte[] content = Files.readAllBytes(path);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(first).startsWith("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI");
        assertThat(KeyFile.sameKey(first, new KeyFile(path).publicKey())).isTrue();
        assertThat(Files.readAllBytes(path)).isEqualTo(content);
    }

    @Test
    void theFileHoldsThePrivateHalfOfTheLine() throws Exception {
        Path path = folder.resolve("id");
        String line = new KeyFile(path).publicKey();

        byte[] file = Base64.getMimeDecoder()
                .decode(Files.readString(path)
                        .replaceAll("-----(BEGIN|END) OPENSSH PRIVATE KEY-----", "")
                        .getBytes(StandardCharsets.US_ASCII));
        byte[] blob = Base64.getDecoder().decode(line.split(" ")[1]);
        byte[] point = Arrays.copyOfRange(blob, blob.length - 32, blob.length);
        // The private section repeats the public point right behind the seed.
        int at = HexFormat.of().formatHex(file).lastIndexOf(HexFormat.of().formatHex(point)) / 2;
        byte[] seed = Arrays.copyOfRange(file, at - 32, at);
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key);
        signer.update("text".getBytes(StandardCharsets.US_ASCII));
        byte[] signature = signer.sign();

        byte[] spki = ByteBuffer.allocate(44)
                .put(HexFormat.of().parseHex("302a300506032b6570032100"))
                .put(point)
                .array();
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(
                KeyFactory.getInstance("Ed25519").generatePublic(new java.security.spec.X509EncodedKeySpec(spki)));
        verifier.update("text".getBytes(StandardCharsets.US_ASCII));
        assertThat(verifier.verify(signature)).isTrue();
    }

    @Test
    void rsaInPkcs8IsImported() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Path path = Files.writeString(folder.resolve("rsa.pem"), pem);

        assertThat(new KeyFile(path).publicKey()).startsWith("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB");
    }

    @Test
    void aFileThatIsNoKeyIsRefusedAndKept() throws Exception {
        Path path = Files.writeString(folder.resolve("notes.txt"), "hello");

        assertThatThrownBy(() -> new KeyFile(path).publicKey())
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("notes.txt");
        assertThat(Files.readString(path)).isEqualTo("hello");
    }

    @Test
    void aFolderThatIsMissingIsTold() {
        assertThatThrownBy(() -> new KeyFile(folder.resolve("no/id")).publicKey())
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("folder that exists");
    }
}
