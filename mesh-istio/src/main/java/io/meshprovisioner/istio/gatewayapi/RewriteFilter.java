package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Host and path are rewritten before the request is forwarded. Source: HTTPURLRewriteFilter. */
public final class RewriteFilter extends PathChange<RewriteFilter> {
    RewriteFilter(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected RewriteFilter copy(ObjectNode changed) {
        return new RewriteFilter(changed);
    }
}
