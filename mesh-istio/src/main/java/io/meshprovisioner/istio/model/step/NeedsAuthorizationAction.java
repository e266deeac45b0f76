package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.AuthorizationPolicy;
import io.meshprovisioner.istio.model.AuthorizationRule;
import io.meshprovisioner.istio.model.TargetRef;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * An AuthorizationPolicy that still needs to say what it does with the requests that its rules take.
 */
public interface NeedsAuthorizationAction extends Unfinished<NeedsAuthorizationAction> {

    /** For the pods with these labels in its namespace; default: all. */
    NeedsAuthorizationAction selector(Map<String, String> matchLabels);

    /** For one more gateway, waypoint or service. Since 1.22. */
    NeedsAuthorizationAction targetRefs(Function<NeedsTarget, TargetRef> target);

    /** Requests that the rule takes are let in; once a policy allows something, the rest is refused. */
    AuthorizationPolicy allow(UnaryOperator<AuthorizationRule> rule);

    /** Nothing is let in, unless another policy allows it. */
    AuthorizationPolicy allowNothing();

    /** Requests that the rule takes are refused, whatever else allows them. */
    AuthorizationPolicy deny(UnaryOperator<AuthorizationRule> rule);

    /** Requests that the rule takes are marked for an audit plugin. */
    AuthorizationPolicy audit(UnaryOperator<AuthorizationRule> rule);

    /** An external authorizer of the mesh configuration decides on the requests that the rule takes. */
    AuthorizationPolicy custom(String provider, UnaryOperator<AuthorizationRule> rule);
}
