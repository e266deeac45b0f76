package io.meshprovisioner.spec;

import java.time.Duration;

/** How long a mesh may live: as long as it can be told from a slip of the pen. */
final class TimeToLiveCheck {
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofDays(3650);

    private TimeToLiveCheck() {}

    static void run(Duration timeToLive, Problems problems) {
        if (timeToLive.compareTo(LEAST) < 0) {
            problems.add(
                    "timeToLive",
                    "A mesh cannot expire after " + timeToLive.toSeconds() + " s" + ".",
                    "Give it a minute at least, and such as 8h: an install alone takes about a quarter of an hour.");
        } else if (timeToLive.compareTo(MOST) > 0) {
            problems.add(
                    "timeToLive",
                    "More than " + MOST.toDays() + " days are no time to live.",
                    "Leave it out: then no sweep removes the mesh.");
        }
    }
}
