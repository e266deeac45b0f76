package io.meshprovisioner.spec;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The EC2 key pair for SSH to the nodes.
 *
 * @param name its name in EC2; empty: the mesh's name
 * @param privateKeyFile where the private key is written (owner-only, never overwritten) when the pair is made; when
 *     the file is there already, its public half is imported
 */
public record KeyPairSpec(Optional<String> name, Path privateKeyFile) {
    public static KeyPairSpec writtenTo(Path privateKeyFile) {
        return new KeyPairSpec(Optional.empty(), privateKeyFile);
    }
}
