package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.ClaimToHeader;

/**
 * A claim that still needs the header it goes to.
 */
public interface NeedsClaimHeader {

    /** The header that the claim is written to. */
    ClaimToHeader header(String header);
}
