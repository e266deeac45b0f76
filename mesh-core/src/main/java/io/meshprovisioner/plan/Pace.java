package io.meshprovisioner.plan;

import java.time.Duration;

/**
 * What is known of how long a resource takes, which decides when it is looked at.
 *
 * @param expected from the request to ready, as public logs have it; zero when it is there at once
 * @param sign how often to look before that for a first sign of failure; zero: not before {@code expected}
 */
public record Pace(Duration expected, Duration sign) {
    /** There at once; when not (eventual consistency), looked at again after a second or two. */
    public static final Pace INSTANT = new Pace(Duration.ZERO, Duration.ZERO);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** With the calls of a look, a first sign is told within ten seconds. */
    private static final Duration LONGEST_UNSEEN = Duration.ofSeconds(8);

    public static Pace of(Duration expected) {
        return new Pace(expected, Duration.ZERO);
    }

    /** How long to wait until the next look, {@code elapsed} after the request. */
    public Duration nextProbe(Duration elapsed) {
        if (elapsed.compareTo(expected) < 0) {
            Duration remaining = expected.minus(elapsed);
            return sign.isZero() || sign.compareTo(remaining) > 0 ? remaining : sign;
        }
        Duration overdue = elapsed.minus(expected).dividedBy(2);
        Duration step = max(SHORTEST, max(expected.dividedBy(50), overdue));
        Duration ceiling = isWatched() ? LONGEST_UNSEEN : max(Duration.ofSeconds(10), expected.dividedBy(20));
        return step.compareTo(ceiling) > 0 ? ceiling : step;
    }

    /** What shows signs of failure within seconds may still do so when it is late. */
    private boolean isWatched() {
        return !sign.isZero() && sign.compareTo(LONGEST_UNSEEN) <= 0;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
