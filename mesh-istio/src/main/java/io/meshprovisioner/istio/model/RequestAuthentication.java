package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsIssuer;
import io.meshprovisioner.istio.model.step.NeedsTarget;
import io.meshprovisioner.istio.yaml.Document;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.List;
import java.util.function.Function;

/**
 * Which tokens (JWT) are accepted; requests without one pass unless an AuthorizationPolicy says otherwise. Source:
 * RequestAuthentication of security.istio.io.
 */
public final class RequestAuthentication extends SelectedResource<RequestAuthentication> {
    private static final String KIND = "RequestAuthentication";

    private RequestAuthentication(Envelope envelope, ObjectNode spec) {
        super(envelope, spec);
    }

    /** A RequestAuthentication without rules. */
    public static RequestAuthentication named(String name) {
        return new RequestAuthentication(envelope(KIND, name), Trees.empty());
    }

    static RequestAuthentication of(Document document) {
        return new RequestAuthentication(Envelope.of(document), Envelope.spec(document));
    }

    @Override
    protected RequestAuthentication copy(Envelope changed, ObjectNode spec) {
        return new RequestAuthentication(changed, spec);
    }

    /** For one gateway, waypoint or service. Since 1.20, deprecated since 1.22: {@link #targetRefs} takes several. */
    @Deprecated
    public RequestAuthentication targetRef(Function<NeedsTarget, TargetRef> target) {
        return unset("targetRefs").unset("selector").set("targetRef", target.apply(TargetRef.needed()));
    }

    /** One more kind of token. */
    public RequestAuthentication jwtRule(Function<NeedsIssuer, JwtRule> rule) {
        return add("jwtRules", rule.apply(JwtRule::of));
    }

    /** What {@code jwtRules} says. */
    public List<JwtRule> jwtRules() {
        return parts("jwtRules", JwtRule::new);
    }
}
