package io.meshprovisioner.event;

import io.meshprovisioner.plan.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What a run tells. Order: one {@link RunStarted}; for each resource {@link ResourceStarted}, any number of
 * {@link ResourceWaiting} and {@link CallRetried}, one {@link ResourceFinished} or {@link ResourceFailed}; one
 * {@link RunFinished}. Events of different resources interleave; no two are delivered at once.
 */
public sealed interface MeshEvent {

    /** When it happened, on the run's time. */
    Instant at();

    /**
     * @param what such as {@code install}
     * @param resources how many resources the run is about
     */
    record RunStarted(Instant at, String what, String mesh, int resources) implements MeshEvent {}

    /**
     * Work on a resource began.
     *
     * @param progress of the whole run, 0 to 1, measured along the critical path
     */
    record ResourceStarted(Instant at, ResourceId id, String title, Action action, double progress)
            implements MeshEvent {}

    /**
     * @param phase the service's own word for where the resource is
     * @param advice what the user can do where something hinders it that may still pass; else empty
     */
    record ResourceWaiting(Instant at, ResourceId id, String phase, String advice) implements MeshEvent {}

    /**
     * A call failed and will be tried again.
     *
     * @param reason the answer
     * @param delay until the next try
     * @param advice what the user can do should it go on; empty where only time helps
     */
    record CallRetried(Instant at, ResourceId id, String reason, Duration delay, String advice) implements MeshEvent {}

    /**
     * @param took from the moment all it waits for was ready
     * @param progress of the whole run, 0 to 1
     * @param left estimated time until the run's end
     */
    record ResourceFinished(
            Instant at, ResourceId id, String title, Outcome outcome, Duration took, double progress, Duration left)
            implements MeshEvent {}

    /**
     * Told by an uninstall before it deletes anything: this stays.
     *
     * @param title what it is
     * @param reason why, such as what of others lives in it
     */
    record ResourceKept(Instant at, String title, String reason) implements MeshEvent {}

    /**
     * Told by an uninstall whose cluster's API does not answer, or does not let us in: what is inside goes with the cluster,
     * and what the cluster made in the cloud is found there.
     *
     * @param mesh whose cluster it is
     * @param reason the API's word, or that there was none
     */
    record ClusterNotEmptied(Instant at, String mesh, String reason) implements MeshEvent {}

    /** @param advice what the user can do */
    record ResourceFailed(Instant at, ResourceId id, String title, String reason, String advice) implements MeshEvent {}

    /** @param success false when it failed, was cancelled or ran out of time */
    record RunFinished(Instant at, String what, boolean success, Timeline timeline) implements MeshEvent {}

    /** What is being done. */
    enum Action {
        CREATE,
        UPDATE,
        /** Deleting it and making it anew, as the user allowed. */
        REPLACE,
        WAIT,
        DELETE
    }

    /** What came of it. */
    enum Outcome {
        CREATED,
        UPDATED,
        REPLACED,
        UNCHANGED,
        ADOPTED,
        DELETED;

        /** In small letters. */
        public String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
