package io.meshprovisioner.istio.model;

import io.meshprovisioner.istio.model.step.NeedsAuthorizationAction;
import io.meshprovisioner.istio.model.step.NeedsTarget;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The beginning of every AuthorizationPolicy. */
record AuthorizationPolicyStart(AuthorizationPolicy policy) implements NeedsAuthorizationAction {
    @Override
    public NeedsAuthorizationAction namespace(String namespace) {
        return new AuthorizationPolicyStart(policy.namespace(namespace));
    }

    @Override
    public NeedsAuthorizationAction labels(Map<String, String> labels) {
        return new AuthorizationPolicyStart(policy.labels(labels));
    }

    @Override
    public NeedsAuthorizationAction annotations(Map<String, String> annotations) {
        return new AuthorizationPolicyStart(policy.annotations(annotations));
    }

    @Override
    public NeedsAuthorizationAction selector(Map<String, String> matchLabels) {
        return new AuthorizationPolicyStart(policy.selector(matchLabels));
    }

    @Override
    public NeedsAuthorizationAction targetRefs(Function<NeedsTarget, TargetRef> target) {
        return new AuthorizationPolicyStart(policy.targetRefs(target));
    }

    @Override
    public AuthorizationPolicy allow(UnaryOperator<AuthorizationRule> rule) {
        return policy.action(AuthorizationPolicy.Action.ALLOW).rule(rule);
    }

    @Override
    public AuthorizationPolicy allowNothing() {
        return policy;
    }

    @Override
    public AuthorizationPolicy deny(UnaryOperator<AuthorizationRule> rule) {
        return policy.action(AuthorizationPolicy.Action.DENY).rule(rule);
    }

    @Override
    public AuthorizationPolicy audit(UnaryOperator<AuthorizationRule> rule) {
        return policy.action(AuthorizationPolicy.Action.AUDIT).rule(rule);
    }

    @Override
    public AuthorizationPolicy custom(String provider, UnaryOperator<AuthorizationRule> rule) {
        return policy.action(AuthorizationPolicy.Action.CUSTOM)
                .provider(provider)
                .rule(rule);
    }
}
