package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Delay;
import java.time.Duration;

/**
 * A delay that still needs its length.
 */
public interface NeedsDelay {

    /** So long each time. */
    Delay fixedDelay(Duration fixedDelay);

    /** In the API and refused by Istio's validation: it was never built. */
    Delay exponentialDelay(Duration exponentialDelay);
}
