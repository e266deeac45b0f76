package io.meshprovisioner.spec;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Kubernetes writes them, such as {@code 4h0m0s} and {@code 500ms}. */
final class GoDuration {
    private static final Pattern PART = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,9})?)(h|ms|m|s)");
    private static final Pattern WHOLE = Pattern.compile("0|(\\d{1,6}(\\.\\d{1,9})?(h|ms|m|s))+");

    private GoDuration() {}

    static Optional<Duration> parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long nanosEach =
                    switch (part.group(2)) {
                        case "h" -> 3_600_000_000_000L;
                        case "m" -> 60_000_000_000L;
                        case "s" -> 1_000_000_000L;
                        default -> 1_000_000L;
                    };
            sum = sum.plusNanos(new BigDecimal(part.group(1))
                    .multiply(BigDecimal.valueOf(nanosEach))
                    .longValue());
        }
        return Optional.of(sum);
    }

    /** As ISO 8601 has it, such as {@code PT8H} and {@code P3D}. */
    static Optional<Duration> parseIso(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException notOne) {
            return Optional.empty();
        }
    }

    /** Hours, minutes and seconds as far as they are there; {@code 0s} for none. */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        long hours = millis / 3_600_000;
        long minutes = millis / 60_000 % 60;
        BigDecimal seconds = BigDecimal.valueOf(millis % 60_000, 3).stripTrailingZeros();
        return (hours > 0 ? hours + "h" : "")
                + (hours > 0 || minutes > 0 ? minutes + "m" : "")
                + seconds.toPlainString() + "s";
    }
}
