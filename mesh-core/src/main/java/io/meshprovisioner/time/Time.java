package io.meshprovisioner.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * The one owner of all timing. Nothing in the product sleeps: waiting is a task handed to {@link #after}, and what is
 * under way is announced by {@link #enter}, so that a simulated clock can move on exactly when nothing is active.
 *
 * <p>{@link #system()} is the wall clock. Implementations are safe for use by many threads.
 */
public interface Time extends AutoCloseable {

    /** The current instant. */
    Instant now();

    /**
     * Runs {@code task} once, {@code delay} from now (zero or negative: as soon as possible, never on the calling
     * thread). Tasks must be short: real work goes to an executor under an {@link Entry} of its own.
     *
     * @param key what the task is, unique among tasks due at one instant; a simulated clock orders by it
     */
    Scheduled after(Duration delay, String key, Runnable task);

    /** Announces that {@code what} is active until the entry is closed. */
    Entry enter(String what);

    /**
     * Blocks the calling thread until {@code stage} completes, without counting as active meanwhile.
     *
     * @throws java.util.concurrent.CompletionException what the stage failed with
     * @throws java.util.concurrent.CancellationException when the stage was cancelled or the thread interrupted (the
     *     interrupt flag is set again)
     */
    <T> T await(CompletionStage<T> stage);

    /** This time as a {@link Clock} in UTC, for libraries that take one. */
    default Clock clock() {
        return new TimeClock(this, java.time.ZoneOffset.UTC);
    }

    /** Stops the timer that {@link #system()} started; tasks not yet due never run. */
    @Override
    void close();

    /** The wall clock with a daemon timer thread that is started on first use and ends on {@link #close()}. */
    static Time system() {
        return new SystemTime(Clock.systemUTC());
    }

    /** As {@link #system()}, reading the instant from {@code clock} (delays still run in real time). */
    static Time system(Clock clock) {
        return new SystemTime(clock);
    }

    /** A task that waits for its time. */
    interface Scheduled {
        /** Takes the task back; false when it has already run or been cancelled. */
        boolean cancel();
    }

    /** Something that is active. */
    interface Entry extends AutoCloseable {
        /** Marks it as waiting for somebody else (who resumes it before the wait ends). */
        void suspend();

        /** Marks it as active again. */
        void resume();

        /** Ends it; closing twice has no effect. */
        @Override
        void close();
    }
}
