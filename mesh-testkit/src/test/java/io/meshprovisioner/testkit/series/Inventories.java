package io.meshprovisioner.testkit.series;

import java.util.ArrayList;
import java.util.List;

/** Compares what a sandbox holds at two ends. */
public final class Inventories {
    private static final String LEASE = "/lease/\\d+";
    private static final String REVISION = "(sh\\.helm\\.release\\.v1\\..*)\\.v\\d+";

    private Inventories() {}

    /**
     * What is there and should not be, or should be and is not. How many owners and revisions there were before is
     * history, and differs after a kill.
     */
    public static List<String> difference(List<String> expected, List<String> actual) {
        List<String> wrong = new ArrayList<>();
        List<String> surplus = new ArrayList<>(withoutHistory(actual));
        for (String line : withoutHistory(expected)) {
            if (!surplus.remove(line)) {
                wrong.add("missing: " + line);
            }
        }
        surplus.forEach(line -> wrong.add("surplus: " + line));
        return wrong;
    }

    private static List<String> withoutHistory(List<String> lines) {
        List<String> result = new ArrayList<>();
        for (String line : lines) {
            String timeless = line.replaceAll(LEASE, "/lease/N").replaceAll(REVISION, "$1.vN");
            boolean history = timeless.endsWith(".vN") || timeless.contains("/lease/N");
            if (!history || !result.contains(timeless)) {
                result.add(timeless);
            }
        }
        return result;
    }
}
