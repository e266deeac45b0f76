package io.meshprovisioner.engine;

import io.meshprovisioner.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Bounded concurrency. Who gets a free slot is decided in a task on the run's time, by key, so that on a simulated
 * clock it does not depend on which thread came first.
 */
final class Slots {
    private final Time time;
    private final String run;
    private final TreeMap<String, Runnable> waiting = new TreeMap<>();
    private int free;
    private boolean pumping;
    private long pumps;

    Slots(Time time, String run, int slots) {
        this.time = time;
        this.run = run;
        this.free = slots;
    }

    /** Runs {@code granted} (quickly) once there is a slot for it; the slot is held until {@link #release}. */
    synchronized void acquire(String key, Runnable granted) {
        if (waiting.putIfAbsent(key, granted) != null) {
            throw new IllegalStateException("Two pieces of work wait under the key " + key + ".");
        }
        pump();
    }

    synchronized void release() {
        free++;
        pump();
    }

    private void pump() {
        if (!pumping && free > 0 && !waiting.isEmpty()) {
            pumping = true;
            time.after(Duration.ZERO, run + "/slots/" + pumps++, this::grant);
        }
    }

    /** All who get one are chosen first: those that begin may finish and ask again before the last has begun. */
    private void grant() {
        List<Runnable> chosen = new ArrayList<>();
        synchronized (this) {
            pumping = false;
            while (free > 0 && !waiting.isEmpty()) {
                free--;
                chosen.add(waiting.pollFirstEntry().getValue());
            }
        }
        chosen.forEach(Runnable::run);
    }
}
