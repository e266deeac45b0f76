package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A namespace that Istio's parts live in. One that is there already is used as it is. */
final class NamespaceResource implements Resource<NamespaceResource.Namespace> {
    private final Cluster cluster;
    private final String name;
    private final Optional<String> mesh;

    /** A namespace that exists. */
    record Namespace(String name) {}

    NamespaceResource(Cluster cluster, String name) {
        this(cluster, name, Optional.empty());
    }

    private NamespaceResource(Cluster cluster, String name, Optional<String> mesh) {
        this.cluster = cluster;
        this.name = name;
        this.mesh = mesh;
    }

    /** That of the control plane, which says whose Istio the cluster has. */
    static NamespaceResource home(Cluster cluster, String mesh) {
        return new NamespaceResource(cluster, Values.NAMESPACE, Optional.of(mesh));
    }

    static boolean ours(Tree namespace) {
        return Kinds.OWNER.equals(namespace.texts("metadata", "labels").get(Kinds.OWNER_LABEL));
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.NAMESPACE, name);
    }

    @Override
    public String title() {
        return "namespace " + name;
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api());
    }

    @Override
    public Observation<Namespace> observe(Step step) {
        Optional<Tree> found = cluster.look(step).get(key());
        if (found.isEmpty()) {
            return Observation.absent();
        }
        Optional<Observation<Namespace>> leaving = LeavingNamespace.of(found.get());
        if (leaving.isPresent()) {
            return leaving.get();
        }
        mesh.ifPresent(ours -> MeshMark.check(found.get(), ours, id()));
        List<Difference> differences = mesh
                .filter(ours -> MeshMark.on(found.get()).isEmpty())
                .map(ours -> new Difference("metadata.labels." + MeshMark.LABEL, "", ours, Remedy.UPDATE))
                .stream()
                .toList();
        return new Observation.Ready<>(new Namespace(name), differences, !ours(found.get()));
    }

    @Override
    public Observation<Namespace> create(Step step) {
        Map<String, String> labels = new TreeMap<>(Map.of(Kinds.OWNER_LABEL, Kinds.OWNER));
        mesh.ifPresent(ours -> labels.put(MeshMark.LABEL, ours));
        Manifest manifest = Manifest.of(
                Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", name, "labels", labels)));
        cluster.session(step).apply(manifest, ApplyOptions.OURS, step.permit());
        return Observation.ready(new Namespace(name));
    }

    @Override
    public Observation<Namespace> update(Step step, Observation.Ready<Namespace> found) {
        mesh.ifPresent(ours -> cluster.session(step)
                .patch(
                        key(),
                        Yaml.json(Map.of("metadata", Map.of("labels", Map.of(MeshMark.LABEL, ours)))),
                        step.permit()));
        return new Observation.Ready<>(found.value(), List.of(), found.adopted());
    }

    private ObjectKey key() {
        return ObjectKey.cluster("v1", "Namespace", name);
    }
}
