package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A rule that answers by itself. Since 1.15. Source: HTTPRoute. */
public final class DirectResponseRoute extends HttpRule<DirectResponseRoute> implements HttpRoute {
    DirectResponseRoute(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected DirectResponseRoute copy(ObjectNode changed) {
        return new DirectResponseRoute(changed);
    }

    /** The status of the answer. */
    public Optional<Integer> status() {
        return response().flatMap(response -> response.integer("status"));
    }

    /** The body of the answer. */
    public Optional<DirectResponseBody> body() {
        return response().flatMap(response -> response.part("body", DirectResponseBody::new));
    }

    private Optional<Node> response() {
        return part("directResponse", Node::new);
    }
}
