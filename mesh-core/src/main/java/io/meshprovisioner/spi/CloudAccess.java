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
 * @param assumedRole work as this role, which the credentials only take on; empty: work with the credentials themselves
 */
public record CloudAccess(
        Optional<URI> endpoint,
        Optional<CloudCredentials> credentials,
        Optional<String> expectedAccount,
        Optional<AssumedRole> assumedRole) {

    /** By the cloud SDK's own chains. */
    public static final CloudAccess DEFAULT = new CloudAccess(Optional.empty(), Optional.empty(), Optional.empty());

    /** With the credentials themselves. */
    public CloudAccess(
            Optional<URI> endpoint, Optional<CloudCredentials> credentials, Optional<String> expectedAccount) {
        this(endpoint, credentials, expectedAccount, Optional.empty());
    }

    public CloudAccess expectedAccount(String account) {
        return new CloudAccess(endpoint, credentials, Optional.of(account), assumedRole);
    }

    public CloudAccess assumedRole(AssumedRole role) {
        return new CloudAccess(endpoint, credentials, expectedAccount, Optional.of(role));
    }

    /**
     * A role to work as.
     *
     * @param externalId what its owner asks for, so that nobody else has us take it on; empty: nothing
     * @param sessionName by which the role's owner sees in logs who works
     */
    public record AssumedRole(String arn, Optional<String> externalId, String sessionName) {
        public static AssumedRole of(String arn) {
            return new AssumedRole(arn, Optional.empty(), "mesh-provisioner");
        }

        public AssumedRole externalId(String id) {
            return new AssumedRole(arn, Optional.of(id), sessionName);
        }

        public AssumedRole sessionName(String name) {
            return new AssumedRole(arn, externalId, name);
        }
    }

    /** A key that signs requests. Its secret is never printed. */
    public record CloudCredentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
        @Override
        public String toString() {
            return "CloudCredentials(" + accessKeyId + ")";
        }
    }
}
