package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.TlsMatch;
import io.meshprovisioner.istio.model.TlsRoute;
import java.util.function.Function;

/**
 * A TLS rule that still needs its destination.
 */
public interface NeedsTlsRoute extends NeedsL4Route<TlsRoute> {

    /** One more way to match; one of several is enough. */
    NeedsTlsRoute match(Function<NeedsSniHosts, TlsMatch> match);
}
