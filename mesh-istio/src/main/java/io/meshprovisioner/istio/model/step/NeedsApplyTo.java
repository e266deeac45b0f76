package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.ApplyTo;

/**
 * A patch that still needs to say what of Envoy it is for.
 */
public interface NeedsApplyTo {

    /** What is patched. */
    NeedsPatch applyTo(ApplyTo applyTo);
}
