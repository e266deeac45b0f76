package io.meshprovisioner.spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The regions that are known to offer EKS, with their partitions: {@code aws}, {@code aws-cn} and {@code aws-us-gov}.
 * A region that is not among them is refused before the first call, because a misspelt one would otherwise fail late
 * and obscurely (its endpoints do not resolve). AWS opens new regions: name one by {@link #with}.
 */
public final class Regions {
    private static final String TABLE = "regions.txt";
    private static final Pattern FORM = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[1-9]\\d?");
    private static final Pattern ZONE = Pattern.compile("([a-z]{2,}(?:-[a-z]+)+-[1-9]\\d?)[a-z]");

    private final Map<String, String> partitions;

    private Regions(Map<String, String> partitions) {
        this.partitions = partitions;
    }

    /** Those known when this library was built. */
    public static Regions known() {
        return new Regions(Table.REGIONS);
    }

    /**
     * These and further ones, for regions younger than this library.
     *
     * @throws IllegalArgumentException when a name has not the form of a region
     */
    public Regions with(String... names) {
        Map<String, String> more = new TreeMap<>(partitions);
        for (String name : names) {
            if (!FORM.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" has not the form of a region; write one such as us-west-2.");
            }
            more.putIfAbsent(name, partitionByPrefix(name));
        }
        return new Regions(more);
    }

    public boolean contains(String region) {
        return partitions.containsKey(region);
    }

    /** The partition, which is part of every ARN; empty for an unknown region. */
    public Optional<String> partition(String region) {
        return Optional.ofNullable(partitions.get(region));
    }

    /** Says what is wrong with a region that is not {@linkplain #contains known}. */
    void explain(String region, Problems problems) {
        var zone = ZONE.matcher(region);
        if (zone.matches() && contains(zone.group(1))) {
            problems.add(
                    "region",
                    "\"" + region + "\" is an availability zone.",
                    "Write its region, \"" + zone.group(1)
                            + "\", and choose zones by vpc.zones if you want certain ones.");
            return;
        }
        String nearest = Near.meant(region, partitions.keySet())
                .map(meant -> "The nearest: " + String.join(", ", Near.nearest(region, partitions.keySet(), 3)) + ".")
                .orElse("Write one such as us-west-2.");
        if (FORM.matcher(region).matches()) {
            problems.add(
                    "region",
                    "\"" + region + "\" is not a region that is known to offer EKS.",
                    nearest + " If AWS opened it after this release, say so by Regions.known().with(\"" + region
                            + "\").");
        } else {
            problems.add("region", "\"" + Problems.shown(region) + "\" has not the form of a region.", nearest);
        }
    }

    private static String partitionByPrefix(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    private static final class Table {
        static final Map<String, String> REGIONS = read();

        private static Map<String, String> read() {
            Map<String, String> result = new TreeMap<>();
            try (InputStream in = Regions.class.getResourceAsStream(TABLE)) {
                if (in == null) {
                    throw new IllegalStateException("The table of regions is missing from this library's jar.");
                }
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split(" ", 2))
                        .forEach(words -> result.put(words[1], words[0]));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return result;
        }
    }
}
