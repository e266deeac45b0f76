package io.meshprovisioner.plan;

import java.time.Instant;

/** What one step of work on a resource may ask of the engine. Valid only while the step runs, on its thread. */
public interface Step {

    /**
     * The value of a resource that this one {@linkplain Resource#needs() needs}.
     *
     * @throws IllegalStateException when it is not among the declared needs
     */
    <T> T get(Ref<T> ref);

    /**
     * The right to make one changing call; ask anew before each.
     *
     * @throws io.meshprovisioner.error.MeshBusyException when another run has taken over
     * @throws io.meshprovisioner.error.RunCancelledException when the run was cancelled
     * @throws IllegalStateException in an observation, which changes nothing
     */
    Permit permit();

    /** The current instant of the run's time. */
    Instant now();
}
