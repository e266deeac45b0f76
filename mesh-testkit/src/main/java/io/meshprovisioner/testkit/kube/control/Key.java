package io.meshprovisioner.testkit.kube.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshprovisioner.testkit.kube.json.Trees;

/** The name of an object of a kind; the namespace is empty for cluster-scoped kinds. */
public record Key(String namespace, String name) {

    /** The name of an object. */
    public static Key of(JsonNode object) {
        return new Key(Trees.namespace(object), Trees.name(object));
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
