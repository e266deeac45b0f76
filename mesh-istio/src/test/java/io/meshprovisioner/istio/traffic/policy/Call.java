package io.meshprovisioner.istio.traffic.policy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call for tests, changed one thing at a time. */
record Call(
        String method,
        String path,
        String authority,
        @Nullable String principal,
        String sourceAddress,
        int destinationPort,
        String serverName,
        Map<String, String> headers,
        Map<String, Object> claims)
        implements Attributes {

    static final Call GET = new Call("GET", "/", "reviews", null, "10.0.0.1", 9080, "", Map.of(), Map.of());

    Call method(String changed) {
        return new Call(
                changed, path, authority, principal, sourceAddress, destinationPort, serverName, headers, claims);
    }

    Call path(String changed) {
        return new Call(
                method, changed, authority, principal, sourceAddress, destinationPort, serverName, headers, claims);
    }

    Call authority(String changed) {
        return new Call(method, path, changed, principal, sourceAddress, destinationPort, serverName, headers, claims);
    }

    /** The caller's identity without its scheme. */
    Call from(String identity) {
        return new Call(
                method,
                path,
                authority,
                "spiffe://" + identity,
                sourceAddress,
                destinationPort,
                serverName,
                headers,
                claims);
    }

    Call sourceAddress(String changed) {
        return new Call(method, path, authority, principal, changed, destinationPort, serverName, headers, claims);
    }

    Call port(int changed) {
        return new Call(method, path, authority, principal, sourceAddress, changed, serverName, headers, claims);
    }

    Call serverName(String changed) {
        return new Call(method, path, authority, principal, sourceAddress, destinationPort, changed, headers, claims);
    }

    Call header(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Call(method, path, authority, principal, sourceAddress, destinationPort, serverName, more, claims);
    }

    Call claims(Map<String, Object> changed) {
        return new Call(
                method, path, authority, principal, sourceAddress, destinationPort, serverName, headers, changed);
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public String destinationAddress() {
        return "10.2.0.1";
    }
}
