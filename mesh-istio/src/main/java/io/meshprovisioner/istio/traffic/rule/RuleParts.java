package io.meshprovisioner.istio.traffic.rule;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of an HTTP rule that other kinds than VirtualService say, added one by one. */
record RuleParts(
        List<HttpCondition> conditions,
        List<WeightedTarget> route,
        @Nullable RedirectRule redirect,
        @Nullable DirectAnswer answer,
        @Nullable RewriteRule rewrite,
        @Nullable Duration timeout,
        @Nullable RetryRule retries,
        @Nullable List<MirrorRule> mirrors,
        @Nullable CorsRule cors,
        @Nullable HeaderRules headers) {
    /** Nothing said. */
    static final RuleParts EMPTY = new RuleParts(List.of(), List.of(), null, null, null, null, null, null, null, null);

    /** A condition that asks for nothing yet; its path prefixes will end at slashes. */
    static final Condition ANY = new Condition(null, null, Map.of(), Map.of(), 0);

    /** A condition as Ingress and Gateway API know it. */
    record Condition(
            @Nullable TextMatch uri,
            @Nullable TextMatch method,
            Map<String, TextMatch> headers,
            Map<String, TextMatch> queryParams,
            int port) {
        Condition uri(@Nullable TextMatch changed) {
            return new Condition(changed, method, headers, queryParams, port);
        }

        HttpCondition build() {
            return new HttpCondition(
                    "",
                    uri,
                    null,
                    method,
                    null,
                    headers,
                    Map.of(),
                    queryParams,
                    false,
                    true,
                    port,
                    Map.of(),
                    "",
                    List.of());
        }
    }

    RuleParts on(@Nullable Condition condition) {
        return new RuleParts(
                condition == null ? List.of() : List.of(condition.build()),
                route,
                redirect,
                answer,
                rewrite,
                timeout,
                retries,
                mirrors,
                cors,
                headers);
    }

    RuleParts to(List<WeightedTarget> changed) {
        return new RuleParts(
                conditions, List.copyOf(changed), redirect, answer, rewrite, timeout, retries, mirrors, cors, headers);
    }

    RuleParts answering(DirectAnswer changed) {
        return new RuleParts(conditions, route, redirect, changed, rewrite, timeout, retries, mirrors, cors, headers);
    }

    HttpRule rule(String name, Place place) {
        return new HttpRule(
                name,
                conditions,
                route,
                redirect,
                answer,
                "",
                rewrite,
                timeout,
                retries,
                null,
                mirrors,
                cors,
                headers,
                place,
                null);
    }
}
