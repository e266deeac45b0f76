package io.meshprovisioner.plan;

import java.time.Instant;
import java.util.Optional;

/** What one step of work on a resource may ask of the engine. Valid only while the step runs, on its thread. */
public interface Step {

    /**
     * The value of a resource that this one {@linkplain Resource#needs() needs}.
     *
     * @throws IllegalStateException when it is not among the declared needs
     */
    <T> T get(Ref<T> ref);

    /**
     * The same, where it is there already: a look for a plan may come before it is made. Empty where it is not.
     *
     * @throws IllegalStateException when it is not among the declared needs
     */
    default <T> Optional<T> known(Ref<T> ref) {
        return Optional.of(get(ref));
    }

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
