package io.meshprovisioner.istio.validation.analysis;

import io.meshprovisioner.istio.validation.input.Node;
import java.util.Map;

/**
 * One object among others.
 *
 * @param node the whole object
 * @param group its API group, empty for the core group
 * @param kind its kind
 * @param namespace where it lives; empty for kinds that have none
 * @param name its name
 * @param index its place among the resources, negative if it is not one of them
 */
public record Resource(Node node, String group, String kind, String namespace, String name, int index) {
    private static final int NOWHERE = -1;

    /**
     * The object with its names read.
     *
     * @param defaultNamespace of objects that should have one and do not say it
     */
    public static Resource of(Node node, String defaultNamespace, int index) {
        String apiVersion = node.text("apiVersion");
        int slash = apiVersion.indexOf('/');
        String namespace = node.get("metadata").text("namespace");
        boolean namespaced = !World.CLUSTER_SCOPED.contains(node.text("kind"));
        return new Resource(
                node,
                slash < 0 ? "" : apiVersion.substring(0, slash),
                node.text("kind"),
                !namespaced ? "" : namespace.isEmpty() ? defaultNamespace : namespace,
                node.get("metadata").text("name"),
                index);
    }

    /** The networks of a mesh, under the name that Istio gives them: they are part of its configuration. */
    static Resource meshNetworks(Node networks) {
        return new Resource(networks, "", "MeshNetworks", "istio-system", "meshnetworks", NOWHERE);
    }

    Node spec() {
        return node.get("spec");
    }

    Map<String, String> labels() {
        return node.get("metadata").textMap("labels");
    }

    Map<String, String> annotations() {
        return node.get("metadata").textMap("annotations");
    }

    /** The name with its namespace, where there is one. */
    String fullName() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    @Override
    public String toString() {
        return kind + " " + fullName();
    }
}
