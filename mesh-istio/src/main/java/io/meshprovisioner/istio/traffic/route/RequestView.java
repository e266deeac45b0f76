package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.question.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as matchers look at it: what many rules ask for is worked out once. Of one decision, so of one thread. */
public final class RequestView {
    private final HttpRequest request;
    private final String path;
    private final String query;
    private final Map<String, Object> claims;
    private @Nullable Map<String, String> parameters;

    /** The request as it is, its path as Envoy writes it. */
    public RequestView(HttpRequest request) {
        this(request, Map.of());
    }

    /** @param claims of the token that the proxy accepted */
    public RequestView(HttpRequest request, Map<String, Object> claims) {
        this.request = request;
        this.claims = claims;
        String whole = Paths.normalized(request.path());
        int mark = whole.indexOf('?');
        path = mark < 0 ? whole : whole.substring(0, mark);
        query = mark < 0 ? "" : whole.substring(mark);
    }

    public HttpRequest request() {
        return request;
    }

    /** Path and query as matchers see them. */
    public String pathAndQuery() {
        return path + query;
    }

    /** The path without the query. */
    String path() {
        return path;
    }

    /** The query with its question mark; empty without one. */
    String query() {
        return query;
    }

    /** Those of the token that the proxy accepted; empty without one. */
    Map<String, Object> claims() {
        return claims;
    }

    /** The value of a header, several joined by commas; null where it is missing. */
    @Nullable
    String header(String name) {
        List<String> values = request.headers().get(name);
        if (values != null && !values.isEmpty()) {
            return values.size() == 1 ? values.get(0) : String.join(",", values);
        }
        return switch (name) {
            case ":authority", "host" -> request.authority();
            case ":method" -> request.method();
            case ":scheme" -> request.scheme();
            case ":path" -> path + query;
            default -> null;
        };
    }

    /** The first value of a query parameter as it is written; null where it is missing. */
    @Nullable
    String parameter(String name) {
        Map<String, String> known = parameters;
        if (known == null) {
            known = parse(query);
            parameters = known;
        }
        return known.get(name);
    }

    private static Map<String, String> parse(String query) {
        if (query.length() < 2) {
            return Map.of();
        }
        Map<String, String> parameters = new HashMap<>();
        int at = 1;
        while (at < query.length()) {
            int end = query.indexOf('&', at);
            if (end < 0) {
                end = query.length();
            }
            int equals = query.indexOf('=', at);
            if (equals >= 0 && equals < end) {
                parameters.putIfAbsent(query.substring(at, equals), query.substring(equals + 1, end));
            } else {
                parameters.putIfAbsent(query.substring(at, end), "");
            }
            at = end + 1;
        }
        return parameters;
    }
}
