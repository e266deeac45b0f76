package io.meshprovisioner.istio.traffic.question;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection as one proxy meets it.
 *
 * @param side where it comes from
 * @param address the IP address that it was meant for
 * @param port the port that it was meant for
 * @param http the request in it; null where it carries none that anybody could read
 * @param sourceAddress the client's IP address as this proxy sees it; empty when not known
 */
public record Arrival(
        Side side,
        String address,
        int port,
        Transport transport,
        @Nullable HttpRequest http,
        String sourceAddress) {
    /** On which side of a proxy something arrives. */
    public enum Side {
        /** From the sidecar's own workload (port 15001). */
        OUTBOUND,
        /** For the sidecar's own workload (port 15006). */
        INBOUND,
        /** At a gateway. */
        GATEWAY
    }

    /** The request in it, unless it is plain TCP or stays encrypted. */
    public Optional<HttpRequest> request() {
        return Optional.ofNullable(http);
    }
}
