package io.meshprovisioner.testkit.standalone;

import io.meshprovisioner.time.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Time that runs {@code rate} times faster than the wall clock since {@code origin}: what a process and the sandbox it
 * works in agree on when both are told origin and rate.
 */
final class FastTime implements Time {
    static final String VARIABLE = "MESH_TEST_FAST_TIME";

    private final FastClock clock;
    private final Time real = Time.system();

    FastTime(FastClock clock) {
        this.clock = clock;
    }

    static Optional<FastTime> fromEnvironment() {
        return Optional.ofNullable(System.getenv(VARIABLE)).map(text -> {
            String[] parts = text.split("x", 2);
            return new FastTime(new FastClock(Instant.parse(parts[0]), Integer.parseInt(parts[1])));
        });
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Scheduled after(Duration delay, String key, Runnable task) {
        return real.after(delay.dividedBy(clock.rate), key, task);
    }

    @Override
    public Entry enter(String what) {
        return real.enter(what);
    }

    @Override
    public <T> T await(CompletionStage<T> stage) {
        return real.await(stage);
    }

    @Override
    public void close() {
        real.close();
    }

    /** The clock that both sides read. */
    static final class FastClock extends Clock {
        private final Instant origin;
        private final int rate;

        FastClock(Instant origin, int rate) {
            this.origin = origin;
            this.rate = rate;
        }

        /** What {@link FastTime#fromEnvironment} reads. */
        String text() {
            return origin + "x" + rate;
        }

        @Override
        public Instant instant() {
            return origin.plus(Duration.between(origin, Instant.now()).multipliedBy(rate));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("This clock is in UTC.");
        }
    }
}
