package io.meshprovisioner.spec;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The EC2 key pair for SSH to the nodes.
 *
 * @param name its name in EC2; empty: the mesh's name
 * @param privateKeyFile where the private key is written (owner-only, never overwritten) when the pair is made; when
 *     the file is there already, its public half is imported; empty: the key pair stands in EC2 already, and stays
 */
public record KeyPairSpec(Optional<String> name, Optional<Path> privateKeyFile) {
    public static KeyPairSpec writtenTo(Path privateKeyFile) {
        return new KeyPairSpec(Optional.empty(), Optional.of(privateKeyFile));
    }

    /** A key pair that stands in EC2 already, whoever has its private key. */
    public static KeyPairSpec existing(String name) {
        return new KeyPairSpec(Optional.of(name), Optional.empty());
    }
}
