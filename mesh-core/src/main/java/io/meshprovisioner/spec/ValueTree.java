package io.meshprovisioner.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Free values as documents can hold them: maps, lists, texts, numbers, truth values, null. Frozen, so that a spec
 * cannot change behind its back, and with one form for each number, so that what was written reads back as equal.
 */
final class ValueTree {
    /** The values lie on a document's third level. */
    private static final int DEEPEST = Documents.DEEPEST - 2;

    /** Only values that hold themselves are nested deeper. */
    private static final int ENDLESS = 500;

    private static final int MOST_DIGITS = 400;

    private ValueTree() {}

    /** A deep, unmodifiable copy; what no document can hold stays as it is, for {@link #check} to name. */
    static Map<String, Object> freeze(Map<String, Object> values) {
        return map(values, 0);
    }

    private static @Nullable Object freeze(@Nullable Object value, int depth) {
        if (depth > ENDLESS) {
            throw new IllegalArgumentException("The values are nested deeper than " + ENDLESS + " levels.");
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, depth);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(freeze(item, depth + 1)));
            return Collections.unmodifiableList(copy);
        }
        return value instanceof Number number ? number(number) : value;
    }

    @SuppressWarnings("NullAway") // a value may be null, which Map<String, Object> of the public API cannot say
    private static Map<String, Object> map(Map<?, ?> map, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), freeze(value, depth + 1)));
        return Collections.unmodifiableMap(copy);
    }

    /** Integer, Long or BigInteger, whichever is the smallest; Double where it is exact, else BigDecimal, or for whole
     * numbers BigInteger. */
    static Number number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            return Double.isFinite(value) ? decimal(new BigDecimal(number.toString())) : (Number) value;
        }
        if (number instanceof BigDecimal decimal) {
            return decimal(decimal);
        }
        if (number instanceof BigInteger integer) {
            return integer.bitLength() < Long.SIZE ? number(integer.longValue()) : integer;
        }
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            long value = number.longValue();
            if (value == (int) value) {
                return (int) value;
            }
            return value;
        }
        return number;
    }

    private static Number decimal(BigDecimal decimal) {
        double value = decimal.doubleValue();
        if (Double.isFinite(value) && new BigDecimal(Double.toString(value)).compareTo(decimal) == 0) {
            return value == 0 ? 0.0 : value;
        }
        BigDecimal shortest = decimal.stripTrailingZeros();
        boolean whole = shortest.scale() <= 0 && shortest.precision() - shortest.scale() <= MOST_DIGITS;
        return whole ? number(shortest.toBigIntegerExact()) : shortest;
    }

    /** Names each value that no document can hold. */
    static void check(String path, Map<String, Object> values, Problems problems) {
        check(path, values, 1, problems);
    }

    private static void check(String path, @Nullable Object value, int depth, Problems problems) {
        boolean nests = value instanceof Map<?, ?> || value instanceof List<?>;
        if (nests && depth > DEEPEST) {
            problems.add(
                    path, "It is nested deeper than " + DEEPEST + " levels.", "Nest less: no chart has such values.");
        } else if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (key, item) -> check(path + "." + Problems.shown(String.valueOf(key)), item, depth + 1, problems));
        } else if (value instanceof List<?> list) {
            for (int index = 0; index < list.size(); index++) {
                check(path + "[" + index + "]", list.get(index), depth + 1, problems);
            }
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            problems.add(path, value + " cannot be written in a document.", "Use a finite number.");
        } else if (!(value == null || value instanceof String || value instanceof Boolean || value instanceof Number)) {
            problems.add(
                    path,
                    "A value of type " + value.getClass().getName() + " cannot be written in a document.",
                    "Use maps, lists, texts, numbers and truth values.");
        }
    }
}
