package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** Turns changes of stored objects into the lines of one watch. */
final class WatchFeed {
    private final Call call;
    private final Predicate<ObjectNode> filter;
    private final Answers.Form form;

    WatchFeed(Call call) {
        this.call = call;
        this.filter = Reads.filter(call);
        this.form = Answers.form(call.request());
    }

    Optional<byte[]> initial(ObjectNode object) {
        return filter.test(object) ? Optional.of(line("ADDED", shaped(object))) : Optional.empty();
    }

    /** The line for a change; an object that enters or leaves the watch's selection is added or deleted. */
    Optional<byte[]> event(Store.Change change) {
        if (!change.storage().equals(call.type().storage())) {
            return Optional.empty();
        }
        ObjectNode before = change.before();
        ObjectNode after = change.after();
        boolean had = before != null && filter.test(before);
        boolean has = after != null && filter.test(after);
        if (has && after != null) {
            return Optional.of(line(had ? "MODIFIED" : "ADDED", shaped(after)));
        }
        ObjectNode last = after != null ? after : before;
        return had && last != null ? Optional.of(line("DELETED", shaped(last))) : Optional.empty();
    }

    private ObjectNode shaped(ObjectNode stored) {
        return Answers.shaped(call, form, call.served(stored));
    }

    byte[] bookmark(long revision, boolean initialEnd) {
        ObjectNode object = Trees.object().put("kind", call.type().kind()).put("apiVersion", call.apiVersion());
        ObjectNode metadata = object.putObject("metadata").put("resourceVersion", Long.toString(revision));
        metadata.putNull("creationTimestamp");
        if (initialEnd) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return line("BOOKMARK", form == Answers.Form.TABLE ? Answers.shaped(call, form, object) : object);
    }

    byte[] line(String type, ObjectNode object) {
        ObjectNode event = Trees.object().put("type", type);
        event.set("object", object);
        byte[] bytes = Trees.bytes(event);
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        return line;
    }
}
