package io.meshprovisioner.istio.model;

import io.meshprovisioner.istio.model.step.NeedsAuthorizationAction;
import io.meshprovisioner.istio.model.step.NeedsTarget;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The beginning of every AuthorizationPolicy. */
final class AuthorizationPolicyStart extends UnfinishedResource<AuthorizationPolicy, NeedsAuthorizationAction>
        implements NeedsAuthorizationAction {
    AuthorizationPolicyStart(AuthorizationPolicy resource) {
        super(resource);
    }

    @Override
    NeedsAuthorizationAction with(AuthorizationPolicy changed) {
        return new AuthorizationPolicyStart(changed);
    }

    @Override
    public NeedsAuthorizationAction selector(Map<String, String> matchLabels) {
        return new AuthorizationPolicyStart(resource.selector(matchLabels));
    }

    @Override
    public NeedsAuthorizationAction targetRefs(Function<NeedsTarget, TargetRef> target) {
        return new AuthorizationPolicyStart(resource.targetRefs(target));
    }

    @Override
    public AuthorizationPolicy allow(UnaryOperator<AuthorizationRule> rule) {
        return resource.action(AuthorizationPolicy.Action.ALLOW).rule(rule);
    }

    @Override
    public AuthorizationPolicy allowNothing() {
        return resource;
    }

    @Override
    public AuthorizationPolicy deny(UnaryOperator<AuthorizationRule> rule) {
        return resource.action(AuthorizationPolicy.Action.DENY).rule(rule);
    }

    @Override
    public AuthorizationPolicy audit(UnaryOperator<AuthorizationRule> rule) {
        return resource.action(AuthorizationPolicy.Action.AUDIT).rule(rule);
    }

    @Override
    public AuthorizationPolicy custom(String provider, UnaryOperator<AuthorizationRule> rule) {
        return resource.action(AuthorizationPolicy.Action.CUSTOM)
                .provider(provider)
                .rule(rule);
    }
}
