package io.meshprovisioner.engine;

import io.meshprovisioner.plan.Observation;

/** What the survey before a run found of a resource. */
sealed interface Seen<T> {
    /** It was looked at. */
    record Observed<T>(Observation<T> observation) implements Seen<T> {}

    /** It could not be looked at, since something it lives in is not there yet. */
    record Hidden<T>() implements Seen<T> {}
}
