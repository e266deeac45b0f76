package io.meshprovisioner.kubernetes.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildCommandTest {
    private static final Map<String, String> HOST = Map.of(
            "PATH", "/bin",
            "https_proxy", "http://proxy.example.com:3128",
            "NO_PROXY", ".internal",
            "SSL_CERT_FILE", "/etc/company.pem",
            "AWS_SECRET_ACCESS_KEY", "hidden");

    @Test
    void theHostsProxyIsLeftOutWhereAnotherIsSaid() {
        Map<String, String> asNow = new HashMap<>(HOST);
        ChildCommand.environment(asNow, Path.of("folder"), false);
        assertThat(asNow)
                .containsKeys("PATH", "https_proxy", "NO_PROXY", "SSL_CERT_FILE")
                .doesNotContainKey("AWS_SECRET_ACCESS_KEY");

        Map<String, String> said = new HashMap<>(HOST);
        ChildCommand.environment(said, Path.of("folder"), true);
        assertThat(said).containsKeys("PATH", "SSL_CERT_FILE").doesNotContainKeys("https_proxy", "NO_PROXY");
    }
}
