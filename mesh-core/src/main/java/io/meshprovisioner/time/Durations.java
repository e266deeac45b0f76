package io.meshprovisioner.time;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
public final class Durations {
    private Durations() {}

    /** Such as {@code 2m05s}, or {@code 4.2s} below a minute. */
    public static String text(Duration duration) {
        if (duration.compareTo(Duration.ofMinutes(1)) >= 0) {
            return duration.toMinutes() + "m" + String.format(Locale.ROOT, "%02ds", duration.toSecondsPart());
        }
        return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
    }
}
