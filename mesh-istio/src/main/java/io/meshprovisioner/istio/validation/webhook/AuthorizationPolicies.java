package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;

/** The actions of an authorization policy. */
final class AuthorizationPolicies {
    static final long ALLOW = 0;
    static final long DENY = 1;
    static final long AUDIT = 2;
    static final long CUSTOM = 3;

    private AuthorizationPolicies() {}

    static long action(Node spec) {
        return TrafficPolicyRules.enumNumber(spec.get("action"), "ALLOW", "DENY", "AUDIT", "CUSTOM");
    }
}
