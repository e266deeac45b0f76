package io.meshprovisioner;

import java.util.concurrent.CompletionStage;

/** A run under way. */
public interface Operation<T> {

    /**
     * Ends the run soon: what is under way is finished, nothing new is begun, the lease is released. A repeated run
     * continues from there.
     */
    void cancel();

    /** How much of the critical path is behind it, 0 to 1. */
    double progress();

    /**
     * Waits for the result.
     *
     * @throws io.meshprovisioner.error.MeshException what the run failed with
     */
    T join();

    /** The result as a stage; its dependents run on the run's threads. */
    CompletionStage<T> toCompletionStage();
}
