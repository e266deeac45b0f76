package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.TcpMatch;
import io.meshprovisioner.istio.model.TcpRoute;
import java.util.function.UnaryOperator;

/**
 * A TCP rule that still needs its destination.
 */
public interface NeedsTcpRoute extends NeedsL4Route<TcpRoute> {

    /** One more way to match; one of several is enough. */
    NeedsTcpRoute match(UnaryOperator<TcpMatch> match);
}
