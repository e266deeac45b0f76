package io.meshprovisioner.istio.model.step;

/**
 * A claim that still needs its name.
 */
public interface NeedsClaim {

    /** The claim; {@code a.b} for one inside another. */
    NeedsClaimHeader claim(String claim);
}
