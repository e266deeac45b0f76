package io.meshprovisioner.istio.traffic.route;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.meshprovisioner.istio.traffic.question.HttpRequest;
import io.meshprovisioner.istio.traffic.rule.HeaderRules;
import io.meshprovisioner.istio.traffic.rule.RewriteRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a route makes of a request on its way to the service, as Envoy writes it. */
public final class Upstream {
    /** The longest an expression of a rewrite may be kept; Istio takes none that is longer than 1024 bytes. */
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private static final int KEPT_PATTERNS = 1000;
    private static final Pattern NOTHING = Pattern.compile("[^\\x00-\\x{10FFFF}]");

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
        boolean moved = forward.rewrite() != null
                && !(forward.rewrite().uri().isEmpty()
                        && forward.rewrite().regex().isEmpty());
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
            return replaced(path, pattern(rewrite.regex()), rewrite.substitution()) + view.query();
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

    private static Pattern pattern(String expression) {
        Pattern known = PATTERNS.get(expression);
        if (known == null) {
            try {
                known = Pattern.compile(expression);
            } catch (PatternSyntaxException e) {
                known = NOTHING;
            }
            if (PATTERNS.size() < KEPT_PATTERNS) {
                PATTERNS.put(expression, known);
            }
        }
        return known;
    }

    /** RE2's own way of naming groups: {@code \1}; {@code \0} is all of it. */
    private static String replaced(String text, Pattern pattern, String substitution) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (matcher.find()) {
            out.append(text, at, matcher.start());
            for (int i = 0; i < substitution.length(); i++) {
                char c = substitution.charAt(i);
                if (c != '\\' || i + 1 == substitution.length()) {
                    out.append(c);
                    continue;
                }
                char next = substitution.charAt(++i);
                if (next < '0' || next > '9') {
                    out.append(next);
                } else if (next - '0' <= matcher.groupCount() && matcher.group(next - '0') != null) {
                    out.append(matcher.group(next - '0'));
                }
            }
            at = matcher.end();
        }
        return out.append(text, at, text.length()).toString();
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
