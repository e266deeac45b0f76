package io.meshprovisioner.testkit;

import io.meshprovisioner.testkit.world.Era;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a sandbox is like. Values: each method returns a changed copy.
 *
 * @param era what the cloud offers; default today's
 * @param seed varies latencies and orders; default 0
 * @param start the virtual clock's first instant; empty: a day in the era, or now in real time
 * @param consistencyLag how long a new resource may stay unseen by reads; default 2 s, less where things go faster
 * @param realTime the clock is the wall clock, for clients in other processes; default virtual
 * @param speed how many times faster than usual things go in real time; default 1
 * @param clock what is read in real time; default the wall clock
 */
public record SandboxOptions(
        Era era,
        long seed,
        Optional<Instant> start,
        Duration consistencyLag,
        boolean realTime,
        double speed,
        Clock clock) {

    public static SandboxOptions defaults() {
        return new SandboxOptions(Era.TODAY, 0, Optional.empty(), Duration.ofSeconds(2), false, 1, Clock.systemUTC());
    }

    public SandboxOptions era(Era newEra) {
        return new SandboxOptions(newEra, seed, start, consistencyLag, realTime, speed, clock);
    }

    public SandboxOptions seed(long newSeed) {
        return new SandboxOptions(era, newSeed, start, consistencyLag, realTime, speed, clock);
    }

    public SandboxOptions start(Instant newStart) {
        return new SandboxOptions(era, seed, Optional.of(newStart), consistencyLag, realTime, speed, clock);
    }

    public SandboxOptions consistencyLag(Duration newLag) {
        return new SandboxOptions(era, seed, start, newLag, realTime, speed, clock);
    }

    /** On the wall clock, with things going {@code newSpeed} times faster than usual (1 or more). */
    public SandboxOptions realTime(double newSpeed) {
        return new SandboxOptions(era, seed, start, consistencyLag, true, newSpeed, clock);
    }

    /**
     * Reads another clock in real time, one that runs faster than the wall's for example. Who works in the sandbox has
     * to read the same one, since signatures are judged by it.
     */
    public SandboxOptions clock(Clock newClock) {
        return new SandboxOptions(era, seed, start, consistencyLag, realTime, speed, newClock);
    }

    Instant firstInstant() {
        return start.orElseGet(() -> {
            if (realTime) {
                return clock.instant();
            }
            return era == Era.GUIDE ? Instant.parse("2021-05-04T09:00:00Z") : Instant.parse("2026-08-15T09:00:00Z");
        });
    }
}
