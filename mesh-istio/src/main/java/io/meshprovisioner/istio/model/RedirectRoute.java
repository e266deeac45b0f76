package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A rule that answers with a redirect. Source: HTTPRoute. */
public final class RedirectRoute extends HttpRule<RedirectRoute> implements HttpRoute {
    RedirectRoute(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected RedirectRoute copy(ObjectNode changed) {
        return new RedirectRoute(changed);
    }

    /** Where the caller is sent. */
    public Optional<Redirect> redirect() {
        return part("redirect", Redirect::new);
    }
}
