package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.UnaryOperator;

/** A rule of a VirtualService for connections that are neither HTTP nor TLS. Source: TCPRoute. */
public final class TcpRoute extends L4Rule<TcpRoute> {
    TcpRoute(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected TcpRoute copy(ObjectNode changed) {
        return new TcpRoute(changed);
    }

    /** One more way to match; one of several is enough. */
    public TcpRoute match(UnaryOperator<TcpMatch> match) {
        return add("match", match.apply(TcpMatch.start()));
    }

    /** What the rule takes, one of these; everything when empty. */
    public List<TcpMatch> match() {
        return parts("match", TcpMatch::new);
    }
}
