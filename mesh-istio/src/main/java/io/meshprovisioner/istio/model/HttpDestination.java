package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where all requests of a rule go. Source: HTTPRouteDestination. */
public final class HttpDestination extends DestinationHolder<HttpDestination> {
    HttpDestination(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected HttpDestination copy(ObjectNode changed) {
        return new HttpDestination(changed);
    }

    static HttpDestination of(String host) {
        return new HttpDestination(holding(host));
    }

    /** The share of the requests, one of several: the weights of a rule should sum to 100 (must, up to 1.14). */
    public WeightedHttpDestination weight(int weight) {
        return new WeightedHttpDestination(tree(this)).weight(weight);
    }

    /** Changes to the headers of what goes here. */
    public HttpDestination headers(UnaryOperator<Headers> change) {
        return edit("headers", Headers::new, change);
    }

    /** What {@code headers} says. */
    public Optional<Headers> headers() {
        return part("headers", Headers::new);
    }
}
