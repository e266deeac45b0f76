package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.Timestamps;
import io.meshprovisioner.testkit.world.Hashes;

/** Events about objects: the same event again counts up. */
final class Events {
    private Events() {}

    static void record(
            ApiServer server, ObjectNode about, String type, String reason, String message, String component) {
        String namespace = Trees.namespace(about).isEmpty() ? "default" : Trees.namespace(about);
        String identity = String.join("\n", Trees.kind(about), Trees.uid(about), type, reason, message, component);
        String name = Trees.name(about) + "." + Hashes.hex(identity, 16);
        String now = Timestamps.seconds(server.now());
        ObjectNode event = server.store()
                .get("events", namespace, name)
                .map(ObjectNode::deepCopy)
                .orElseGet(() -> fresh(server, about, namespace, name, now));
        event.put("type", type).put("reason", reason).put("message", message);
        event.put("count", event.path("count").asInt() + 1).put("lastTimestamp", now);
        Trees.with(event, "source").put("component", component);
        event.put("reportingComponent", component).put("reportingInstance", "");
        server.store().put("events", event);
    }

    private static ObjectNode fresh(ApiServer server, ObjectNode about, String namespace, String name, String now) {
        ObjectNode event = Trees.object().put("apiVersion", "v1").put("kind", "Event");
        ObjectNode metadata = event.putObject("metadata").put("name", name).put("namespace", namespace);
        metadata.put("uid", server.newUid("events", namespace + "/" + name)).put("creationTimestamp", now);
        ObjectNode involved = event.putObject("involvedObject");
        involved.put("apiVersion", Trees.text(about, "apiVersion")).put("kind", Trees.kind(about));
        involved.put("name", Trees.name(about)).put("uid", Trees.uid(about));
        if (!Trees.namespace(about).isEmpty()) {
            involved.put("namespace", Trees.namespace(about));
        }
        involved.put("resourceVersion", Trees.text(about, "metadata", "resourceVersion"));
        return event.put("firstTimestamp", now);
    }
}
