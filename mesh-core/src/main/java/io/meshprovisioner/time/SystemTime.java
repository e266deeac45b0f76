package io.meshprovisioner.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

final class SystemTime implements Time {
    private static final Entry NOTHING = new Entry() {
        @Override
        public void suspend() {}

        @Override
        public void resume() {}

        @Override
        public void close() {}
    };

    private final Clock clock;
    private @Nullable ScheduledThreadPoolExecutor timer;
    private boolean closed;

    SystemTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Scheduled after(Duration delay, String key, Runnable task) {
        Future<?> future = timer().schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private synchronized ScheduledThreadPoolExecutor timer() {
        if (closed) {
            throw new IllegalStateException("This Time is closed: no task can be scheduled on it.");
        }
        if (timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, runnable -> {
                Thread thread = new Thread(runnable, "mesh-provisioner-timer");
                thread.setDaemon(true);
                return thread;
            });
            timer.setRemoveOnCancelPolicy(true);
        }
        return timer;
    }

    @Override
    public Entry enter(String what) {
        return NOTHING;
    }

    @Override
    public <T> T await(CompletionStage<T> stage) {
        return Waiting.on(stage);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    /** Blocking on a stage, with an interrupt turned into a cancellation. */
    static final class Waiting {
        private Waiting() {}

        static <T> T on(CompletionStage<T> stage) {
            try {
                return stage.toCompletableFuture().get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                CancellationException cancelled = new CancellationException("The waiting thread was interrupted.");
                cancelled.initCause(e);
                throw cancelled;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw new CompletionException(cause == null ? e : cause);
            }
        }
    }
}
