package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Abort;
import io.meshprovisioner.istio.model.Delay;
import io.meshprovisioner.istio.model.Fault;
import java.util.function.Function;

/**
 * A fault that still needs to say what happens.
 */
public interface NeedsFault {

    /** Requests wait before they are forwarded. */
    Fault delay(Function<NeedsDelay, ? extends Delay> delay);

    /** Requests are answered with an error instead. */
    Fault abort(Function<NeedsAbort, ? extends Abort> abort);
}
