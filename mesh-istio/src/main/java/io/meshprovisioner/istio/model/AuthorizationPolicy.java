package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsAuthorizationAction;
import io.meshprovisioner.istio.model.step.NeedsTarget;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Who may call what. Source: AuthorizationPolicy of security.istio.io. */
public final class AuthorizationPolicy extends SelectedResource<AuthorizationPolicy> {
    private static final String KIND = "AuthorizationPolicy";

    private AuthorizationPolicy(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A policy that still needs to say what it does. */
    public static NeedsAuthorizationAction named(String name) {
        return new AuthorizationPolicyStart(new AuthorizationPolicy(envelope(KIND, name), Trees.empty()));
    }

    static AuthorizationPolicy of(Document document) {
        return new AuthorizationPolicy(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected AuthorizationPolicy copy(Envelope changed, ObjectNode spec) {
        return new AuthorizationPolicy(changed, spec);
    }

    AuthorizationPolicy action(Action action) {
        return set("action", action);
    }

    AuthorizationPolicy provider(String name) {
        return set("provider", Trees.object(Map.of("name", Trees.of(name))));
    }

    /** For one gateway, waypoint or service. Since 1.20, deprecated since 1.22: {@link #targetRefs} takes several. */
    @Deprecated
    public AuthorizationPolicy targetRef(Function<NeedsTarget, TargetRef> target) {
        return unset("targetRefs").unset("selector").set("targetRef", target.apply(TargetRef.needed()));
    }

    /** What happens to the requests that the rules take; default ALLOW. */
    public Action action() {
        return value("action", Action.class).orElse(Action.ALLOW);
    }

    /** The external authorizer of a custom policy, as the mesh configuration names it. */
    public Optional<String> provider() {
        return part("provider", Node::new).flatMap(provider -> provider.text("name"));
    }

    /** One more rule for the same action: one of several is enough. */
    public AuthorizationPolicy rule(UnaryOperator<AuthorizationRule> rule) {
        return add("rules", rule.apply(AuthorizationRule.start()));
    }

    /** What {@code rules} says. */
    public List<AuthorizationRule> rules() {
        return parts("rules", AuthorizationRule::new);
    }

    /** What a policy does with the requests that its rules take. */
    public enum Action {
        /** They are let in. */
        ALLOW,
        /** They are refused. */
        DENY,
        /** They are marked for an audit plugin. */
        AUDIT,
        /** An external authorizer decides. */
        CUSTOM
    }
}
