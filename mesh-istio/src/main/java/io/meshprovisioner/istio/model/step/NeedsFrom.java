package io.meshprovisioner.istio.model.step;

/**
 * A failover that still needs the region that fails.
 */
public interface NeedsFrom {

    /** The region that fails. */
    NeedsTo from(String region);
}
