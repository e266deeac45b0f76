package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.LocalityFailover;

/**
 * A failover that still needs the region that takes over.
 */
public interface NeedsTo {

    /** The region that takes over. */
    LocalityFailover to(String region);
}
