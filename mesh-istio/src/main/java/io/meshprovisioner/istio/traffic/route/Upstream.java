package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.rule.HeaderRules;
import io.meshprovisioner.istio.traffic.rule.RewriteRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a route makes of a request on its way to the service, as Envoy writes it. */
public final class Upstream {
    private Upstream() {}

    /**
     * The request as the service sees it.
     *
     * @param cluster the one among the route's clusters that it goes to
     */
    public static HttpRequest request(
            RequestView view, Route route, RouteAction.Forward forward, ClusterShare cluster) {
        HttpRequest request = view.request();
        String original = view.path() + view.query();
        if (isLeftAlone(forward, route, cluster) && original.equals(request.path())) {
            return request;
        }
        Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
        change(headers, cluster.headers().request(), request);
        change(headers, route.headers().request(), request);
        String path = rewritten(view, route, forward.rewrite());
        boolean moved = forward.rewrite() != null && forward.rewrite().movesPath();
        if (moved) {
            headers.put("x-envoy-original-path", List.of(original));
        }
        String authority = authority(forward, cluster);
        if (!authority.isEmpty()) {
            headers.put("x-envoy-original-host", List.of(request.authority()));
        }
        long timeout = forward.timeout().toMillis();
        long perTry = forward.retries().perTryTimeout() == null
                ? 0
                : forward.retries().perTryTimeout().toMillis();
        long expected = perTry > 0 && (timeout == 0 || perTry < timeout) ? perTry : timeout;
        if (expected > 0) {
            headers.put("x-envoy-expected-rq-timeout-ms", List.of(Long.toString(expected)));
        }
        return new HttpRequest(
                request.method(),
                request.scheme(),
                authority.isEmpty() ? request.authority() : authority,
                path,
                headers,
                request.http2());
    }

    private static boolean isLeftAlone(RouteAction.Forward forward, Route route, ClusterShare cluster) {
        return forward.rewrite() == null
                && forward.authority().isEmpty()
                && forward.timeout().isZero()
                && forward.retries().perTryTimeout() == null
                && cluster.headers().authority().isEmpty()
                && cluster.headers().request().isEmpty()
                && route.headers().request().isEmpty();
    }

    /** The authority of the rule counts before the one that the chosen destination sets. */
    private static String authority(RouteAction.Forward forward, ClusterShare cluster) {
        return forward.authority().isEmpty() ? cluster.headers().authority() : forward.authority();
    }

    /** The path and query after the rule's rewrite. */
    static String rewritten(RequestView view, Route route, @Nullable RewriteRule rewrite) {
        String path = view.path();
        if (rewrite == null) {
            return path + view.query();
        }
        if (!rewrite.regex().isEmpty()) {
            return rewrite.replaced(path) + view.query();
        }
        if (rewrite.uri().isEmpty()) {
            return path + view.query();
        }
        int matched = Math.min(route.matchedLength(path), path.length());
        if (route.hasSeparatedPrefix() && rewrite.uri().equals("/")) {
            String rest = path.substring(matched);
            return (rest.startsWith("/") ? rest : "/" + rest) + view.query();
        }
        return rewrite.uri() + path.substring(matched) + view.query();
    }

    static void change(Map<String, List<String>> headers, HeaderRules.Changes changes, HttpRequest request) {
        changes.removed().forEach(headers::remove);
        for (HeaderRules.Value value : changes.values()) {
            String text = HeaderFormat.filled(value.value(), request);
            if (value.append() && headers.containsKey(value.name())) {
                List<String> both = new ArrayList<>(headers.getOrDefault(value.name(), List.of()));
                both.add(text);
                headers.put(value.name(), List.copyOf(both));
            } else {
                headers.put(value.name(), List.of(text));
            }
        }
    }
}
