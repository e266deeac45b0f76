package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.Part;
import java.util.List;
import java.util.Optional;

/** Cross-origin resource sharing. Source: HTTPCORSFilter. */
public final class CorsFilter extends Part<CorsFilter> {
    CorsFilter(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected CorsFilter copy(ObjectNode changed) {
        return new CorsFilter(changed);
    }

    /** Origins that are allowed; {@code *} for all, or in place of a subdomain. */
    public CorsFilter allowOrigins(String... allowOrigins) {
        return set("allowOrigins", List.of(allowOrigins));
    }

    /** What {@code allowOrigins} says. */
    public List<String> allowOrigins() {
        return texts("allowOrigins");
    }

    /** Whether the request may carry credentials. */
    public CorsFilter allowCredentials(boolean allowCredentials) {
        return set("allowCredentials", allowCredentials);
    }

    /** What {@code allowCredentials} says. */
    public Optional<Boolean> allowCredentials() {
        return flag("allowCredentials");
    }

    /** Methods that the origin may use. */
    public CorsFilter allowMethods(String... allowMethods) {
        return set("allowMethods", List.of(allowMethods));
    }

    /** What {@code allowMethods} says. */
    public List<String> allowMethods() {
        return texts("allowMethods");
    }

    /** Request headers that the origin may send. */
    public CorsFilter allowHeaders(String... allowHeaders) {
        return set("allowHeaders", List.of(allowHeaders));
    }

    /** What {@code allowHeaders} says. */
    public List<String> allowHeaders() {
        return texts("allowHeaders");
    }

    /** Response headers that the origin may read. */
    public CorsFilter exposeHeaders(String... exposeHeaders) {
        return set("exposeHeaders", List.of(exposeHeaders));
    }

    /** What {@code exposeHeaders} says. */
    public List<String> exposeHeaders() {
        return texts("exposeHeaders");
    }

    /** How many seconds a browser may keep the answer to a preflight; default 5. */
    public CorsFilter maxAge(int maxAge) {
        return set("maxAge", maxAge);
    }

    /** What {@code maxAge} says. */
    public Optional<Integer> maxAge() {
        return integer("maxAge");
    }
}
