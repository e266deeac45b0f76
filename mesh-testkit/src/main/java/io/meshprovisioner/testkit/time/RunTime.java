package io.meshprovisioner.testkit.time;

import io.meshprovisioner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The virtual clock as one run sees it. A run can be killed: its scheduled tasks never happen, its entries leave the
 * ledger, and whoever waits for it is told so.
 */
public final class RunTime implements Time {
    private final VirtualTime clock;
    private final String run;
    private final Set<VirtualTime.Event> scheduled = new HashSet<>();
    private final Set<VirtualEntry> entries = new HashSet<>();
    private final CompletableFuture<Void> death = new CompletableFuture<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean dead;
    private boolean paused;

    public RunTime(VirtualTime clock, String run) {
        this.clock = clock;
        this.run = run;
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public synchronized Scheduled after(Duration delay, String key, Runnable task) {
        if (dead) {
            return () -> false;
        }
        VirtualTime.Event[] self = new VirtualTime.Event[1];
        VirtualTime.Event event = clock.schedule(delay, run + "/" + key, () -> {
            synchronized (this) {
                scheduled.remove(self[0]);
                if (dead) {
                    return;
                }
                if (paused) {
                    held.add(task);
                    return;
                }
            }
            task.run();
        });
        self[0] = event;
        scheduled.add(event);
        return () -> cancel(event);
    }

    private synchronized boolean cancel(VirtualTime.Event event) {
        return scheduled.remove(event) && clock.cancel(event);
    }

    @Override
    public synchronized Entry enter(String what) {
        VirtualEntry entry = new VirtualEntry(what);
        if (!dead) {
            entry.id = clock.enter(run + ": " + what);
            entries.add(entry);
        }
        return entry;
    }

    @Override
    public <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> either = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                either.complete(value);
            } else {
                either.completeExceptionally(failure);
            }
        });
        death.whenComplete((nothing, failure) -> either.completeExceptionally(new RunKilledException(run)));
        return clock.await(either);
    }

    /** Lets nothing of this run happen until {@link #resume}, as a process that is stopped and goes on later. */
    public synchronized void pause() {
        paused = true;
    }

    /** Lets what came due meanwhile happen now. */
    public void resume() {
        List<Runnable> due;
        synchronized (this) {
            paused = false;
            due = List.copyOf(held);
            held.clear();
        }
        for (int i = 0; i < due.size(); i++) {
            after(Duration.ZERO, "resumed/" + i, due.get(i));
        }
    }

    /** Ends everything of this run at once, as a killed process would. */
    public void kill() {
        synchronized (this) {
            if (dead) {
                return;
            }
            dead = true;
            scheduled.forEach(clock::cancel);
            scheduled.clear();
        }
        death.complete(null);
        synchronized (this) {
            entries.forEach(VirtualEntry::drop);
            entries.clear();
        }
    }

    /** Whether the run was killed. */
    public synchronized boolean killed() {
        return dead;
    }

    /** Has no effect: the clock belongs to the sandbox. */
    @Override
    public void close() {}

    /** What whoever waits for a killed run is told. */
    public static final class RunKilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RunKilledException(String run) {
            super("The run " + run + " was killed.");
        }
    }

    private final class VirtualEntry implements Entry {
        private final String what;
        private long id = -1;

        VirtualEntry(String what) {
            this.what = what;
        }

        @Override
        public void suspend() {
            clock.suspend();
        }

        @Override
        public void resume() {
            clock.resume();
        }

        @Override
        public void close() {
            synchronized (RunTime.this) {
                entries.remove(this);
            }
            drop();
        }

        private void drop() {
            if (id >= 0) {
                clock.leave(id);
                id = -1;
            }
        }

        @Override
        public String toString() {
            return what;
        }
    }
}
