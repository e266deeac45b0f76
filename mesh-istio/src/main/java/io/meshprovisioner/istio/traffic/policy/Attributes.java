package io.meshprovisioner.istio.traffic.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy knows of a call when its policies are asked. For a plain connection all that is about HTTP is empty. An
 * implementation answers the same each time it is asked.
 */
public interface Attributes {

    /** The address that the connection comes from, as a literal; empty if it is not known. */
    String sourceAddress();

    /** The address of the caller behind proxies (X-Forwarded-For, PROXY protocol); default: that of the connection. */
    default String remoteAddress() {
        return sourceAddress();
    }

    /** The address that is called, as the workload has it; empty if it is not known. */
    String destinationAddress();

    /** The port that is called, as the workload has it (the target port of a service). */
    int destinationPort();

    /** The server name that TLS asked for; empty without one. */
    default String serverName() {
        return "";
    }

    /** The identity in the caller's certificate, such as {@code spiffe://cluster.local/ns/shop/sa/cart}; null without. */
    @Nullable
    String principal();

    /** The HTTP method; empty for a plain connection. */
    default String method() {
        return "";
    }

    /** The path after the proxy has normalized it, perhaps with a query; empty for a plain connection. */
    default String path() {
        return "";
    }

    /** The authority (Host) as the caller sent it; null for a plain connection. */
    default @Nullable String authority() {
        return null;
    }

    /** The value of a header, of several joined by commas; null without one. Names are compared without case. */
    default @Nullable String header(String name) {
        return null;
    }

    /** The claims of the token that was verified; empty without one. Lists and maps are nested as in JSON. */
    default Map<String, Object> claims() {
        return Map.of();
    }
}
