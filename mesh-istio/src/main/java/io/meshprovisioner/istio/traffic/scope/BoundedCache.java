package io.meshprovisioner.istio.traffic.scope;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Remembers what was made for a key, up to a number of keys; then it forgets everything and starts anew, which costs
 * nothing but time. Safe for threads; two threads may make the same value, one of which is kept.
 */
public final class BoundedCache<K, V> {
    private final ConcurrentMap<K, V> entries = new ConcurrentHashMap<>();
    private final int limit;

    /** @param limit how many keys at most */
    public BoundedCache(int limit) {
        this.limit = limit;
    }

    /** What is remembered, or what the maker makes. */
    public V get(K key, Function<K, V> maker) {
        V known = entries.get(key);
        if (known != null) {
            return known;
        }
        V made = maker.apply(key);
        if (entries.size() >= limit) {
            entries.clear();
        }
        V other = entries.putIfAbsent(key, made);
        return other == null ? made : other;
    }
}
