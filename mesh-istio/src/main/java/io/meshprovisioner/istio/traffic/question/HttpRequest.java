package io.meshprovisioner.istio.traffic.question;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP request.
 *
 * @param method in upper case, such as {@code GET}
 * @param scheme {@code http} or {@code https}
 * @param authority the host that the request names, with its port where that is written
 * @param path path and query
 * @param headers by lower-case name, without pseudo headers
 * @param http2 whether it is sent as HTTP/2
 */
public record HttpRequest(
        String method, String scheme, String authority, String path, Map<String, List<String>> headers, boolean http2) {
    public HttpRequest {
        headers = headers.isEmpty() ? Map.of() : lowerCase(headers);
    }

    private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        Map<String, List<String>> lower = new LinkedHashMap<>();
        headers.forEach((name, values) -> lower.merge(name.toLowerCase(Locale.ROOT), List.copyOf(values), (a, b) -> {
            List<String> both = new ArrayList<>(a);
            both.addAll(b);
            return List.copyOf(both);
        }));
        return Collections.unmodifiableMap(lower);
    }

    /** A GET without headers of its own, over HTTP/1.1. */
    public static HttpRequest get(String authority, String path) {
        return new HttpRequest("GET", "http", authority, path, Map.of(), false);
    }

    /** The same to another authority. */
    public HttpRequest authority(String changed) {
        return new HttpRequest(method, scheme, changed, path, headers, http2);
    }

    /** The same over another scheme. */
    public HttpRequest scheme(String changed) {
        return new HttpRequest(method, changed, authority, path, headers, http2);
    }

    /** The path without the query. */
    public String pathOnly() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** The authority without its port. */
    public String host() {
        int colon = authority.lastIndexOf(':');
        return colon < 0 || authority.indexOf(']') > colon ? authority : authority.substring(0, colon);
    }
}
