package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.question.Claims;
import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import io.meshprovisioner.istio.traffic.rule.TextMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells which requests a route takes. */
final class RouteMatcher {
    /** One thing that must hold. */
    private interface Check {
        boolean holds(RequestView request);
    }

    private record Named(Check check, String words) {}

    static final RouteMatcher ALL = new RouteMatcher(List.of());

    private final Named[] checks;

    private RouteMatcher(List<Named> checks) {
        this.checks = checks.toArray(Named[]::new);
    }

    static RouteMatcher of(@Nullable HttpCondition condition) {
        if (condition == null) {
            return ALL;
        }
        List<Named> checks = new ArrayList<>();
        path(condition).ifPresent(checks::add);
        text(checks, "method", ":method", condition.method());
        text(checks, "authority", ":authority", condition.authority());
        text(checks, "scheme", ":scheme", condition.scheme());
        condition.headers().forEach((name, match) -> checks.add(header(name, match)));
        condition.withoutHeaders().forEach((name, match) -> checks.add(withoutHeader(name, match)));
        for (Map.Entry<String, TextMatch> parameter : condition.queryParams().entrySet()) {
            String name = parameter.getKey();
            TextMatch match = parameter.getValue();
            checks.add(new Named(
                    request -> {
                        String value = request.parameter(name);
                        return value != null && match.matches(value);
                    },
                    "query parameter " + name + " " + match));
        }
        return new RouteMatcher(checks);
    }

    private static Optional<Named> path(HttpCondition condition) {
        TextMatch uri = condition.uri();
        if (uri == null || uri.kind() == TextMatch.Kind.PRESENT) {
            return Optional.empty();
        }
        String words = "path " + uri + (condition.ignoreUriCase() ? " in any case" : "");
        if (uri.kind() == TextMatch.Kind.PREFIX) {
            if (uri.value().equals("/")) {
                return Optional.empty();
            }
            if (condition.separatedPrefix()) {
                String prefix = uri.value().endsWith("/")
                        ? uri.value().substring(0, uri.value().length() - 1)
                        : uri.value();
                boolean anyCase = condition.ignoreUriCase();
                return Optional.of(new Named(
                        request -> request.path().regionMatches(anyCase, 0, prefix, 0, prefix.length())
                                && (request.path().length() == prefix.length()
                                        || request.path().charAt(prefix.length()) == '/'),
                        words));
            }
        }
        return Optional.of(
                condition.ignoreUriCase()
                        ? new Named(request -> uri.matchesIgnoringCase(request.path()), words)
                        : new Named(request -> uri.matches(request.path()), words));
    }

    private static void text(List<Named> checks, String what, String header, @Nullable TextMatch match) {
        if (match != null) {
            checks.add(new Named(present(header, match), what + " " + match));
        }
    }

    private static Check present(String header, TextMatch match) {
        return request -> {
            String value = request.header(header);
            return value != null && match.matches(value);
        };
    }

    private static Named header(String name, TextMatch match) {
        List<String> claim = HttpCondition.claim(name);
        if (!claim.isEmpty()) {
            return new Named(claimed(claim, match), claimWords(claim, match));
        }
        return new Named(present(name.toLowerCase(Locale.ROOT), match), "header " + name + " " + match);
    }

    private static Check claimed(List<String> claim, TextMatch match) {
        return request -> Claims.fits(request.claims(), claim, match::matches);
    }

    private static String claimWords(List<String> claim, TextMatch match) {
        return "claim " + String.join(".", claim) + " " + match;
    }

    /** A missing header is compared as an empty one, so an expression that takes empty texts excludes it. */
    private static Named withoutHeader(String name, TextMatch match) {
        List<String> claim = HttpCondition.claim(name);
        if (!claim.isEmpty()) {
            Check claimed = claimed(claim, match);
            return new Named(request -> !claimed.holds(request), "not: " + claimWords(claim, match));
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return new Named(
                match.kind() == TextMatch.Kind.PRESENT
                        ? request -> request.header(lower) == null
                        : request -> {
                            String value = request.header(lower);
                            return !match.matches(value == null ? "" : value);
                        },
                "not: header " + name + " " + match);
    }

    boolean matches(RequestView request) {
        for (Named check : checks) {
            if (!check.check().holds(request)) {
                return false;
            }
        }
        return true;
    }

    /** What a request misses first; empty where it fits. */
    Optional<String> firstMiss(RequestView request) {
        for (Named check : checks) {
            if (!check.check().holds(request)) {
                return Optional.of(check.words());
            }
        }
        return Optional.empty();
    }

    /** All that must hold. */
    List<String> words() {
        List<String> words = new ArrayList<>(checks.length);
        for (Named check : checks) {
            words.add(check.words());
        }
        return words;
    }
}
