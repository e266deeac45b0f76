package io.meshprovisioner.istio.traffic;

import io.meshprovisioner.Mesh;
import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.traffic.snapshot.ConfigKind;
import io.meshprovisioner.istio.traffic.snapshot.Snapshot;
import io.meshprovisioner.istio.validation.input.Node;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a cluster: each kind in a version that its API serves, and Istio's mesh configuration. */
final class LiveMesh {
    private static final String ROOT = "istio-system";
    /** The groups that Kubernetes itself serves, all of them in v1. */
    private static final Set<String> BUILT_IN = Set.of("", "apps", "discovery.k8s.io", "networking.k8s.io");

    private final Lister lister;
    private final Function<ObjectKey, Optional<Manifest>> getter;

    /** Lists all of a kind. */
    @FunctionalInterface
    private interface Lister {
        List<Manifest> list(String apiVersion, String kind);
    }

    private LiveMesh(Lister lister, Function<ObjectKey, Optional<Manifest>> getter) {
        this.lister = lister;
        this.getter = getter;
    }

    static LiveMesh of(Mesh mesh) {
        return new LiveMesh(mesh::list, mesh::get);
    }

    static LiveMesh of(KubernetesSession session) {
        return new LiveMesh((apiVersion, kind) -> session.list(apiVersion, kind, Optional.empty(), ""), session::get);
    }

    Snapshot snapshot() {
        Map<String, String> installed = installed();
        Snapshot snapshot = Snapshot.EMPTY;
        for (ConfigKind kind : ConfigKind.values()) {
            String apiVersion = BUILT_IN.contains(kind.group())
                    ? (kind.group().isEmpty() ? "v1" : kind.group() + "/v1")
                    : installed.get(kind.group() + " " + kind.kind());
            if (apiVersion != null) {
                snapshot = snapshot.with(lister.list(apiVersion, kind.kind()).toArray(Manifest[]::new));
            }
        }
        String configuration = configuration();
        return configuration.isEmpty() ? snapshot : snapshot.mesh(known -> known.yaml(configuration));
    }

    /** The version in which each custom resource is served, by group and kind. */
    private Map<String, String> installed() {
        Map<String, String> versions = new HashMap<>();
        for (Manifest manifest : lister.list("apiextensions.k8s.io/v1", "CustomResourceDefinition")) {
            Node spec = root(manifest).get("spec");
            spec.items("versions").stream()
                    .filter(version -> version.flag("served"))
                    .findFirst()
                    .ifPresent(version -> versions.put(
                            spec.text("group") + " " + spec.get("names").text("kind"),
                            spec.text("group") + "/" + version.text("name")));
        }
        return versions;
    }

    private String configuration() {
        return getter.apply(ObjectKey.of("v1", "ConfigMap", ROOT, "istio"))
                .map(map -> root(map).get("data").text("mesh"))
                .orElse("");
    }

    private static Node root(Manifest manifest) {
        return Node.root(Manifests.of(manifest).documents().get(0).root());
    }
}
