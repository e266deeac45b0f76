package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A namespace that Istio's parts live in. One that is there already is used as it is. */
final class NamespaceResource implements Resource<NamespaceResource.Namespace> {
    private final Cluster cluster;
    private final String name;

    /** A namespace that exists. */
    record Namespace(String name) {}

    NamespaceResource(Cluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
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
        Optional<Tree> found = cluster.look(step).get(ObjectKey.cluster("v1", "Namespace", name));
        if (found.isEmpty()) {
            return Observation.absent();
        }
        Optional<Observation<Namespace>> leaving = LeavingNamespace.of(found.get());
        if (leaving.isPresent()) {
            return leaving.get();
        }
        return new Observation.Ready<>(new Namespace(name), java.util.List.of(), !ours(found.get()));
    }

    @Override
    public Observation<Namespace> create(Step step) {
        Manifest manifest = Manifest.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Namespace",
                "metadata",
                Map.of("name", name, "labels", Map.of(Kinds.OWNER_LABEL, Kinds.OWNER))));
        cluster.session(step).apply(manifest, ApplyOptions.OURS, step.permit());
        return Observation.ready(new Namespace(name));
    }
}
