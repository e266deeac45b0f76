package io.meshprovisioner.istio.validation.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them, such as {@code 1h30m}, {@code 1.5s} or {@code 250ms}. */
public final class GoDurations {
    /** A millisecond in the unit of {@link #parse}. */
    public static final long MILLISECOND = 1_000_000L;

    private static final int MAX_LENGTH = 64; // far more than any duration that fits into 64 bits needs
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> UNITS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", MILLISECOND,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final int SURELY_FITS = 6; // digits of the largest unit
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private GoDurations() {}

    /** The duration in nanoseconds of a short whole number with one unit, as nearly all are; -1 for other texts. */
    private static long simple(String text) {
        long number = 0;
        int end = Math.min(text.length(), SURELY_FITS + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                long unit = i == 0 ? -1 : simpleUnit(text, i);
                return unit < 0 ? -1 : number * unit;
            }
            number = 10 * number + (c - '0');
        }
        return -1;
    }

    /** The unit that is the rest of the text, if it is one of the usual ones; else -1. */
    private static long simpleUnit(String text, int from) {
        char first = text.charAt(from);
        return switch (text.length() - from) {
            case 1 ->
                first == 's' ? 1_000_000_000L : first == 'm' ? 60_000_000_000L : first == 'h' ? 3_600_000_000_000L : -1;
            case 2 -> first == 'm' && text.charAt(from + 1) == 's' ? MILLISECOND : -1;
            default -> -1;
        };
    }

    /** The duration in nanoseconds; empty if the text is none or does not fit into 64 bits. */
    public static OptionalLong parse(String text) {
        long simple = simple(text);
        if (simple >= 0) {
            return OptionalLong.of(simple);
        }
        boolean negative = text.startsWith("-");
        String body = negative || text.startsWith("+") ? text.substring(1) : text;
        if (body.equals("0")) {
            return OptionalLong.of(0);
        }
        if (body.isEmpty() || body.length() > MAX_LENGTH) {
            return OptionalLong.empty();
        }
        BigInteger total = BigInteger.ZERO;
        Matcher part = PART.matcher(body);
        int end = 0;
        while (end < body.length()) {
            if (!part.find(end) || part.start() != end) {
                return OptionalLong.empty();
            }
            BigDecimal value = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2))));
            total = total.add(value.setScale(0, RoundingMode.DOWN).toBigInteger());
            end = part.end();
        }
        if (total.compareTo(MAX) > 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(negative ? -total.longValueExact() : total.longValueExact());
    }

    private static long unit(String name) {
        Long unit = UNITS.get(name);
        return unit == null ? 0 : unit;
    }
}
