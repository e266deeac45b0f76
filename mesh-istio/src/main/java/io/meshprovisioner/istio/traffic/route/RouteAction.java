package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.rule.DirectAnswer;
import io.meshprovisioner.istio.traffic.rule.RedirectRule;
import io.meshprovisioner.istio.traffic.rule.RetryRule;
import io.meshprovisioner.istio.traffic.rule.RewriteRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a route does with its requests. */
public sealed interface RouteAction {
    /**
     * They go on.
     *
     * @param clusters at least one where the rule is right; none answers 503
     * @param timeout of the whole request; zero for none
     * @param authority the authority that they get; empty to keep theirs
     * @param missingStatus what a cluster that does not exist answers
     */
    record Forward(
            List<ClusterShare> clusters,
            Duration timeout,
            RetryRule retries,
            @Nullable RewriteRule rewrite,
            String authority,
            List<MirrorShare> mirrors,
            int missingStatus)
            implements RouteAction {
        /** To one cluster and nothing else. */
        public static Forward to(ClusterRef cluster, RetryRule retries) {
            return new Forward(List.of(ClusterShare.all(cluster)), Duration.ZERO, retries, null, "", List.of(), 503);
        }
    }

    /**
     * The client is sent elsewhere.
     *
     * @param port 0 to keep the port
     */
    record Redirect(RedirectRule rule, int port) implements RouteAction {}

    /** The proxy answers. */
    record Direct(DirectAnswer answer) implements RouteAction {}
}
