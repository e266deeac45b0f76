package io.meshprovisioner.testkit.kube.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resource quantities such as {@code 500m}, {@code 2Gi} and {@code 1e3}. */
public final class Quantity {
    private static final Pattern FORM = Pattern.compile("([+-]?[0-9.]+)([eE][+-]?[0-9]+)?([A-Za-z]*)");
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("", BigDecimal.ONE),
            Map.entry("n", new BigDecimal("1e-9")),
            Map.entry("u", new BigDecimal("1e-6")),
            Map.entry("m", new BigDecimal("1e-3")),
            Map.entry("k", new BigDecimal("1e3")),
            Map.entry("M", new BigDecimal("1e6")),
            Map.entry("G", new BigDecimal("1e9")),
            Map.entry("T", new BigDecimal("1e12")),
            Map.entry("P", new BigDecimal("1e15")),
            Map.entry("E", new BigDecimal("1e18")),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

    private Quantity() {}

    /** The value of a quantity; an absent node is zero, a text that is none throws. */
    public static BigDecimal of(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? BigDecimal.ZERO : of(node.asText());
    }

    /** The value of a quantity; a text that is none throws. */
    public static BigDecimal of(String text) {
        Matcher matcher = FORM.matcher(text);
        BigDecimal unit = matcher.matches() ? UNITS.get(matcher.group(3)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "quantities must match the regular expression " + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
        String exponent = matcher.group(2) == null ? "" : matcher.group(2);
        return new BigDecimal(matcher.group(1) + exponent).multiply(unit);
    }

    /** Thousandths, rounded up. */
    public static long milli(JsonNode node) {
        return of(node).movePointRight(3).setScale(0, RoundingMode.CEILING).longValue();
    }

    /** Whole units, rounded up. */
    public static long whole(JsonNode node) {
        return of(node).setScale(0, RoundingMode.CEILING).longValue();
    }
}
