package io.meshprovisioner.event;

import io.meshprovisioner.event.MeshEvent.Outcome;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run went.
 *
 * @param start when it began, on the run's time
 * @param end when it ended
 * @param entries each resource that was worked on, by the instant it was finished
 * @param criticalPath the chain of resources that decided the length of the run, first to last
 * @param ideal the length of that graph's longest chain by what is known of each resource's duration
 * @param calls how many calls were made, by service and operation
 */
public record Timeline(
        Instant start,
        Instant end,
        List<Entry> entries,
        List<ResourceId> criticalPath,
        Duration ideal,
        Map<String, Integer> calls) {

    public Timeline {
        entries = List.copyOf(entries);
        criticalPath = List.copyOf(criticalPath);
        calls = java.util.Collections.unmodifiableMap(new TreeMap<>(calls));
    }

    /** How long the whole run took. */
    public Duration makespan() {
        return Duration.between(start, end);
    }

    /** The run's length over the longest chain's: 1 is as fast as this graph can be; 0 where no length is known. */
    public double ratio() {
        return ideal.isZero() ? 0 : makespan().toMillis() / (double) ideal.toMillis();
    }

    /** How many calls were made, by service. */
    public Map<String, Integer> callsByService() {
        Map<String, Integer> result = new TreeMap<>();
        calls.forEach((operation, count) -> result.merge(operation.split(":", 2)[0], count, Integer::sum));
        return result;
    }

    /** Whether anything was changed. */
    public boolean changedNothing() {
        return entries.stream()
                .allMatch(entry -> entry.outcome() == Outcome.UNCHANGED || entry.outcome() == Outcome.ADOPTED);
    }

    /** As a table: each step with its start and duration, the critical path, calls by service. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %8s  +%-8s %-9s %s%s%n",
                    Durations.text(Duration.between(start, entry.start())),
                    Durations.text(entry.took()),
                    entry.outcome().words(),
                    entry.title(),
                    criticalPath.contains(entry.id()) ? "  *" : ""));
        }
        text.append("  Critical path (*): ");
        text.append(String.join(
                " > ", criticalPath.stream().map(ResourceId::toString).toList()));
        text.append(String.format(
                Locale.ROOT,
                "%n  Took %s; the longest chain needs %s (ratio %.3f)%n  Calls: %s",
                Durations.text(makespan()),
                Durations.text(ideal),
                ratio(),
                callsByService()));
        return text.toString();
    }

    /**
     * One resource's part.
     *
     * @param start when all it waits for was ready
     * @param took until it was ready or gone
     */
    public record Entry(ResourceId id, String title, Outcome outcome, Instant start, Duration took) {}
}
