package io.meshprovisioner.istio.traffic.rule;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a VirtualService's {@code http}: HTTPRoute.
 *
 * @param conditions its {@code match}; empty for all requests
 * @param delegate the VirtualService, {@code namespace/name}, whose rules take this one's place; empty for none
 * @param timeout null where the rule does not say
 * @param retries null where the rule does not say
 * @param mirrors null where the rule does not say
 * @param headers null where the rule does not say
 * @param place where it stands
 * @param root where the rule stands that it takes the place of; null where it was not delegated to
 */
public record HttpRule(
        String name,
        List<HttpCondition> conditions,
        List<WeightedTarget> route,
        @Nullable RedirectRule redirect,
        @Nullable DirectAnswer directResponse,
        String delegate,
        @Nullable RewriteRule rewrite,
        @Nullable Duration timeout,
        @Nullable RetryRule retries,
        @Nullable FaultRule fault,
        @Nullable List<MirrorRule> mirrors,
        @Nullable CorsRule cors,
        @Nullable HeaderRules headers,
        Place place,
        @Nullable Place root) {}
