package io.meshprovisioner.testkit.aws;

import java.util.Map;
import java.util.TreeMap;

/** Everything in the account: what is global, and a {@link Region} for each that was ever called. */
final class Store {
    final Table<AccessKey> keys;
    final Table<Iam.Role> roles;
    final Table<Iam.User> users;
    final Table<Iam.Policy> policies;
    final Table<Iam.OidcProvider> oidcProviders;
    final Table<Iam.InstanceProfile> instanceProfiles;

    /** The actions that a policy was asked for and allowed, by themselves. */
    final Table<String> used;

    private final Map<String, Region> regions;

    Store() {
        this.keys = new Table<>();
        this.roles = new Table<>();
        this.users = new Table<>();
        this.policies = new Table<>();
        this.oidcProviders = new Table<>();
        this.instanceProfiles = new Table<>();
        this.used = new Table<>();
        this.regions = new TreeMap<>();
    }

    private Store(Store other) {
        this.keys = other.keys.copy();
        this.roles = other.roles.copy();
        this.users = other.users.copy();
        this.policies = other.policies.copy();
        this.oidcProviders = other.oidcProviders.copy();
        this.instanceProfiles = other.instanceProfiles.copy();
        this.used = other.used.copy();
        this.regions = new TreeMap<>();
        other.regions.forEach((name, region) -> regions.put(name, region.copy()));
    }

    Store copy() {
        return new Store(this);
    }

    Region region(String name) {
        return regions.computeIfAbsent(name, Region::new);
    }

    Iterable<Region> regions() {
        return regions.values();
    }
}
