package io.meshprovisioner.testkit.time;

import io.meshprovisioner.testkit.world.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves to the next event only when nothing is active, one event at a time, in the order (instant, seeded
 * hash of the key, key). What is active is a ledger of entries: tasks, exchanges to the end of the client's
 * continuation, and the user's thread except while it waits for a future of ours. The thread that makes this clock is
 * the user's.
 */
public final class VirtualTime implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Object lock = new Object();
    private final long seed;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final TreeMap<Long, String> live = new TreeMap<>();
    private final Thread runner;
    private final Thread user;
    private Instant now;
    private long sequence;
    private long entries;
    private int active;
    private boolean closed;

    /** The clock starts at {@code start} and is frozen until the calling thread waits by {@link #await}. */
    public VirtualTime(Instant start, long seed) {
        this.now = start;
        this.seed = seed;
        this.user = Thread.currentThread();
        this.active = 1;
        this.live.put(entries++, "the user's thread");
        this.runner = new Thread(this::run, "mesh-sandbox-clock");
        runner.setDaemon(true);
        runner.start();
    }

    public Instant now() {
        synchronized (lock) {
            return now;
        }
    }

    /** Schedules an event; returns a handle that takes it back. */
    Event schedule(Duration delay, String key, Runnable task) {
        synchronized (lock) {
            Instant at = delay.isNegative() ? now : now.plus(delay);
            Event event = new Event(at, Hashes.hex(seed + "/" + key, 12), key, sequence++, task);
            if (!closed) {
                events.add(event);
                lock.notifyAll();
            }
            return event;
        }
    }

    /** Has {@code task} happen on the clock's thread at its turn, {@code delay} from now. */
    public void at(Duration delay, String key, Runnable task) {
        schedule(delay, key, task);
    }

    boolean cancel(Event event) {
        synchronized (lock) {
            return events.remove(event);
        }
    }

    /** Adds an entry to the ledger. */
    public long enter(String what) {
        synchronized (lock) {
            long id = entries++;
            live.put(id, what);
            active++;
            return id;
        }
    }

    /** Takes an entry off the ledger. */
    public void leave(long id) {
        synchronized (lock) {
            if (live.remove(id) != null) {
                active--;
                lock.notifyAll();
            }
        }
    }

    /** An active party, whichever it is, begins to wait for an event of ours. */
    public void suspend() {
        synchronized (lock) {
            active--;
            lock.notifyAll();
        }
    }

    /** A party that was {@linkplain #suspend suspended} goes on; called before what it waits for is given to it. */
    public void resume() {
        synchronized (lock) {
            active++;
        }
    }

    /** Blocks until {@code stage} completes; the user's thread does not count as active meanwhile. */
    <T> T await(CompletionStage<T> stage) {
        boolean counts = Thread.currentThread() == user;
        CompletableFuture<T> waited = new CompletableFuture<>();
        if (counts) {
            synchronized (lock) {
                stage.whenComplete((value, failure) -> {
                    resume();
                    complete(waited, value, failure);
                });
                suspend();
            }
        } else {
            stage.whenComplete((value, failure) -> complete(waited, value, failure));
        }
        return get(waited);
    }

    private static <T> void complete(CompletableFuture<T> future, T value, @Nullable Throwable failure) {
        if (failure == null) {
            future.complete(value);
        } else {
            future.completeExceptionally(failure);
        }
    }

    private <T> T get(CompletableFuture<T> future) {
        String before = state();
        Instant since = Instant.now();
        while (true) {
            try {
                return future.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                String state = state();
                if (!state.equals(before)) {
                    before = state;
                    since = Instant.now();
                } else if (Instant.now().isAfter(since.plus(PATIENCE))) {
                    throw new IllegalStateException(
                            "The virtual clock stands still: nothing has moved for " + PATIENCE + ". " + state, e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                CancellationException cancelled = new CancellationException("The waiting thread was interrupted.");
                cancelled.initCause(e);
                throw cancelled;
            } catch (ExecutionException e) {
                throw new CompletionException(e.getCause() == null ? e : e.getCause());
            }
        }
    }

    /** Forgets all events and goes to another instant, earlier ones too; only the user's thread may be active. */
    public void reset(Instant instant) {
        synchronized (lock) {
            events.clear();
            now = instant;
        }
    }

    /** What is active and what comes next, for a person. */
    public String state() {
        synchronized (lock) {
            Event next = events.peek();
            return "At " + now + ", " + active + " active among " + live.values() + "; entry " + entries + ", event "
                    + sequence + "; next " + (next == null ? "nothing" : next.key + " at " + next.at);
        }
    }

    private void run() {
        while (true) {
            Event event;
            synchronized (lock) {
                while (!closed && (active > 0 || events.isEmpty())) {
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                if (closed) {
                    return;
                }
                event = java.util.Objects.requireNonNull(events.poll());
                if (event.at.isAfter(now)) {
                    now = event.at;
                }
                active++;
            }
            try {
                event.task.run();
            } catch (RuntimeException | Error failure) {
                org.slf4j.LoggerFactory.getLogger(VirtualTime.class).error("Event {} failed", event.key, failure);
            } finally {
                synchronized (lock) {
                    active--;
                }
            }
        }
    }

    /** Stops the clock; what is scheduled never happens. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            events.clear();
            lock.notifyAll();
        }
        runner.interrupt();
    }

    /** What happens at an instant. */
    static final class Event implements Comparable<Event> {
        private final Instant at;
        private final String hash;
        private final String key;
        private final long sequence;
        private final Runnable task;

        Event(Instant at, String hash, String key, long sequence, Runnable task) {
            this.at = at;
            this.hash = hash;
            this.key = key;
            this.sequence = sequence;
            this.task = task;
        }

        @Override
        public int compareTo(Event other) {
            int order = at.compareTo(other.at);
            if (order == 0) {
                order = hash.compareTo(other.hash);
            }
            if (order == 0) {
                order = key.compareTo(other.key);
            }
            return order == 0 ? Long.compare(sequence, other.sequence) : order;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
