package io.meshprovisioner.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prices as a text, one a line: {@code control-plane 0.10 hour}, {@code instance m5.large 0.096 hour}. Of an instance
 * family the size {@code large} is enough. {@link #bundled} comes with this library.
 */
public final class PriceTable {
    /** The control plane in standard support, an hour. */
    static final String CONTROL_PLANE = "control-plane";

    static final String NAT_GATEWAY = "nat-gateway";
    /** An interface endpoint in one zone, an hour. */
    static final String INTERFACE_ENDPOINT = "interface-endpoint";

    static final String PUBLIC_ADDRESS = "public-address";
    static final String LOAD_BALANCER = "load-balancer";
    /** A gibibyte of a volume, a month. */
    static final String VOLUME_GIB = "volume-gib";

    private static final String INSTANCE = "instance ";
    private static final Map<String, Integer> SMALL_SIZES =
            Map.of("nano", 16, "micro", 8, "small", 4, "medium", 2, "large", 1);

    private final LocalDate date;
    private final String currency;
    private final Set<String> regions;
    private final Map<String, BigDecimal> prices;

    private PriceTable(LocalDate date, String currency, Set<String> regions, Map<String, BigDecimal> prices) {
        this.date = date;
        this.currency = currency;
        this.regions = Set.copyOf(regions);
        this.prices = Map.copyOf(prices);
    }

    /** The table that comes with this library: Amazon's list prices in its largest regions of the United States. */
    public static PriceTable bundled() {
        try (InputStream in = PriceTable.class.getResourceAsStream("prices.txt")) {
            if (in == null) {
                throw new IllegalStateException("prices.txt is missing in the library's jar.");
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The table of prices cannot be read from the library's jar.", e);
        }
    }

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException naming the first line that is none of a table
     */
    public static PriceTable read(String text) {
        Map<String, BigDecimal> prices = new HashMap<>();
        Set<String> regions = new HashSet<>();
        LocalDate date = LocalDate.MIN;
        String currency = "USD";
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String[] words = line.strip().split("\\s+");
            try {
                switch (words[0]) {
                    case "", "#" -> {}
                    case "date" -> date = LocalDate.parse(words[1]);
                    case "currency" -> currency = words[1];
                    case "regions" -> regions.addAll(java.util.List.of(words).subList(1, words.length));
                    case "instance" -> prices.put(INSTANCE + words[1], new BigDecimal(words[2]));
                    default -> prices.put(words[0], new BigDecimal(words[1]));
                }
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("Line " + number + " is none of a table of prices: " + line, e);
            }
        }
        return new PriceTable(date, currency, regions, prices);
    }

    /** As of when the prices are. */
    public LocalDate date() {
        return date;
    }

    /** Such as {@code USD}. */
    public String currency() {
        return currency;
    }

    /** Whether its prices are those of a region. */
    public boolean covers(String region) {
        return regions.contains(region);
    }

    Optional<BigDecimal> price(String what) {
        return Optional.ofNullable(prices.get(what));
    }

    /** An hour of an instance type: its own price, or what its family's {@code large} makes of it. */
    Optional<BigDecimal> instance(String type) {
        BigDecimal own = prices.get(INSTANCE + type);
        if (own != null) {
            return Optional.of(own);
        }
        int dot = type.indexOf('.');
        BigDecimal large = prices.get(INSTANCE + type.substring(0, Math.max(0, dot)) + ".large");
        if (large == null) {
            return Optional.empty();
        }
        String size = type.substring(dot + 1);
        Integer parts = SMALL_SIZES.get(size);
        if (parts != null) {
            return Optional.of(large.divide(BigDecimal.valueOf(parts)));
        }
        return size.matches("\\d{0,3}xlarge")
                ? Optional.of(large.multiply(BigDecimal.valueOf(
                        size.equals("xlarge") ? 2 : 2L * Integer.parseInt(size.replace("xlarge", "")))))
                : Optional.empty();
    }
}
