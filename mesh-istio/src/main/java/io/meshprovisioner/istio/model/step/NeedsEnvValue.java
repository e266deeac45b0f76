package io.meshprovisioner.istio.model.step;

import io.meshprovisioner.istio.model.EnvVar;

/**
 * A variable that still needs its value.
 */
public interface NeedsEnvValue {

    /** This value. */
    EnvVar value(String value);

    /** The value that the proxy's own environment has. */
    EnvVar fromHost();
}
