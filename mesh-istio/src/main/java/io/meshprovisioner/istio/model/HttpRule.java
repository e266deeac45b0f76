package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What rules of every action have. */
public abstract class HttpRule<T extends HttpRule<T>> extends Part<T> {
    HttpRule(ObjectNode tree) {
        super(tree);
    }

    /** The rule as a document says it. */
    static HttpRoute read(ObjectNode tree) {
        List<String> actions = Stream.of("route", "redirect", "directResponse", "direct_response", "delegate")
                .filter(action ->
                        !tree.path(action).isMissingNode() && !tree.path(action).isNull())
                .toList();
        if (actions.size() != 1) {
            return new OtherRoute(tree);
        }
        return switch (actions.get(0)) {
            case "route" -> new ForwardRoute(tree);
            case "redirect" -> new RedirectRoute(tree);
            case "delegate" -> new DelegateRoute(tree);
            default -> new DirectResponseRoute(tree);
        };
    }

    /** Named so, for traces, logs and {@code editRoute}. */
    public T named(String name) {
        return set("name", name);
    }

    /** The name of the rule. */
    public Optional<String> name() {
        return text("name");
    }

    /** One more way to match: all that is said inside must hold, and one of several matches is enough. */
    public T match(UnaryOperator<HttpMatch> match) {
        return add("match", match.apply(HttpMatch.start()));
    }

    /** What the rule takes, one of these; everything when empty. */
    public List<HttpMatch> match() {
        return parts("match", HttpMatch::new);
    }

    /** Cross-origin resource sharing. */
    public T corsPolicy(UnaryOperator<CorsPolicy> change) {
        return edit("corsPolicy", CorsPolicy::new, change);
    }

    /** What {@code corsPolicy} says. */
    public Optional<CorsPolicy> corsPolicy() {
        return part("corsPolicy", CorsPolicy::new);
    }

    /** Changes to headers of requests and responses. */
    public T headers(UnaryOperator<Headers> change) {
        return edit("headers", Headers::new, change);
    }

    /** What {@code headers} says. */
    public Optional<Headers> headers() {
        return part("headers", Headers::new);
    }
}
