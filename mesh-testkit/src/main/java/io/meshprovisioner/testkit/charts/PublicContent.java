package io.meshprovisioner.testkit.charts;

import java.net.URI;
import java.util.Optional;

/** What can be downloaded from public addresses. Safe for use by many threads. */
@FunctionalInterface
public interface PublicContent {

    /** The content behind an address; empty where there is none. Treat it as immutable. */
    Optional<byte[]> get(URI address);
}
