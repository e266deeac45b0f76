package io.meshprovisioner.event;

import java.io.PrintStream;

/** Is told what a run does. Called on the run's threads, one event at a time; what it throws is logged and dropped. */
@FunctionalInterface
public interface ProgressListener {

    void on(MeshEvent event);

    /** Tells another as well, after this one. */
    default ProgressListener and(ProgressListener other) {
        return event -> {
            on(event);
            other.on(event);
        };
    }

    /** Hears nothing. */
    ProgressListener NONE = event -> {};

    /** Writes one line for each step to standard output, because the user said so. */
    static ProgressListener toConsole() {
        return to(System.out);
    }

    /** Writes one line for each step. */
    static ProgressListener to(PrintStream out) {
        return new LineListener(out);
    }
}
