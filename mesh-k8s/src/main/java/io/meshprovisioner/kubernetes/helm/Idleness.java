package io.meshprovisioner.kubernetes.helm;

import java.time.Duration;

/** Ends the worker when it has had nothing to do for a while; never between the beginning and the end of an operation. */
final class Idleness {
    private final long patienceNanos;
    private final Runnable end;
    private int underWay;
    private long since = System.nanoTime();
    private boolean ended;

    Idleness(Duration patience, Runnable end) {
        this.patienceNanos = patience.toNanos();
        this.end = end;
    }

    /** An operation begins; false when it is too late for that. */
    synchronized boolean begin() {
        if (!ended) {
            underWay++;
        }
        return !ended;
    }

    /** An operation has ended. */
    synchronized void finish() {
        underWay--;
        since = System.nanoTime();
        notifyAll();
    }

    /** Waits for the time to end. */
    void watch() {
        try {
            synchronized (this) {
                long left = patienceNanos;
                while (underWay > 0 || left > 0) {
                    // The patience counts in real time, also where the host's clock is simulated: it is about leaks.
                    wait(Math.max(1, Duration.ofNanos(left).toMillis()));
                    left = since + patienceNanos - System.nanoTime();
                }
                ended = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end.run();
    }
}
