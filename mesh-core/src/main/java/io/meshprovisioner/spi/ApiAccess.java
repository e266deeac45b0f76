package io.meshprovisioner.spi;

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
 */
public record ApiAccess(
        String cluster, URI endpoint, String certificateAuthority, String kubernetesVersion, TokenSource tokens) {

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
