package io.meshprovisioner.istio.gatewayapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.gatewayapi.step.NeedsPathMatch;
import io.meshprovisioner.istio.gatewayapi.step.NeedsValueMatch;
import io.meshprovisioner.istio.model.Part;
import java.util.List;
import java.util.Optional;

/** Which requests a rule takes: all that is said must hold. Source: HTTPRouteMatch. */
public final class HttpRouteMatch extends Part<HttpRouteMatch> {
    HttpRouteMatch(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected HttpRouteMatch copy(ObjectNode changed) {
        return new HttpRouteMatch(changed);
    }

    /** The path, without its query. */
    public NeedsPathMatch<HttpRouteMatch> path() {
        return new NeedsPathMatch<>() {
            @Override
            public HttpRouteMatch exact(String value) {
                return set("path", ValueMatch.of("Exact", value));
            }

            @Override
            public HttpRouteMatch pathPrefix(String value) {
                return set("path", ValueMatch.of("PathPrefix", value));
            }

            @Override
            public HttpRouteMatch regularExpression(String value) {
                return set("path", ValueMatch.of("RegularExpression", value));
            }
        };
    }

    /** What {@code path} says. */
    public Optional<ValueMatch> pathMatch() {
        return part("path", ValueMatch::new);
    }

    /** One more header that must be there with a value. */
    public NeedsValueMatch<HttpRouteMatch> header(String name) {
        return ValueMatch.named(name, match -> add("headers", match));
    }

    /** What {@code headers} says. */
    public List<ValueMatch> headers() {
        return parts("headers", ValueMatch::new);
    }

    /** One more query parameter that must be there with a value. */
    public NeedsValueMatch<HttpRouteMatch> queryParam(String name) {
        return ValueMatch.named(name, match -> add("queryParams", match));
    }

    /** What {@code queryParams} says. */
    public List<ValueMatch> queryParams() {
        return parts("queryParams", ValueMatch::new);
    }

    /** The method. */
    public HttpRouteMatch method(String method) {
        return set("method", method);
    }

    /** What {@code method} says. */
    public Optional<String> method() {
        return text("method");
    }
}
