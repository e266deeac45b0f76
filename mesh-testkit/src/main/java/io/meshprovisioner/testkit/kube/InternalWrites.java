package io.meshprovisioner.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.apply.ManagedFields.Writer;
import io.meshprovisioner.testkit.kube.json.Trees;
import io.meshprovisioner.testkit.kube.schema.FieldCheck;
import java.util.Optional;

/** Writes by the cluster's own parts: the add-on manager, controllers, actors. */
final class InternalWrites {
    private final ApiServer server;

    InternalWrites(ApiServer server) {
        this.server = server;
    }

    /** Creates an object, or replaces it and keeps what the server allocated; status included where it is given. */
    ObjectNode put(ObjectNode manifest, String manager) {
        String apiVersion = Trees.text(manifest, "apiVersion");
        ResourceType type = server.registry()
                .byKind(server.store(), apiVersion, Trees.kind(manifest))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The simulated cluster serves no " + Trees.kind(manifest) + " in " + apiVersion + "."));
        ObjectNode given = FieldCheck.check(manifest, type.shape(Trees.version(apiVersion)))
                .tree();
        JsonNode status = given.get("status");
        Optional<ObjectNode> live = server.get(type, Trees.namespace(given), Trees.name(given));
        ObjectNode stored;
        if (live.isPresent()) {
            ObjectNode changed = given.deepCopy();
            Trees.with(changed, "metadata").remove("resourceVersion");
            Trees.with(changed, "metadata").remove("uid");
            stored = new Updates(server).commit(type, live.get(), changed, "", false);
        } else {
            Writer writer = new Writer(manager, apiVersion, "", server.now());
            String namespace = Trees.namespace(given);
            stored =
                    new Creates(server).create(type, namespace.isEmpty() ? "default" : namespace, given, writer, false);
        }
        if (status == null || !type.subresources().contains("status")) {
            return stored;
        }
        ObjectNode changed = stored.deepCopy();
        changed.set("status", status);
        return changed.equals(stored) ? stored : server.store().put(type.storage(), changed);
    }
}
