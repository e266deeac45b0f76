package io.meshprovisioner.plan;

import java.util.List;

/** What a look at a resource found. */
public sealed interface Observation<T> {

    /** It is not there. */
    record Absent<T>() implements Observation<T> {}

    /**
     * It is on its way up.
     *
     * @param phase the service's own word for where it is
     * @param advice what the user can do where something hinders it that may still pass; empty where nothing does
     */
    record Pending<T>(String phase, String advice) implements Observation<T> {}

    /**
     * It is there and can be used.
     *
     * @param value what others need from it
     * @param differences where it is not what was asked for
     * @param adopted it was there before us and is not ours to delete
     */
    record Ready<T>(T value, List<Difference> differences, boolean adopted) implements Observation<T> {
        public Ready {
            differences = List.copyOf(differences);
        }
    }

    /**
     * It is being deleted, and can be made anew once it is gone.
     *
     * @param advice what the user can do where that may take long; else empty
     */
    record Leaving<T>(String phase, String advice) implements Observation<T> {
        public Leaving(String phase) {
            this(phase, "");
        }
    }

    /**
     * It came up failed.
     *
     * @param reason the first sign the service gave
     * @param advice what the user can do
     * @param discard what failed may be thrown away ({@link Resource#discard}) and made anew by ourselves
     */
    record Failed<T>(String reason, String advice, boolean discard) implements Observation<T> {}

    static <T> Observation<T> absent() {
        return new Absent<>();
    }

    static <T> Observation<T> pending(String phase) {
        return new Pending<>(phase, "");
    }

    /** On its way up, and hindered by something that may pass. */
    static <T> Observation<T> hindered(String why, String advice) {
        return new Pending<>(why, advice);
    }

    static <T> Observation<T> ready(T value) {
        return new Ready<>(value, List.of(), false);
    }

    static <T> Observation<T> ready(T value, List<Difference> differences) {
        return new Ready<>(value, differences, false);
    }
}
