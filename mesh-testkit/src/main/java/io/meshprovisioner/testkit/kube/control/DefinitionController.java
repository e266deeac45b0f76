package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Accepts the names of a CustomResourceDefinition and establishes it. */
final class DefinitionController implements Controller {
    private static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    @Override
    public String name() {
        return "definition";
    }

    @Override
    public void observe(Api api, Change change, Consumer<Key> queue) {
        if (change.of(Kind.DEFINITION) && !change.deleted()) {
            queue.accept(Key.of(change.latest()));
        }
    }

    @Override
    public void reconcile(Api api, Key key) {
        api.get(Kind.DEFINITION, "", key.name()).ifPresent(definition -> {
            if (Trees.deleting(definition)) {
                cleanUp(api, definition);
            } else {
                establish(api, definition);
            }
        });
    }

    private static void establish(Api api, ObjectNode definition) {
        ObjectNode changed = Trees.writable(definition);
        ObjectNode status = Trees.with(changed, "status");
        status.set("acceptedNames", Trees.at(definition, "spec", "names"));
        ArrayNode stored =
                status.path("storedVersions") instanceof ArrayNode list ? list : status.putArray("storedVersions");
        for (JsonNode version : Trees.at(definition, "spec", "versions")) {
            String name = Trees.text(version, "name");
            if (version.path("storage").asBoolean() && !Trees.texts(stored).contains(name)) {
                stored.add(name);
            }
        }
        Conditions.set(status, api.now(), "NamesAccepted", true, "NoConflicts", "no conflicts found");
        Conditions.set(
                status, api.now(), "Established", true, "InitialNamesAccepted", "the initial names have been accepted");
        List<String> finalizers = Trees.texts(Trees.at(definition, "metadata", "finalizers"));
        if (!finalizers.contains(CLEANUP)) {
            finalizers.add(CLEANUP);
            api.finalizers(Kind.DEFINITION, definition, finalizers);
        }
        api.updateStatus(changed);
    }

    private void cleanUp(Api api, ObjectNode definition) {
        JsonNode spec = definition.path("spec");
        Kind kind = new Kind("", Trees.text(spec, "names", "kind"), Trees.name(definition));
        boolean left = false;
        for (ObjectNode object : api.list(kind)) {
            api.delete(kind, Trees.namespace(object), Trees.name(object));
            left |= api.get(kind, Trees.namespace(object), Trees.name(object)).isPresent();
        }
        if (left) {
            api.later(Duration.ofSeconds(1), this, Key.of(definition));
            return;
        }
        List<String> finalizers = Trees.texts(Trees.at(definition, "metadata", "finalizers"));
        finalizers.remove(CLEANUP);
        api.finalizers(Kind.DEFINITION, definition, finalizers);
    }
}
