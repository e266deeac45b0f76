package io.meshprovisioner.engine;

import io.meshprovisioner.error.MeshException;
import io.meshprovisioner.time.Time;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A run of the engine under way. */
public final class Conducted<T> {
    private final Run run;
    private final Time time;
    private final Journal journal;
    private final CompletableFuture<T> result;

    Conducted(Run run, Time time, Journal journal, CompletableFuture<T> result) {
        this.run = run;
        this.time = time;
        this.journal = journal;
        this.result = result;
    }

    public void cancel() {
        run.cancel();
    }

    public double progress() {
        return result.isDone() ? 1 : journal.progress();
    }

    /** Waits for the end. */
    public T join() {
        try {
            return time.await(result);
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof MeshException known) {
                throw known;
            }
            throw failure;
        }
    }

    public CompletionStage<T> stage() {
        return result.copy();
    }
}
