package io.meshprovisioner.event;

import java.time.Duration;
import java.util.Locale;

final class Durations {
    private Durations() {}

    static String text(Duration duration) {
        if (duration.compareTo(Duration.ofMinutes(1)) >= 0) {
            return duration.toMinutes() + "m" + String.format(Locale.ROOT, "%02ds", duration.toSecondsPart());
        }
        return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
    }
}
