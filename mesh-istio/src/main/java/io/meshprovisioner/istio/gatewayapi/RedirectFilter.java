package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** An answer with a redirect, in place of forwarding. Source: HTTPRequestRedirectFilter. */
public final class RedirectFilter extends PathChange<RedirectFilter> {
    RedirectFilter(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected RedirectFilter copy(ObjectNode changed) {
        return new RedirectFilter(changed);
    }

    /** {@code http} or {@code https}; default: that of the request. */
    public RedirectFilter scheme(String scheme) {
        return set("scheme", scheme);
    }

    /** What {@code scheme} says. */
    public Optional<String> scheme() {
        return text("scheme");
    }

    /** The port; default: that of the scheme, or of the listener. */
    public RedirectFilter port(int port) {
        return set("port", port);
    }

    /** What {@code port} says. */
    public Optional<Integer> port() {
        return integer("port");
    }

    /** The status: 301, 302 (default), 303, 307 or 308. */
    public RedirectFilter statusCode(int statusCode) {
        return set("statusCode", statusCode);
    }

    /** What {@code statusCode} says. */
    public Optional<Integer> statusCode() {
        return integer("statusCode");
    }
}
