package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.rule.CorsRule;
import io.meshprovisioner.istio.traffic.rule.FaultRule;
import io.meshprovisioner.istio.traffic.rule.HeaderRules;
import io.meshprovisioner.istio.traffic.rule.HttpCondition;
import io.meshprovisioner.istio.traffic.rule.HttpRule;
import io.meshprovisioner.istio.traffic.rule.Place;
import io.meshprovisioner.istio.traffic.rule.TextMatch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One route of a virtual host: which requests it takes and what it does with them. */
public final class Route {
    private final String name;
    private final @Nullable HttpRule rule;
    private final @Nullable HttpCondition condition;
    private final RouteMatcher matcher;
    private final @Nullable RouteAction action;
    private final HeaderRules headers;

    Route(
            String name,
            @Nullable HttpRule rule,
            @Nullable HttpCondition condition,
            @Nullable RouteAction action,
            HeaderRules headers) {
        this.name = name;
        this.rule = rule;
        this.condition = condition;
        this.matcher = RouteMatcher.of(condition);
        this.action = action;
        this.headers = headers;
    }

    /** A route that no rule made and that takes everything. */
    public static Route byDefault(String name, RouteAction action) {
        return new Route(name, null, null, action, HeaderRules.NONE);
    }

    /** The rule's name, then a dot and its condition's where that has one; {@code default} without rule. */
    public String name() {
        return name;
    }

    /** Where the rule stands; empty where none made it. */
    public Optional<Place> place() {
        return Optional.ofNullable(rule).map(HttpRule::place);
    }

    /** Where the rule stands that delegated to this one; empty where none did. */
    public Optional<Place> delegatedFrom() {
        return Optional.ofNullable(rule).map(HttpRule::root);
    }

    /** What it asks of a request; empty where it takes all. */
    public Optional<HttpCondition> condition() {
        return Optional.ofNullable(condition);
    }

    /** What it does; empty where the rule asks for a redirect that does not exist, which answers nothing. */
    public Optional<RouteAction> action() {
        return Optional.ofNullable(action);
    }

    /** Refusals and delays that are put in its way. */
    public Optional<FaultRule> fault() {
        return Optional.ofNullable(rule).map(HttpRule::fault);
    }

    /** Which pages of other origins may call. */
    public Optional<CorsRule> cors() {
        return Optional.ofNullable(rule).map(HttpRule::cors);
    }

    /** What happens to headers. */
    public HeaderRules headers() {
        return headers;
    }

    /** Whether it takes a request. */
    public boolean matches(RequestView request) {
        return matcher.matches(request);
    }

    /** What a request misses first; empty where the route takes it. */
    public Optional<String> firstMiss(RequestView request) {
        return matcher.firstMiss(request);
    }

    /** All that a request must fulfil. */
    public List<String> conditions() {
        return matcher.words();
    }

    /** Whether it takes every request. */
    public boolean takesAll() {
        return condition == null || condition.takesAll();
    }

    /** How much of a path it matched, which is what a rewrite replaces. */
    int matchedLength(String path) {
        TextMatch uri = condition == null ? null : condition.uri();
        if (uri == null) {
            return 1;
        }
        return switch (uri.kind()) {
            case PREFIX ->
                condition != null
                                && condition.separatedPrefix()
                                && uri.value().length() > 1
                                && uri.value().endsWith("/")
                        ? uri.value().length() - 1
                        : uri.value().length();
            case PRESENT -> 1;
            case EXACT, REGEX -> path.length();
        };
    }

    /** Whether its prefix ends at a slash. */
    boolean hasSeparatedPrefix() {
        return condition != null && condition.separatedPrefix();
    }

    @Override
    public String toString() {
        return place().map(Place::toString).orElse(name);
    }
}
