package io.meshprovisioner.spi;

import io.meshprovisioner.connect.ConnectionTrouble;
import io.meshprovisioner.connect.Connections;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Fetches files by HTTP(S); can be handed in, for proxies, private mirrors and tests. */
@FunctionalInterface
public interface Downloads {
    /**
     * Opens the content behind an address; redirects are followed.
     *
     * @throws java.io.FileNotFoundException when there is nothing at the address (404, 410), naming it
     * @throws IOException when it cannot be had otherwise, naming the address and the status
     */
    InputStream open(URI address) throws IOException;

    /**
     * The same with headers, which registries need: the kind of answer wanted, and a token. Those that know nothing of
     * headers leave them out.
     *
     * @throws UnauthorizedException when a login or a token is wanted (401)
     */
    default InputStream open(URI address, Map<String, String> headers) throws IOException {
        return open(address);
    }

    /** The user's login at a registry, which is named by its host; for pull secrets, too. */
    default Optional<RegistryLogin> login(String registry) {
        return Optional.empty();
    }

    /** The same by other connections. Those that were handed in go their own way, unless they say otherwise here. */
    default Downloads withConnections(Connections connections) {
        return this;
    }

    /** A proxy or an authority stands in the way. */
    final class UnreachedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient ConnectionTrouble trouble;

        public UnreachedException(URI address, ConnectionTrouble trouble, IOException cause) {
            super(address + " is not reached. " + trouble.what() + " (" + cause.getMessage() + ")", cause);
            this.trouble = trouble;
        }

        /** What stands in the way, with advice. */
        public ConnectionTrouble trouble() {
            return trouble;
        }
    }

    /** A login or a token is wanted. */
    final class UnauthorizedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String challenge;

        /** @param challenge the header {@code WWW-Authenticate} */
        public UnauthorizedException(URI address, String challenge) {
            super(address + " wants a login (HTTP 401).");
            this.challenge = challenge;
        }

        /** How to log in, as the server says it. */
        public String challenge() {
            return challenge;
        }
    }
}
