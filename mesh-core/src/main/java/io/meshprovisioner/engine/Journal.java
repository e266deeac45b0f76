package io.meshprovisioner.engine;

import io.meshprovisioner.event.MeshEvent.Outcome;
import io.meshprovisioner.event.Timeline;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes down when what was done; gives progress, the critical path and the timeline. */
final class Journal {
    private final Time time;
    private final Instant start;
    private final Map<ResourceId, Item> items = new LinkedHashMap<>();
    private final Map<ResourceId, Instant> started = new HashMap<>();
    private final Map<ResourceId, Timeline.Entry> finished = new LinkedHashMap<>();

    Journal(Time time) {
        this.time = time;
        this.start = time.now();
    }

    /** Says what is to be done; each item after those it waits for. */
    synchronized void expect(ResourceId id, Duration expected, Set<ResourceId> waitsFor) {
        items.put(id, new Item(expected, waitsFor));
    }

    synchronized void start(ResourceId id) {
        started.put(id, time.now());
    }

    synchronized void finish(ResourceId id, String title, Outcome outcome, Instant began) {
        finished.put(id, new Timeline.Entry(id, title, outcome, began, Duration.between(began, time.now())));
    }

    /** How much of the longest chain is behind us. */
    synchronized double progress() {
        Duration whole = longest(false);
        return whole.isZero()
                ? finished.size() / (double) Math.max(1, items.size())
                : 1 - longest(true).toMillis() / (double) whole.toMillis();
    }

    /** How long the longest chain of what is left takes. */
    synchronized Duration left() {
        return longest(true);
    }

    private Duration longest(boolean left) {
        Map<ResourceId, Duration> ends = new HashMap<>();
        Duration longest = Duration.ZERO;
        for (Map.Entry<ResourceId, Item> item : items.entrySet()) {
            Duration before = Duration.ZERO;
            for (ResourceId other : item.getValue().waitsFor()) {
                Duration end = ends.getOrDefault(other, Duration.ZERO);
                before = end.compareTo(before) > 0 ? end : before;
            }
            Duration end = before.plus(
                    left ? remaining(item.getKey(), item.getValue()) : weight(item.getKey(), item.getValue()));
            ends.put(item.getKey(), end);
            longest = end.compareTo(longest) > 0 ? end : longest;
        }
        return longest;
    }

    /** What a resource costs in this run: nothing where it stood already. */
    private Duration weight(ResourceId id, Item item) {
        Timeline.Entry entry = finished.get(id);
        boolean stood = entry != null && (entry.outcome() == Outcome.UNCHANGED || entry.outcome() == Outcome.ADOPTED);
        return stood ? Duration.ZERO : item.expected();
    }

    private Duration remaining(ResourceId id, Item item) {
        if (finished.containsKey(id)) {
            return Duration.ZERO;
        }
        Instant began = started.get(id);
        Duration elapsed = began == null ? Duration.ZERO : Duration.between(began, time.now());
        Duration rest = item.expected().minus(elapsed);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    synchronized Timeline timeline(Map<String, Integer> calls) {
        List<Timeline.Entry> entries = new ArrayList<>(finished.values());
        return new Timeline(start, time.now(), entries, criticalPath(), longest(false), calls);
    }

    private List<ResourceId> criticalPath() {
        List<ResourceId> path = new ArrayList<>();
        ResourceId last = latest(finished.keySet());
        while (last != null) {
            path.add(last);
            Item item = items.get(last);
            last = item == null ? null : latest(item.waitsFor());
        }
        Collections.reverse(path);
        return path;
    }

    private @org.jspecify.annotations.Nullable ResourceId latest(Set<ResourceId> ids) {
        ResourceId latest = null;
        Instant latestEnd = start;
        for (ResourceId id : ids.stream().sorted().toList()) {
            Timeline.Entry entry = finished.get(id);
            if (entry != null && entry.start().plus(entry.took()).isAfter(latestEnd)) {
                latest = id;
                latestEnd = entry.start().plus(entry.took());
            }
        }
        return latest;
    }

    private record Item(Duration expected, Set<ResourceId> waitsFor) {}
}
