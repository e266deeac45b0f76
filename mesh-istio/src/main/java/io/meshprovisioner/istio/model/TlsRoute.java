package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsSniHosts;
import java.util.List;
import java.util.function.Function;

/** A rule of a VirtualService for TLS that is passed through. Source: TLSRoute. */
public final class TlsRoute extends L4Rule<TlsRoute> {
    TlsRoute(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected TlsRoute copy(ObjectNode changed) {
        return new TlsRoute(changed);
    }

    /** One more way to match; one of several is enough. */
    public TlsRoute match(Function<NeedsSniHosts, TlsMatch> match) {
        return add("match", match.apply(L4RouteStart::sniHosts));
    }

    /** What the rule takes, one of these. */
    public List<TlsMatch> match() {
        return parts("match", TlsMatch::new);
    }
}
