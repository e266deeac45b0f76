package io.meshprovisioner.spi;

import java.net.URI;
import java.util.Optional;

/**
 * How a cloud backend reaches the cloud, where the cloud's own chains (environment, profiles, instance roles) shall
 * not decide.
 *
 * @param endpoint where all services are reached; empty: their public addresses
 * @param credentials empty: the cloud SDK's own chain
 * @param expectedAccount refuse to work in any other account; empty: any
 */
public record CloudAccess(
        Optional<URI> endpoint, Optional<CloudCredentials> credentials, Optional<String> expectedAccount) {

    /** By the cloud SDK's own chains. */
    public static final CloudAccess DEFAULT = new CloudAccess(Optional.empty(), Optional.empty(), Optional.empty());

    /** A key that signs requests. Its secret is never printed. */
    public record CloudCredentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
        @Override
        public String toString() {
            return "CloudCredentials(" + accessKeyId + ")";
        }
    }
}
