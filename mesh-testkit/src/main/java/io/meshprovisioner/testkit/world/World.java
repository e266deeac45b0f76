package io.meshprovisioner.testkit.world;

import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of everything, at an instant. Not thread-safe: its owner takes requests one at a time. Ids come from
 * {@link #newId}, never from a random source, so that two equal histories make equal worlds.
 */
public final class World {
    private final Settings settings;
    private final CloudState cloud;
    private final Map<String, ClusterState> clusters;
    private final TreeMap<TimerKey, Action> timers;
    private final Map<String, Integer> counters;
    private Instant now;
    private long changes;

    public World(Settings settings, Instant start) {
        this.settings = settings;
        this.now = start;
        this.clusters = new TreeMap<>();
        this.timers = new TreeMap<>();
        this.counters = new TreeMap<>();
        this.cloud = settings.cloud().create(settings);
    }

    private World(World other) {
        this.settings = other.settings;
        this.now = other.now;
        this.changes = other.changes;
        this.cloud = other.cloud.copy();
        this.clusters = new TreeMap<>();
        other.clusters.forEach((key, cluster) -> clusters.put(key, cluster.copy()));
        this.timers = new TreeMap<>(other.timers);
        this.counters = new TreeMap<>(other.counters);
    }

    /** An independent copy, with what is going to happen in it. */
    public World copy() {
        return new World(this);
    }

    public Settings settings() {
        return settings;
    }

    public Instant now() {
        return now;
    }

    public CloudState cloud() {
        return cloud;
    }

    /** The Kubernetes side of a cluster, from its creation to its deletion. */
    public Optional<ClusterState> cluster(ClusterKey key) {
        return Optional.ofNullable(clusters.get(key.toString()));
    }

    /** Makes the Kubernetes side of a new cluster. */
    public ClusterState createCluster(ClusterKey key, String kubernetesVersion) {
        ClusterState cluster = settings.kubernetes().create(settings, key, kubernetesVersion, now);
        clusters.put(key.toString(), cluster);
        changed();
        return cluster;
    }

    /** Drops the Kubernetes side of a cluster. */
    public void deleteCluster(ClusterKey key) {
        clusters.remove(key.toString());
        changed();
    }

    /** The keys of all clusters. */
    public List<ClusterKey> clusterKeys() {
        return clusters.keySet().stream()
                .map(key -> new ClusterKey(key.substring(0, key.indexOf('/')), key.substring(key.indexOf('/') + 1)))
                .toList();
    }

    /**
     * Has something happen later. The action must capture ids only, never state: it runs in whatever copy of the world
     * gets there.
     *
     * @param key unique among actions due at one instant; a second one with the same key and instant replaces the first
     */
    public void schedule(Duration delay, String key, Action action) {
        Duration sooner =
                settings.speed() == 1 ? delay : Duration.ofMillis((long) (delay.toMillis() / settings.speed()));
        timers.put(new TimerKey(now.plus(sooner), key), action);
    }

    /** Moves on to {@code instant}, running everything that is due on the way, in order. */
    public void advanceTo(Instant instant) {
        while (!timers.isEmpty() && !timers.firstKey().at().isAfter(instant)) {
            Map.Entry<TimerKey, Action> due = timers.pollFirstEntry();
            if (due.getKey().at().isAfter(now)) {
                now = due.getKey().at();
            }
            due.getValue().run(this);
            changed();
        }
        if (instant.isAfter(now)) {
            now = instant;
        }
    }

    /** When the next scheduled action is due. */
    public Optional<Instant> nextDue() {
        return timers.isEmpty()
                ? Optional.empty()
                : Optional.of(timers.firstKey().at());
    }

    /**
     * A new hexadecimal id: a hash of the kind, the name and how many of the same were made before.
     *
     * @param digits 1 to 40
     */
    public String newId(String kind, String name, int digits) {
        int predecessors = counters.merge(kind + "\n" + name, 1, Integer::sum) - 1;
        return Hashes.hex(kind + "\n" + name + "\n" + predecessors, digits);
    }

    /** Says that state changed, so that watchers look again. */
    public void changed() {
        changes++;
    }

    /** Grows with every change. */
    public long changes() {
        return changes;
    }

    /** Something that happens to a world. */
    @FunctionalInterface
    public interface Action {
        void run(World world);
    }

    /** Makes the cloud side. */
    @FunctionalInterface
    public interface CloudFactory {
        CloudState create(Settings settings);
    }

    /** Makes the Kubernetes side of one cluster. */
    @FunctionalInterface
    public interface ClusterFactory {
        ClusterState create(Settings settings, ClusterKey key, String kubernetesVersion, Instant now);
    }

    /**
     * What does not change in a world's life.
     *
     * @param era what the cloud offers
     * @param seed varies ids, latencies and orders
     * @param consistencyLag how long a new resource may stay unseen by reads
     * @param speed how many times faster than usual things go; 1 is as in the real world
     */
    public record Settings(
            Era era, long seed, Duration consistencyLag, double speed, CloudFactory cloud, ClusterFactory kubernetes) {
        public Settings {
            Objects.requireNonNull(era);
            if (!(speed >= 1)) {
                throw new IllegalArgumentException("A world is never slower than the real one: " + speed);
            }
        }

        /** As fast as the real world. */
        public Settings(Era era, long seed, Duration consistencyLag, CloudFactory cloud, ClusterFactory kubernetes) {
            this(era, seed, consistencyLag, 1, cloud, kubernetes);
        }
    }

    private record TimerKey(Instant at, String key) implements Comparable<TimerKey> {
        @Override
        public int compareTo(TimerKey other) {
            int byInstant = at.compareTo(other.at);
            return byInstant != 0 ? byInstant : key.compareTo(other.key);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof TimerKey key2 && compareTo(key2) == 0;
        }

        @Override
        public int hashCode() {
            return Objects.hash(at, key);
        }
    }

    /** The whole world as lines, for comparing two ends: what exists, not when it was made. */
    public List<String> inventory() {
        List<String> lines = new ArrayList<>(cloud.inventory(this));
        clusters.forEach(
                (key, cluster) -> cluster.inventory().forEach(line -> lines.add("cluster " + key + ": " + line)));
        return lines;
    }
}
