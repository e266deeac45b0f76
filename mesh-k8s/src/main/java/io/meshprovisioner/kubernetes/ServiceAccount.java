package io.meshprovisioner.kubernetes;

import io.meshprovisioner.error.CredentialsException;
import io.meshprovisioner.error.Failure;
import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.time.Time;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The way in that Kubernetes mounts into each pod.
 *
 * @param environment where the API server's address stands
 * @param mounted the folder with the token, which the kubelet renews, and the authority
 */
record ServiceAccount(Map<String, String> environment, Path mounted) {
    static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    /** The kubelet renews a token long before its end; reading the file again each minute is enough. */
    static final Duration READ_AGAIN = Duration.ofMinutes(2);

    ApiAccess access(Time time) {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        if (host.isEmpty()) {
            throw new CredentialsException(Failure.of(
                            "This does not run in a pod of a cluster.",
                            "Name a kubeconfig file instead: ExistingCluster.kubeconfig(Path.of(\"...\")).")
                    .because("KUBERNETES_SERVICE_HOST is not set."));
        }
        String authority = host.contains(":") ? "[" + host + "]" : host;
        return new ApiAccess(
                "in-cluster",
                URI.create("https://" + authority + ":" + port),
                read(mounted.resolve("ca.crt")),
                "",
                () -> new ApiAccess.Token(
                        read(mounted.resolve("token")).strip(), time.now().plus(READ_AGAIN)));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CredentialsException(
                    Failure.of("The file " + file + " cannot be read.", "Correct its path or its permissions.")
                            .because(String.valueOf(e.getMessage()))
                            .causedBy(e));
        }
    }
}
