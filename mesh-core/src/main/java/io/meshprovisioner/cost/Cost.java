package io.meshprovisioner.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * What a mesh costs while it stands, as far as it can be known before: what is paid by the hour. Traffic, logs and what
 * the mesh's own users make (volumes, further load balancers) come on top.
 *
 * @param items what is paid for
 * @param unpriced what the table has no price for: the sums are without it
 * @param asOf how old the prices are
 * @param currency such as {@code USD}
 */
public record Cost(List<Item> items, List<String> unpriced, LocalDate asOf, String currency) {
    /** Hours of a month, as Amazon reckons. */
    public static final int HOURS_A_MONTH = 730;

    public Cost {
        items = List.copyOf(items);
        unpriced = List.copyOf(unpriced);
    }

    /**
     * Something that is paid for.
     *
     * @param what in words
     * @param count how many of it
     * @param each an hour of one
     */
    public record Item(String what, long count, BigDecimal each) {
        /** All of them, an hour. */
        public BigDecimal hourly() {
            return each.multiply(BigDecimal.valueOf(count));
        }
    }

    /** All items, an hour, to a hundredth of a cent. */
    public BigDecimal hourly() {
        return sum().setScale(4, RoundingMode.HALF_UP);
    }

    /** All items, a month of {@value #HOURS_A_MONTH} hours, to the cent. */
    public BigDecimal monthly() {
        return sum().multiply(BigDecimal.valueOf(HOURS_A_MONTH)).setScale(2, RoundingMode.HALF_UP);
    }

    private BigDecimal sum() {
        return items.stream().map(Item::hourly).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%s %s a month (%s an hour), prices of %s%n", monthly(), currency, hourly(), asOf));
        items.forEach(item -> text.append(String.format(
                Locale.ROOT,
                "  %9s  %d x %s%n",
                item.hourly().multiply(BigDecimal.valueOf(HOURS_A_MONTH)).setScale(2, RoundingMode.HALF_UP),
                item.count(),
                item.what())));
        unpriced.forEach(what -> text.append("  no price  ").append(what).append('\n'));
        return text.toString().stripTrailing();
    }
}
