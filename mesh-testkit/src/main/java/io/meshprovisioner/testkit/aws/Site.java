package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.world.CloudState.ClusterKey;
import io.meshprovisioner.testkit.world.ClusterState;
import io.meshprovisioner.testkit.world.Hashes;
import io.meshprovisioner.testkit.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One region of the account, at the world's instant: what every operation and every scheduled effect works on. */
record Site(World world, AwsAccount account, Region here) {

    static Site of(World world, String region) {
        AwsAccount account = (AwsAccount) world.cloud();
        return new Site(world, account, account.store().region(region));
    }

    Instant now() {
        return world.now();
    }

    String region() {
        return here.name;
    }

    AwsOptions options() {
        return account.options();
    }

    /** How long things take in this world, which may be faster than the real one. */
    Durations durations() {
        double speed = world.settings().speed();
        Durations real = account.options().durations();
        return speed == 1 ? real : real.faster(speed);
    }

    /** A length of time of the real world in this one. */
    Duration scaled(Duration real) {
        double speed = world.settings().speed();
        return speed == 1 ? real : Durations.faster(real, speed);
    }

    Quotas quotas() {
        return account.options().quotas();
    }

    Store store() {
        return account.store();
    }

    /** A new id such as {@code vpc-0123456789abcdef0}; the name keeps it the same whatever else happens meanwhile. */
    String newId(String prefix, String name) {
        return prefix + "-0" + newHex(prefix, name, 16);
    }

    String newHex(String kind, String name, int digits) {
        return world.newId(kind + "/" + region() + "/" + world.settings().seed(), name, digits);
    }

    /** Registers a new EC2 resource. */
    void born(String id, String type, Map<String, String> tags) {
        here.cards.put(id, new Card(type, now(), tags));
        world.changed();
    }

    Map<String, String> tags(String id) {
        return here.cards.get(id).map(Card::tags).orElse(Map.of());
    }

    Instant created(String id) {
        return here.cards.get(id).map(Card::created).orElse(Instant.EPOCH);
    }

    /** Whether reads see the resource yet. */
    boolean visible(String id) {
        return settled(id, created(id));
    }

    /** Whether something made then is known everywhere by now. */
    boolean settled(String what, Instant created) {
        Duration lag = scaled(world.settings().consistencyLag());
        if (lag.isZero()) {
            return true;
        }
        long millis = (long) (lag.toMillis() * Hashes.fraction("lag\n" + what));
        return !created.plusMillis(millis).isAfter(now());
    }

    /** The fate laid down for the next resource of a kind, if any; it is used up. */
    Optional<ResourceFate> fate(String operation) {
        String prefix = operation + "#";
        Optional<String> first =
                here.fates.keys().stream().filter(key -> key.startsWith(prefix)).findFirst();
        Optional<ResourceFate> fate = first.flatMap(here.fates::get);
        first.ifPresent(here.fates::remove);
        return fate;
    }

    String partition() {
        return Geography.partition(region());
    }

    /** An ARN in this region. */
    String arn(String service, String resource) {
        return "arn:" + partition() + ":" + service + ":" + region() + ":"
                + account.options().accountId() + ":" + resource;
    }

    ClusterKey clusterKey(String cluster) {
        return new ClusterKey(region(), cluster);
    }

    Optional<ClusterState> kubernetes(String cluster) {
        return world.cluster(clusterKey(cluster));
    }

    /** Has something happen here later, by this world's clock, in whatever copy of the world gets there. */
    void later(Duration delay, String key, Effect effect) {
        String region = region();
        double speed = world.settings().speed();
        // The world itself makes real delays shorter; these already are.
        Duration real = speed == 1 ? delay : Duration.ofMillis(Math.round(delay.toMillis() * speed));
        world.schedule(real, "aws/" + region + "/" + key, then -> effect.on(Site.of(then, region)));
    }

    /** Something that happens in a region; captures ids only. */
    @FunctionalInterface
    interface Effect {
        void on(Site site);
    }
}
