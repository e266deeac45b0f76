package io.meshprovisioner.istio.traffic.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of all policies of one action, for one workload and one kind of traffic.
 *
 * @param enforced whether there is a policy at all that is more than a dry run
 * @param rules in the order in which Envoy asks them: that of their names
 * @param leftOut rules and policies that are never asked
 */
record RuleSet(boolean enforced, List<CompiledRule> rules, List<PassedOver> leftOut) {

    static RuleSet of(List<PolicyRules> policies, boolean http) {
        boolean enforced = false;
        List<CompiledRule> rules = new ArrayList<>();
        List<PassedOver> leftOut = new ArrayList<>();
        for (PolicyRules policy : policies) {
            PolicyRules.Rules own = policy.rules(http);
            leftOut.addAll(own.leftOut());
            if (policy.dryRun()) {
                own.rules().forEach(rule -> leftOut.add(new PassedOver(rule.name(), "a dry run only")));
            } else {
                enforced = true;
                rules.addAll(own.rules());
            }
        }
        rules.sort(Comparator.comparing(rule -> rule.name().envoyName()));
        return new RuleSet(enforced, List.copyOf(rules), List.copyOf(leftOut));
    }

    /** The first rule that takes the call; null for none. */
    @Nullable
    CompiledRule first(Attributes call) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).takes(call)) {
                return rules.get(i);
            }
        }
        return null;
    }

    /** All that did not decide: what was left out, and each rule that does not take the call, or is not the one. */
    List<PassedOver> passedOver(Attributes call, @Nullable RuleName decisive) {
        List<PassedOver> all = new ArrayList<>(leftOut);
        for (CompiledRule rule : rules) {
            if (!rule.name().equals(decisive)) {
                all.add(new PassedOver(rule.name(), rule.takes(call) ? "takes it too" : rule.miss(call)));
            }
        }
        return all;
    }
}
