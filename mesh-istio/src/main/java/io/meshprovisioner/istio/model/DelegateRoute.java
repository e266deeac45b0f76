package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A rule that lets another VirtualService decide; that one has no hosts and delegates no further. Source: HTTPRoute. */
public final class DelegateRoute extends ForwardingRule<DelegateRoute> implements HttpRoute {
    DelegateRoute(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected DelegateRoute copy(ObjectNode changed) {
        return new DelegateRoute(changed);
    }

    /** The VirtualService that decides. */
    public Optional<Delegate> delegate() {
        return part("delegate", Delegate::new);
    }
}
