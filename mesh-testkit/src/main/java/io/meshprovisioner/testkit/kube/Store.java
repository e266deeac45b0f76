package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The objects of a cluster in their stored form, with a log of changes. Stored trees are never changed. */
final class Store {
    private static final int KEPT = 4096;

    /** One change; exactly one of before and after may be absent. */
    record Change(
            long revision,
            String storage,
            @Nullable ObjectNode before,
            @Nullable ObjectNode after) {}

    private record Link(Change change, int length, @Nullable Link older) {}

    private final TreeMap<String, TreeMap<String, ObjectNode>> objects = new TreeMap<>();
    private final Set<String> own = new HashSet<>();
    private final List<Change> fresh = new ArrayList<>();
    private @Nullable Link log;
    private long revision;
    private long forgotten;

    Store(long revision) {
        this.revision = revision;
        this.forgotten = revision;
    }

    /** An independent copy that shares what neither has changed since. */
    Store copy() {
        Store copy = new Store(revision);
        copy.objects.putAll(objects);
        copy.log = log;
        copy.forgotten = forgotten;
        own.clear();
        return copy;
    }

    long revision() {
        return revision;
    }

    Optional<ObjectNode> get(String storage, String namespace, String name) {
        Map<String, ObjectNode> map = objects.get(storage);
        return map == null ? Optional.empty() : Optional.ofNullable(map.get(key(namespace, name)));
    }

    /** All objects of a resource in order of namespace and name; not to be changed. */
    Collection<ObjectNode> list(String storage) {
        TreeMap<String, ObjectNode> map = objects.get(storage);
        return map == null ? List.of() : Collections.unmodifiableCollection(map.values());
    }

    Collection<ObjectNode> list(String storage, String namespace) {
        TreeMap<String, ObjectNode> map = objects.get(storage);
        if (map == null) {
            return List.of();
        }
        SortedMap<String, ObjectNode> part = map.subMap(namespace + "/", namespace + "0");
        return Collections.unmodifiableCollection(part.values());
    }

    Set<String> resources() {
        return Collections.unmodifiableSet(objects.keySet());
    }

    /** Stores an object with a new resourceVersion; answers it as stored. The tree is given away: it must not change. */
    ObjectNode put(String storage, ObjectNode object) {
        ObjectNode stored = Trees.writable(object);
        Trees.with(stored, "metadata").put("resourceVersion", Long.toString(revision + 1));
        ObjectNode before = writable(storage).put(key(Trees.namespace(stored), Trees.name(stored)), stored);
        record(storage, before, stored);
        return stored;
    }

    void remove(String storage, String namespace, String name) {
        ObjectNode before = writable(storage).remove(key(namespace, name));
        if (before != null) {
            ObjectNode last = before.deepCopy();
            Trees.with(last, "metadata").put("resourceVersion", Long.toString(revision + 1));
            record(storage, last, null);
        }
    }

    /** The changes since the last call, oldest first. */
    List<Change> takeFresh() {
        List<Change> result = List.copyOf(fresh);
        fresh.clear();
        return result;
    }

    /** The changes after a revision, oldest first; empty when some of them are forgotten. */
    Optional<List<Change>> since(long after) {
        if (after < forgotten) {
            return Optional.empty();
        }
        List<Change> result = new ArrayList<>();
        for (Link link = log; link != null && link.change().revision() > after; link = link.older()) {
            result.add(link.change());
        }
        Collections.reverse(result);
        return Optional.of(result);
    }

    /** A resource's objects as they were at a revision, in order; empty when that is forgotten. */
    Optional<Collection<ObjectNode>> at(String storage, long then) {
        if (then < forgotten || then > revision) {
            return Optional.empty();
        }
        TreeMap<String, ObjectNode> map = new TreeMap<>(objects.getOrDefault(storage, new TreeMap<>()));
        for (Link link = log; link != null && link.change().revision() > then; link = link.older()) {
            Change change = link.change();
            ObjectNode before = change.before();
            if (!change.storage().equals(storage)) {
                continue;
            }
            if (before != null) {
                map.put(key(Trees.namespace(before), Trees.name(before)), before);
            } else if (change.after() != null) {
                map.remove(key(Trees.namespace(change.after()), Trees.name(change.after())));
            }
        }
        return Optional.of(map.values());
    }

    private void record(String storage, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        revision++;
        Change change = new Change(revision, storage, before, after);
        fresh.add(change);
        log = new Link(change, log == null ? 1 : log.length() + 1, log);
        if (log.length() > 2 * KEPT) {
            shorten();
        }
    }

    private void shorten() {
        List<Change> kept = since(forgotten).orElseThrow();
        kept = kept.subList(kept.size() - KEPT, kept.size());
        forgotten = kept.get(0).revision() - 1;
        Link link = null;
        for (Change change : kept) {
            link = new Link(change, link == null ? 1 : link.length() + 1, link);
        }
        log = link;
    }

    private TreeMap<String, ObjectNode> writable(String storage) {
        TreeMap<String, ObjectNode> map = objects.get(storage);
        if (map == null || !own.contains(storage)) {
            map = map == null ? new TreeMap<>() : new TreeMap<>(map);
            objects.put(storage, map);
            own.add(storage);
        }
        return map;
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
