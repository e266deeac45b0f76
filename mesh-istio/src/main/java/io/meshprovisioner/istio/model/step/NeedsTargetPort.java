package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.Tunnel;

/**
 * A tunnel that still needs its port.
 */
public interface NeedsTargetPort {

    /** The port to connect to. */
    Tunnel targetPort(int port);
}
