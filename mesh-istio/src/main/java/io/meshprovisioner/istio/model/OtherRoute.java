package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A rule that a document has without an action, or with several; it rides along as it is. */
public final class OtherRoute extends HttpRule<OtherRoute> implements HttpRoute {
    OtherRoute(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected OtherRoute copy(ObjectNode changed) {
        return new OtherRoute(changed);
    }
}
