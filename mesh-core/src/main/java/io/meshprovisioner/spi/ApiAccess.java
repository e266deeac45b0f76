package io.meshprovisioner.spi;

import io.meshprovisioner.connect.Connections;
import java.net.URI;
import java.time.Instant;

/**
 * How a Kubernetes API is reached.
 *
 * @param cluster the cluster's name
 * @param endpoint its address
 * @param certificateAuthority PEM
 * @param kubernetesVersion such as {@code 1.35}
 * @param tokens mints bearer tokens
 * @param connections how this cluster alone is reached; a proxy here goes before one that all clients go by
 */
public record ApiAccess(
        String cluster,
        URI endpoint,
        String certificateAuthority,
        String kubernetesVersion,
        TokenSource tokens,
        Connections connections) {

    /** Reached as everything else is. */
    public ApiAccess(
            String cluster, URI endpoint, String certificateAuthority, String kubernetesVersion, TokenSource tokens) {
        this(cluster, endpoint, certificateAuthority, kubernetesVersion, tokens, Connections.DEFAULT);
    }

    public ApiAccess kubernetesVersion(String version) {
        return new ApiAccess(cluster, endpoint, certificateAuthority, version, tokens, connections);
    }

    public ApiAccess connections(Connections way) {
        return new ApiAccess(cluster, endpoint, certificateAuthority, kubernetesVersion, tokens, way);
    }

    /** With the authorities that {@link #connections} trusts beside its own. */
    public ApiAccess withTrustedAuthorities() {
        return new ApiAccess(
                cluster,
                endpoint,
                connections.authorities(certificateAuthority),
                kubernetesVersion,
                tokens,
                connections);
    }

    @Override
    public String toString() {
        return "ApiAccess(" + cluster + " at " + endpoint + ")";
    }

    /** Mints bearer tokens; safe for use by many threads. */
    @FunctionalInterface
    public interface TokenSource {
        Token mint();
    }

    /** A bearer token; never printed. */
    public record Token(String value, Instant expires) {
        @Override
        public String toString() {
            return "Token(until " + expires + ")";
        }
    }
}
