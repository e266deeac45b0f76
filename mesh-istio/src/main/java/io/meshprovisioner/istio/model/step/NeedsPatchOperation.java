package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Patch;
import io.meshprovisioner.istio.model.PatchOperation;

/**
 * A patch that still needs its operation.
 */
public interface NeedsPatchOperation {

    /** What happens. */
    Patch operation(PatchOperation operation);
}
