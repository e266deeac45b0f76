package io.meshprovisioner.testkit.charts;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release that the sandbox can offer: any of Istio 1.9 to 1.30. */
record Release(int minor, int patch) implements Comparable<Release> {
    private static final Pattern NUMBER = Pattern.compile("1\\.(\\d{1,2})\\.(\\d{1,2})");
    private static final int OLDEST = 9;
    /** The last patch of each minor release from 1.9 on, as far as known. */
    private static final int[] LAST_PATCH = {9, 6, 8, 9, 9, 6, 7, 7, 8, 7, 10, 8, 6, 8, 6, 6, 5, 8, 9, 10, 6, 3};

    /** The first minor release in the published chart repository, and the first with the chart {@code gateway}. */
    static final int FIRST_PUBLISHED = 12;

    static Optional<Release> parse(String text) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.matches()
                ? Optional.of(new Release(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                        .filter(Release::offered)
                : Optional.empty();
    }

    /** Every release in the published repository, newest first. */
    static java.util.List<Release> published() {
        java.util.List<Release> all = new java.util.ArrayList<>();
        for (int minor = OLDEST + LAST_PATCH.length - 1; minor >= FIRST_PUBLISHED; minor--) {
            for (int patch = LAST_PATCH[minor - OLDEST]; patch >= 0; patch--) {
                all.add(new Release(minor, patch));
            }
        }
        return all;
    }

    private boolean offered() {
        return minor >= OLDEST && minor < OLDEST + LAST_PATCH.length && patch <= LAST_PATCH[minor - OLDEST];
    }

    boolean before(int otherMinor) {
        return minor < otherMinor;
    }

    @Override
    public int compareTo(Release other) {
        return Comparator.comparingInt(Release::minor)
                .thenComparingInt(Release::patch)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return "1." + minor + "." + patch;
    }
}
