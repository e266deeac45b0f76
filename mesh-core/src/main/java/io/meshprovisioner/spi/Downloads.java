package io.meshprovisioner.spi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

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
}
