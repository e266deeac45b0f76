package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.model.AuthorizationPolicy.Action;
import io.meshprovisioner.istio.traffic.snapshot.ConfigObject;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One AuthorizationPolicy, compiled.
 *
 * @param provider whom a CUSTOM policy asks
 * @param http its rules for requests
 * @param connection its rules for plain connections
 */
record PolicyRules(
        Optional<Action> action,
        boolean dryRun,
        String provider,
        Rules http,
        Rules connection,
        List<String> trustDomains) {

    /**
     * @param rules those that are asked
     * @param leftOut those that never are, each with the reason
     */
    record Rules(List<CompiledRule> rules, List<PassedOver> leftOut) {}

    static PolicyRules of(ConfigObject policy, List<String> trustDomains) {
        PolicyRules known = policy.read(PolicyRules.class, object -> compile(object, trustDomains));
        return known.trustDomains().equals(trustDomains) ? known : compile(policy, trustDomains);
    }

    private static PolicyRules compile(ConfigObject policy, List<String> trustDomains) {
        Optional<Action> action = action(policy.spec().text("action"));
        return new PolicyRules(
                action,
                isTrue(policy.annotations().getOrDefault("istio.io/dry-run", "")),
                policy.spec().get("provider").text("name"),
                rules(policy, action.orElse(Action.ALLOW), true, trustDomains),
                rules(policy, action.orElse(Action.ALLOW), false, trustDomains),
                trustDomains);
    }

    private static Rules rules(ConfigObject policy, Action action, boolean http, List<String> trustDomains) {
        var compiler = new CompiledRule.Compiler(policy.namespace(), action == Action.ALLOW, http, trustDomains);
        List<CompiledRule> rules = new ArrayList<>();
        List<PassedOver> leftOut = new ArrayList<>();
        List<Node> said = policy.spec().items("rules");
        if (said.isEmpty()) {
            leftOut.add(new PassedOver(name(policy, action, -1), "has no rules, so it takes nothing"));
        }
        for (int i = 0; i < said.size(); i++) {
            RuleName name = name(policy, action, i);
            String why = http
                    ? "says something that the proxy cannot ask"
                    : "asks about HTTP, and this is a plain connection";
            compiler.compile(name, said.get(i))
                    .ifPresentOrElse(rules::add, () -> leftOut.add(new PassedOver(name, why)));
        }
        return new Rules(List.copyOf(rules), List.copyOf(leftOut));
    }

    static RuleName name(ConfigObject policy, Action action, int rule) {
        return new RuleName(action, policy.namespace(), policy.name(), rule);
    }

    /** ALLOW where nothing is said; empty for a word that Istio does not know, whose policy it passes over. */
    static Optional<Action> action(String said) {
        return said.isEmpty()
                ? Optional.of(Action.ALLOW)
                : Arrays.stream(Action.values())
                        .filter(action -> action.name().equals(said))
                        .findFirst();
    }

    /** As Go reads a truth value. */
    private static boolean isTrue(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            default -> false;
        };
    }

    Rules rules(boolean overHttp) {
        return overHttp ? http : connection;
    }
}
