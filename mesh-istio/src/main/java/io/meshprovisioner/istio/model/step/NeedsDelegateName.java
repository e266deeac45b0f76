package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Delegate;

/**
 * A delegate that still needs its name.
 */
public interface NeedsDelegateName {

    /** The name of the VirtualService that decides. */
    Delegate name(String name);
}
