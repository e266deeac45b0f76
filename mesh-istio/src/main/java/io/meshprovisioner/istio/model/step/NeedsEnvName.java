package io.meshprovisioner.istio.model.step;

/**
 * A variable that still needs its name.
 */
public interface NeedsEnvName {

    /** The name of the variable. */
    NeedsEnvValue name(String name);
}
