package io.meshprovisioner.testkit.kube;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes kubeconfig files. */
final class Kubeconfigs {
    private Kubeconfigs() {}

    static String of(String name, String endpoint, String caPem, String token) {
        String authority = Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.UTF_8));
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: %1$s
                  cluster:
                    server: %2$s
                    certificate-authority-data: %3$s
                users:
                - name: %1$s
                  user:
                    token: %4$s
                contexts:
                - name: %1$s
                  context:
                    cluster: %1$s
                    user: %1$s
                current-context: %1$s
                """.formatted(name, endpoint, authority, token);
    }
}
