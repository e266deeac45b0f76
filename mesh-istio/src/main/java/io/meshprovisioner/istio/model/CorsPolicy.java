package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsStringMatch;
import io.meshprovisioner.istio.yaml.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cross-origin resource sharing. Source: CorsPolicy. */
public final class CorsPolicy extends Part<CorsPolicy> {
    CorsPolicy(ObjectNode tree) {
        super(tree);
    }

    static CorsPolicy start() {
        return new CorsPolicy(Trees.empty());
    }

    @Override
    protected CorsPolicy copy(ObjectNode changed) {
        return new CorsPolicy(changed);
    }

    /** Origins by exact text; deprecated since before 1.9, {@link #allowOrigins} says more. */
    @Deprecated
    public CorsPolicy allowOrigin(String... allowOrigin) {
        return set("allowOrigin", List.of(allowOrigin));
    }

    /** What {@code allowOrigin} says. */
    @Deprecated
    public List<String> allowOrigin() {
        return texts("allowOrigin");
    }

    /** Methods that the origin may use. */
    public CorsPolicy allowMethods(String... allowMethods) {
        return set("allowMethods", List.of(allowMethods));
    }

    /** What {@code allowMethods} says. */
    public List<String> allowMethods() {
        return texts("allowMethods");
    }

    /** Request headers that the origin may send. */
    public CorsPolicy allowHeaders(String... allowHeaders) {
        return set("allowHeaders", List.of(allowHeaders));
    }

    /** What {@code allowHeaders} says. */
    public List<String> allowHeaders() {
        return texts("allowHeaders");
    }

    /** Response headers that the origin may read. */
    public CorsPolicy exposeHeaders(String... exposeHeaders) {
        return set("exposeHeaders", List.of(exposeHeaders));
    }

    /** What {@code exposeHeaders} says. */
    public List<String> exposeHeaders() {
        return texts("exposeHeaders");
    }

    /** How long a browser may keep the answer to a preflight; whole seconds. */
    public CorsPolicy maxAge(Duration maxAge) {
        return set("maxAge", maxAge);
    }

    /** What {@code maxAge} says. */
    public Optional<Duration> maxAge() {
        return duration("maxAge");
    }

    /** Whether the request may carry credentials. */
    public CorsPolicy allowCredentials(boolean allowCredentials) {
        return set("allowCredentials", allowCredentials);
    }

    /** What {@code allowCredentials} says. */
    public Optional<Boolean> allowCredentials() {
        return flag("allowCredentials");
    }

    /** What happens to preflights of other origins; default FORWARD. Since 1.23. */
    public CorsPolicy unmatchedPreflights(UnmatchedPreflights unmatchedPreflights) {
        return set("unmatchedPreflights", unmatchedPreflights);
    }

    /** What {@code unmatchedPreflights} says. */
    public Optional<UnmatchedPreflights> unmatchedPreflights() {
        return value("unmatchedPreflights", UnmatchedPreflights.class);
    }

    /** One more allowed origin. */
    public CorsPolicy allowOrigins(Function<NeedsStringMatch<StringMatch>, StringMatch> origin) {
        return set("allowOrigins", Trees.append(get("allowOrigins"), StringMatch.choose(origin)));
    }

    /** What {@code allowOrigins} says. */
    public List<StringMatch> allowOrigins() {
        return parts("allowOrigins", StringMatch::of);
    }
}
