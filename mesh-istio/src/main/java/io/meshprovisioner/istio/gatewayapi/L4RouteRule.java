package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A rule for connections. */
public final class L4RouteRule extends RouteRule<L4RouteRule> {
    L4RouteRule(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected L4RouteRule copy(ObjectNode changed) {
        return new L4RouteRule(changed);
    }
}
