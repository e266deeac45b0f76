package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.testkit.kube.json.Trees;
import java.util.Optional;

/** What an actor keeps as it wants it. */
final class Applied {
    private static final String MARK = "sandbox/applied";

    private Applied() {}

    static ObjectNode object(Kind kind, String namespace, String name) {
        ObjectNode object = Trees.object().put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        return object;
    }

    /** Applied anew where what is wanted is another than before. */
    static void once(Api api, Kind kind, ObjectNode wanted, String manager) throws Refused {
        Optional<ObjectNode> found = api.get(kind, Trees.namespace(wanted), Trees.name(wanted));
        String mark = String.valueOf(wanted.hashCode());
        boolean same =
                found.isPresent() && mark.equals(Trees.annotations(found.get()).get(MARK));
        if (!same) {
            Trees.with(wanted, "metadata", "annotations").put(MARK, mark);
            api.apply(wanted, manager);
        }
    }
}
