package io.meshprovisioner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.util.KubeConfig;
import io.meshprovisioner.error.ResourceConflictException;
import io.meshprovisioner.error.ResourceFailedException;
import io.meshprovisioner.spi.ApiAccess;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
    @TempDir
    Path folder;

    private static ApiAccess access(String cluster, String endpoint) {
        return new ApiAccess(
                cluster,
                URI.create(endpoint),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "1.35",
                () -> new ApiAccess.Token("s3cr3t", Instant.MAX));
    }

    /** As the official client reads it. */
    private static KubeConfig read(Path file) throws IOException {
        return KubeConfig.loadKubeConfig(new StringReader(Files.readString(file)));
    }

    @Test
    void isForKubectlAndHoldsNoSecret() throws IOException {
        Path file = folder.resolve("new/config");
        Kubeconfig.writeTo(file, access("shop", "https://shop.example"), "us-west-2");
        assertThat(read(file).getServer()).isEqualTo("https://shop.example");
        assertThat(Files.readString(file))
                .contains("client.authentication.k8s.io/v1beta1")
                .contains("get-token")
                .contains("us-west-2")
                .doesNotContain("s3cr3t");
        assertThatThrownBy(() -> Kubeconfig.writeTo(file, access("shop", "https://x"), "us-west-2"))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("mergeInto");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void isReadableByItsOwnerAlone() throws IOException {
        Path file = folder.resolve("config");
        Kubeconfig.writeTo(file, access("shop", "https://shop.example"), "us-west-2");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing beside it").containsExactly(file);
        }
    }

    @Test
    void mergesWithoutLosingWhatIsThere() throws IOException {
        Path file = folder.resolve("config");
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                preferences: {colors: true}
                clusters:
                - name: theirs
                  cluster: {server: "https://theirs.example"}
                users:
                - name: theirs
                  user: {username: "0123", password: "yes"}
                contexts:
                - name: theirs
                  context: {cluster: theirs, user: theirs, namespace: a}
                current-context: theirs
                """);
        Kubeconfig.mergeInto(file, access("shop", "https://old.example"), "us-west-2");
        Kubeconfig.mergeInto(file, access("shop", "https://shop.example"), "us-west-2");
        KubeConfig merged = read(file);
        assertThat(merged.getServer()).isEqualTo("https://shop.example");
        assertThat(merged.getClusters()).hasSize(2);
        assertThat(merged.setContext("theirs")).isTrue();
        assertThat(merged.getServer()).isEqualTo("https://theirs.example");
        assertThat(merged.getNamespace()).isEqualTo("a");
        assertThat(Map.of("u", merged.getUsername(), "p", merged.getPassword()))
                .isEqualTo(Map.of("u", "0123", "p", "yes"));
        assertThat(Files.readString(file)).contains("colors: true");
    }

    @Test
    void aFileThatIsNoKubeconfigIsLeftAlone() throws IOException {
        Path file = folder.resolve("config");
        Files.writeString(file, "just [ text");
        assertThatThrownBy(() -> Kubeconfig.mergeInto(file, access("shop", "https://x"), "us-west-2"))
                .isInstanceOf(ResourceFailedException.class)
                .hasMessageContaining("config");
        assertThat(Files.readString(file)).isEqualTo("just [ text");
    }
}
