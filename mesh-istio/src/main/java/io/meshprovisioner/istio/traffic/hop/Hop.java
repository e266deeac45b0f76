package io.meshprovisioner.istio.traffic.hop;

import io.meshprovisioner.istio.traffic.answer.Outcome;
import io.meshprovisioner.istio.traffic.policy.MutualTls;
import io.meshprovisioner.istio.traffic.policy.TokenVerdict;
import io.meshprovisioner.istio.traffic.policy.Verdict;
import io.meshprovisioner.istio.traffic.proxy.Passage;
import java.util.List;
import java.util.Optional;

/**
 * What one proxy makes of something that arrives.
 *
 * @param passage its way through listener, filter chain and routes
 * @param demanded the mutual TLS that is demanded on the port; empty but for what is for a sidecar's own workload
 * @param token what is said to the caller's token; empty where nothing was asked
 * @param verdict what the AuthorizationPolicies say; empty where nothing was asked
 * @param destinations where it may go; empty where it goes nowhere
 */
public record Hop(
        Passage passage,
        Optional<MutualTls> demanded,
        Optional<TokenVerdict> token,
        Optional<Verdict> verdict,
        List<Destination> destinations,
        Outcome outcome) {}
