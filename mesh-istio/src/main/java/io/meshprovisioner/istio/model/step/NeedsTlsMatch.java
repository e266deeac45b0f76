package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.TlsMatch;
import java.util.function.Function;

/**
 * A TLS rule that still needs to say which server names it takes.
 */
public interface NeedsTlsMatch {

    /** One way to match; one of several is enough. */
    NeedsTlsRoute match(Function<NeedsSniHosts, TlsMatch> match);
}
