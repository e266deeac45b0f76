package io.meshprovisioner.istio.traffic.policy;

/**
 * A policy, or a rule of one, that did not decide.
 *
 * @param rule which
 * @param reason why not, in words
 */
public record PassedOver(RuleName rule, String reason) {
    @Override
    public String toString() {
        return rule + ": " + reason;
    }
}
