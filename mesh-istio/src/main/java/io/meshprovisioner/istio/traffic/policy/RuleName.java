package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.model.AuthorizationPolicy;

/**
 * A rule of an AuthorizationPolicy.
 *
 * @param action what the policy does
 * @param namespace the policy's
 * @param policy the policy's name
 * @param rule its place in the policy, from 0; -1 for a policy without rules
 */
public record RuleName(AuthorizationPolicy.Action action, String namespace, String policy, int rule) {

    /** As Envoy's configuration and its access log name it. */
    public String envoyName() {
        return "ns[" + namespace + "]-policy[" + policy + "]-rule[" + Math.max(rule, 0) + "]";
    }

    /** In words, for example {@code DENY default/no-post rule 0}. */
    @Override
    public String toString() {
        return action + " " + namespace + "/" + policy + (rule < 0 ? "" : " rule " + rule);
    }
}
