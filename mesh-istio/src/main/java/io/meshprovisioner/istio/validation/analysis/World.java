package io.meshprovisioner.istio.validation.analysis;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.istio.validation.input.Release;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All resources of one analysis, by kind, with the mesh configuration. */
public final class World {
    static final Set<String> CLUSTER_SCOPED = Set.of(
            "Namespace",
            "Node",
            "CustomResourceDefinition",
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration",
            "GatewayClass",
            "ClusterRole",
            "ClusterRoleBinding",
            "PersistentVolume",
            "StorageClass");
    private static final String ROOT = "istio-system";

    private final Map<String, List<Resource>> byKind = new HashMap<>();
    private final Node meshConfig;
    private final Node meshNetworks;
    private final Release release;
    private final Instant now;

    /**
     * The resources as they stand.
     *
     * @param meshConfig the mesh configuration; a missing node for the defaults
     * @param meshNetworks the networks of a mesh of several; a missing node if there are none
     * @param now the instant that certificates are judged at
     */
    public World(List<Resource> resources, Node meshConfig, Node meshNetworks, Release release, Instant now) {
        for (Resource resource : resources) {
            byKind.computeIfAbsent(resource.group() + "/" + resource.kind(), key -> new ArrayList<>())
                    .add(resource);
        }
        this.meshConfig = meshConfig;
        this.meshNetworks = meshNetworks;
        this.release = release;
        this.now = now;
    }

    /** Objects of Istio's networking group. */
    List<Resource> networking(String kind) {
        return of("networking.istio.io", kind);
    }

    List<Resource> security(String kind) {
        return of("security.istio.io", kind);
    }

    List<Resource> telemetries() {
        return of("telemetry.istio.io", "Telemetry");
    }

    List<Resource> gatewayApi(String kind) {
        return of("gateway.networking.k8s.io", kind);
    }

    List<Resource> core(String kind) {
        return of("", kind);
    }

    List<Resource> deployments() {
        return of("apps", "Deployment");
    }

    List<Resource> of(String group, String kind) {
        return byKind.getOrDefault(group + "/" + kind, List.of());
    }

    List<Resource> all() {
        return byKind.values().stream().flatMap(List::stream).toList();
    }

    Optional<Resource> namespace(String name) {
        return core("Namespace").stream()
                .filter(namespace -> namespace.name().equals(name))
                .findFirst();
    }

    /** The resource that {@code namespace/name}, or {@code name} in the given namespace, refers to. */
    static Optional<Resource> find(List<Resource> resources, String namespace, String reference) {
        int slash = reference.indexOf('/');
        String ns = slash < 0 ? namespace : reference.substring(0, slash);
        String name = reference.substring(slash + 1);
        return resources.stream()
                .filter(resource ->
                        resource.namespace().equals(ns) && resource.name().equals(name))
                .findFirst();
    }

    Node meshConfig() {
        return meshConfig;
    }

    Node meshNetworks() {
        return meshNetworks;
    }

    /** The namespace whose policies hold in the whole mesh. */
    String rootNamespace() {
        String root = meshConfig.text("rootNamespace");
        return root.isEmpty() ? ROOT : root;
    }

    Release release() {
        return release;
    }

    Instant now() {
        return now;
    }

    /** A mesh configuration that says nothing. */
    public static Node defaults() {
        return Node.root(MissingNode.getInstance());
    }
}
