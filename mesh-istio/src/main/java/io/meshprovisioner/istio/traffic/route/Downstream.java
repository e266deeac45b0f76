package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.rule.CorsRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a route makes of an answer on its way to the client, as Envoy writes it. */
public final class Downstream {
    private static final String ORIGIN = "origin";
    private static final String ALLOW = "access-control-allow-";

    private Downstream() {}

    /**
     * The headers of a service's answer as the client sees them.
     *
     * @param answer by lower-case name, as the service sends them
     * @param cluster the one that the request went to
     */
    public static Map<String, List<String>> headers(
            Map<String, List<String>> answer, Route route, ClusterShare cluster, HttpRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>(answer);
        Upstream.change(headers, cluster.headers().response(), request);
        Upstream.change(headers, route.headers().response(), request);
        headers.putAll(allowed(route, request));
        return headers;
    }

    /** Whether a browser asks, before its page's own request, whether it may send that. */
    public static boolean isPreflight(HttpRequest request) {
        return request.method().equals("OPTIONS")
                && request.headers().containsKey(ORIGIN)
                && request.headers().containsKey("access-control-request-method");
    }

    /** The headers with which the proxy itself answers a preflight; none for an origin that may not call. */
    public static Map<String, List<String>> preflight(Route route, HttpRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>(allowed(route, request));
        CorsRule cors = route.cors().orElse(null);
        if (cors != null && !headers.isEmpty()) {
            put(headers, ALLOW + "methods", String.join(",", cors.allowMethods()));
            put(headers, ALLOW + "headers", String.join(",", cors.allowHeaders()));
            put(
                    headers,
                    "access-control-max-age",
                    Optional.ofNullable(cors.maxAge())
                            .map(age -> Long.toString(age.toSeconds()))
                            .orElse(""));
        }
        return headers;
    }

    private static Map<String, List<String>> allowed(Route route, HttpRequest request) {
        String origin = String.join(",", request.headers().getOrDefault(ORIGIN, List.of()));
        CorsRule cors = route.cors().orElse(null);
        if (cors == null || origin.isEmpty() || !cors.allows(origin)) {
            return Map.of();
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        put(headers, ALLOW + "origin", origin);
        put(headers, ALLOW + "credentials", Boolean.TRUE.equals(cors.allowCredentials()) ? "true" : "");
        put(headers, "access-control-expose-headers", String.join(",", cors.exposeHeaders()));
        return headers;
    }

    private static void put(Map<String, List<String>> headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.put(name, List.of(value));
        }
    }
}
