package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.control.Api.Located;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Deletes what has lost all its owners, and lets go of owners that wait for their dependents. Keys hold owner uids. */
final class GarbageCollector implements Controller {
    private static final String FOREGROUND = "foregroundDeletion";
    /** Where an owner is that never was. */
    private static final String NOWHERE = "none none none";

    @Override
    public String name() {
        return "garbage";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        ObjectNode object = change.latest();
        if (change.deleted() || Trees.deleting(object)) {
            queue.accept(new Key(
                    change.storage() + " " + Trees.namespace(object) + " " + Trees.name(object), Trees.uid(object)));
        }
        if (change.before() == null) {
            for (JsonNode owner : Trees.at(object, "metadata", "ownerReferences")) {
                if (find(api, owner, Trees.namespace(object)).isEmpty()) {
                    queue.accept(new Key(NOWHERE, Trees.text(owner, "uid")));
                }
            }
        }
        if (change.deleted()) {
            for (JsonNode owner : Trees.at(object, "metadata", "ownerReferences")) {
                if (owner.path("blockOwnerDeletion").asBoolean()) {
                    find(api, owner, Trees.namespace(object)).ifPresent(found -> queue.accept(key(found)));
                }
            }
        }
    }

    private static Key key(Located located) {
        ObjectNode object = located.object();
        return new Key(
                located.kind().storage() + " " + Trees.namespace(object) + " " + Trees.name(object), Trees.uid(object));
    }

    private static Optional<Located> find(Api api, JsonNode owner, String namespace) {
        return api.find(
                        Trees.text(owner, "apiVersion"),
                        Trees.text(owner, "kind"),
                        namespace,
                        Trees.text(owner, "name"))
                .filter(found -> Trees.uid(found.object()).equals(Trees.text(owner, "uid")));
    }

    @Override
    public void reconcile(Api api, Key key) {
        String[] where = key.namespace().split(" ", -1);
        Kind kind = new Kind("", "", where[0]);
        ObjectNode owner = api.get(kind, where[1], where[2])
                .filter(found -> Trees.uid(found).equals(key.name()))
                .orElse(null);
        boolean foreground = owner != null
                && Trees.deleting(owner)
                && Trees.texts(Trees.at(owner, "metadata", "finalizers")).contains(FOREGROUND);
        if (owner != null && !foreground) {
            return;
        }
        boolean blocked = false;
        for (Located dependent : api.dependents(key.name())) {
            if (foreground || orphaned(api, dependent.object(), key.name())) {
                String namespace = Trees.namespace(dependent.object());
                String name = Trees.name(dependent.object());
                api.delete(dependent.kind(), namespace, name);
                blocked |= api.get(dependent.kind(), namespace, name).isPresent();
            }
        }
        if (owner != null && foreground) {
            if (blocked) {
                api.later(Duration.ofSeconds(1), this, key);
            } else {
                List<String> finalizers = Trees.texts(Trees.at(owner, "metadata", "finalizers"));
                finalizers.remove(FOREGROUND);
                api.finalizers(kind, owner, finalizers);
            }
        }
    }

    /** Whether none of its other owners exists. */
    private static boolean orphaned(Api api, ObjectNode dependent, String goneUid) {
        for (JsonNode owner : Trees.at(dependent, "metadata", "ownerReferences")) {
            if (!Trees.text(owner, "uid").equals(goneUid)
                    && find(api, owner, Trees.namespace(dependent)).isPresent()) {
                return false;
            }
        }
        return true;
    }
}
