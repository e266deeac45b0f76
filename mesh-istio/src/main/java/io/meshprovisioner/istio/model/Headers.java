package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes to the headers of requests and of responses. */
public final class Headers extends Part<Headers> {
    Headers(ObjectNode tree) {
        super(tree);
    }

    static Headers start() {
        return new Headers(Trees.empty());
    }

    @Override
    protected Headers copy(ObjectNode changed) {
        return new Headers(changed);
    }

    /** Changes to the request, before it goes out. */
    public Headers request(UnaryOperator<HeaderOperations> change) {
        return edit("request", HeaderOperations::new, change);
    }

    /** What {@code request} says. */
    public Optional<HeaderOperations> request() {
        return part("request", HeaderOperations::new);
    }

    /** Changes to the response, before the caller sees it. */
    public Headers response(UnaryOperator<HeaderOperations> change) {
        return edit("response", HeaderOperations::new, change);
    }

    /** What {@code response} says. */
    public Optional<HeaderOperations> response() {
        return part("response", HeaderOperations::new);
    }
}
