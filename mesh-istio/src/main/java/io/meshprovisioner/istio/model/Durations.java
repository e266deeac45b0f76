package io.meshprovisioner.istio.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Istio's documents write them: whole seconds or milliseconds with their unit. */
final class Durations {
    private static final Pattern TEXT =
            Pattern.compile("([-+]?)((?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+)");
    private static final Pattern PIECE = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "µs", BigDecimal.valueOf(1_000),
            "μs", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", BigDecimal.valueOf(1_000_000_000),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L));

    private Durations() {}

    static String format(Duration duration) {
        if (duration.getNano() == 0) {
            return duration.getSeconds() + "s";
        }
        if (duration.getNano() % 1_000_000 == 0) {
            return duration.toMillis() + "ms";
        }
        return BigDecimal.valueOf(duration.getSeconds())
                        .add(BigDecimal.valueOf(duration.getNano(), 9))
                        .stripTrailingZeros()
                        .toPlainString()
                + "s";
    }

    static Duration parse(String field, String text) {
        Matcher whole = TEXT.matcher(text);
        if (text.length() > 64 || !(whole.matches() || text.equals("0"))) {
            throw new IllegalStateException(
                    field + " is \"" + text + "\", not a duration such as 2s or 500ms; correct it in the document");
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher piece = PIECE.matcher(text);
        while (piece.find()) {
            nanos = nanos.add(
                    new BigDecimal(piece.group(1)).multiply(NANOS.getOrDefault(piece.group(2), BigDecimal.ONE)));
        }
        BigDecimal signed = text.startsWith("-") ? nanos.negate() : nanos;
        BigDecimal[] parts = signed.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
        return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
    }
}
