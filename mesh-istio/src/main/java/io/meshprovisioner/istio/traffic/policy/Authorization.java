package io.meshprovisioner.istio.traffic.policy;

import io.meshprovisioner.istio.model.AuthorizationPolicy.Action;
import io.meshprovisioner.istio.traffic.snapshot.MeshConfig;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The AuthorizationPolicies of a workload for one kind of traffic. The order is Envoy's: external authorizers, then what
 * denies, then what allows; without a policy that allows, all is allowed. Source: "Authorization Policy" of Istio's
 * reference.
 */
final class Authorization {
    private final List<External> external;
    private final RuleSet audit;
    private final RuleSet deny;
    private final RuleSet allow;
    private final List<PassedOver> elsewhere;

    /**
     * The rules that ask one provider.
     *
     * @param broken why it cannot be asked, so that what the rules take is refused; null when it can
     */
    private record External(
            String provider, RuleSet rules, @Nullable String broken) {}

    private Authorization(
            List<External> external, RuleSet audit, RuleSet deny, RuleSet allow, List<PassedOver> elsewhere) {
        this.external = external;
        this.audit = audit;
        this.deny = deny;
        this.allow = allow;
        this.elsewhere = elsewhere;
    }

    /**
     * @param policies those that are for the workload
     * @param elsewhere those of its namespaces that are not
     */
    static Authorization of(List<PolicyRules> policies, List<PassedOver> elsewhere, boolean http, MeshConfig mesh) {
        return new Authorization(
                external(of(Action.CUSTOM, policies), http, mesh),
                RuleSet.of(of(Action.AUDIT, policies), http),
                RuleSet.of(of(Action.DENY, policies), http),
                RuleSet.of(of(Action.ALLOW, policies), http),
                elsewhere);
    }

    private static List<PolicyRules> of(Action action, List<PolicyRules> policies) {
        return policies.stream()
                .filter(policy -> policy.action().filter(action::equals).isPresent())
                .toList();
    }

    private static List<External> external(List<PolicyRules> policies, boolean http, MeshConfig mesh) {
        Map<String, List<PolicyRules>> byProvider = new TreeMap<>();
        policies.forEach(policy -> byProvider
                .computeIfAbsent(policy.provider(), key -> new ArrayList<>())
                .add(policy));
        List<External> external = new ArrayList<>();
        byProvider.forEach((provider, own) -> {
            List<Node> configured = mesh.config().items("extensionProviders").stream()
                    .filter(one -> one.text("name").equals(provider))
                    .filter(one -> one.has("envoyExtAuthzHttp") || one.has("envoyExtAuthzGrpc"))
                    .toList();
            String broken = null;
            if (byProvider.size() > 1) {
                broken = "a workload has one external authorizer, and these policies name " + byProvider.keySet();
            } else if (configured.isEmpty()) {
                broken = "the mesh configuration has no external authorizer \"" + provider + "\"";
            }
            boolean asked = http || broken != null || configured.get(0).has("envoyExtAuthzGrpc");
            if (asked) { // one that speaks HTTP is not asked about connections
                external.add(new External(provider, RuleSet.of(own, http), broken));
            }
        });
        return List.copyOf(external);
    }

    Verdict decide(Attributes call) {
        List<Verdict.ExternalCheck> checks = List.of();
        for (int i = 0; i < external.size(); i++) {
            External one = external.get(i);
            CompiledRule asking = one.rules().first(call);
            if (asking != null && one.broken() != null) {
                return verdict(false, asking.name(), asking.name() + " asks in vain: " + one.broken(), checks, call);
            }
            if (asking != null) {
                checks = List.of(new Verdict.ExternalCheck(one.provider(), asking.name()));
            }
        }
        CompiledRule denying = deny.first(call);
        if (denying != null) {
            return verdict(false, denying.name(), denying.name().toString(), checks, call);
        }
        if (!allow.enforced()) {
            return verdict(true, null, "no ALLOW policy is for this workload, so all is allowed", checks, call);
        }
        CompiledRule allowing = allow.first(call);
        return allowing == null
                ? verdict(false, null, "there are ALLOW policies, and no rule of theirs takes it", checks, call)
                : verdict(true, allowing.name(), allowing.name().toString(), checks, call);
    }

    private Verdict verdict(
            boolean allowed,
            @Nullable RuleName rule,
            String reason,
            List<Verdict.ExternalCheck> checks,
            Attributes call) {
        return new Verdict(allowed, rule, reason, checks, () -> audited(call), () -> passedOver(call, rule));
    }

    private List<RuleName> audited(Attributes call) {
        return audit.rules().stream()
                .filter(rule -> rule.takes(call))
                .map(CompiledRule::name)
                .toList();
    }

    private List<PassedOver> passedOver(Attributes call, @Nullable RuleName decisive) {
        List<PassedOver> all = new ArrayList<>();
        external.forEach(one -> all.addAll(one.rules().passedOver(call, decisive)));
        all.addAll(deny.passedOver(call, decisive));
        all.addAll(allow.passedOver(call, decisive));
        audit.passedOver(call, decisive).stream()
                .filter(passed -> !passed.reason().equals("takes it too"))
                .forEach(all::add);
        all.addAll(elsewhere);
        return List.copyOf(all);
    }
}
