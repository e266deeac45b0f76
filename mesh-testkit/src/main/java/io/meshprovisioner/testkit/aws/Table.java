package io.meshprovisioner.testkit.aws;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Immutable rows by key, in key order. Copies share the rows until one of them writes. */
final class Table<T> {
    private TreeMap<String, T> rows;
    private boolean shared;

    Table() {
        this.rows = new TreeMap<>();
    }

    private Table(TreeMap<String, T> rows) {
        this.rows = rows;
        this.shared = true;
    }

    Table<T> copy() {
        shared = true;
        return new Table<>(rows);
    }

    Optional<T> get(String key) {
        return Optional.ofNullable(rows.get(key));
    }

    boolean has(String key) {
        return rows.containsKey(key);
    }

    void put(String key, T row) {
        own().put(key, row);
    }

    void remove(String key) {
        if (rows.containsKey(key)) {
            own().remove(key);
        }
    }

    /** Replaces a row by a changed one; nothing where it is gone. */
    void change(String key, UnaryOperator<T> change) {
        T row = rows.get(key);
        if (row != null) {
            own().put(key, change.apply(row));
        }
    }

    void removeIf(Predicate<T> which) {
        if (rows.values().stream().anyMatch(which)) {
            own().values().removeIf(which);
        }
    }

    Collection<T> all() {
        return Collections.unmodifiableCollection(rows.values());
    }

    Collection<String> keys() {
        return Collections.unmodifiableCollection(rows.keySet());
    }

    Stream<T> where(Predicate<T> which) {
        return rows.values().stream().filter(which);
    }

    /** The rows whose key starts with the prefix, in order. */
    Collection<T> under(String prefix) {
        return Collections.unmodifiableCollection(
                rows.subMap(prefix, prefix + Character.MAX_VALUE).values());
    }

    private TreeMap<String, T> own() {
        if (shared) {
            rows = new TreeMap<>(rows);
            shared = false;
        }
        return rows;
    }
}
