package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.NamespaceResource.Namespace;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A namespace whose pods are in the mesh. One of somebody else's is used where they already are; we do not bring
 * their pods in.
 */
final class MemberNamespaceResource implements Resource<Namespace> {
    private final Cluster cluster;
    private final String name;
    private final Membership membership;

    MemberNamespaceResource(Cluster cluster, String name, Membership membership) {
        this.cluster = cluster;
        this.name = name;
        this.membership = membership;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.NAMESPACE, name);
    }

    @Override
    public String title() {
        return "namespace " + name + (membership.word().isEmpty() ? "" : " with " + membership.word());
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api());
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G6.1");
    }

    @Override
    public Observation<Namespace> observe(Step step) {
        Look look = cluster.look(step);
        Optional<Tree> found = look.get(ObjectKey.cluster("v1", "Namespace", name));
        Optional<Map<String, String>> labels = membership.labels(look);
        if (labels.isEmpty()) {
            return new Observation.Failed<>(
                    "There is no injector in the cluster, so nothing there can be in a mesh",
                    "Install Istio with a profile that has a control plane, or say outsideTheMesh().",
                    false);
        }
        if (found.isEmpty()) {
            return Observation.absent();
        }
        Optional<Observation<Namespace>> leaving = LeavingNamespace.of(found.get());
        if (leaving.isPresent()) {
            return leaving.get();
        }
        boolean ours = NamespaceResource.ours(found.get());
        if (membership.has(found.get())) {
            return new Observation.Ready<>(new Namespace(name), List.of(), !ours);
        }
        if (!ours) {
            return new Observation.Failed<>(
                    "Namespace " + name + " is somebody else's, and " + membership.word() + " is not on in it",
                    "Label it (kubectl label namespace " + name + " " + shown(labels.get())
                            + "), which changes all pods made there from then on, or use another namespace.",
                    false);
        }
        return Observation.ready(
                new Namespace(name), List.of(new Difference(membership.word(), "off", "on", Remedy.UPDATE)));
    }

    private static String shown(Map<String, String> labels) {
        return labels.entrySet().stream().map(Map.Entry::toString).sorted().collect(Collectors.joining(" "));
    }

    @Override
    public Observation<Namespace> create(Step step) {
        Map<String, String> labels = new LinkedHashMap<>(Map.of(Kinds.OWNER_LABEL, Kinds.OWNER));
        membership.labels(cluster.look(step)).ifPresent(labels::putAll);
        cluster.session(step)
                .apply(
                        Manifest.of(Map.of(
                                "apiVersion",
                                "v1",
                                "kind",
                                "Namespace",
                                "metadata",
                                Map.of("name", name, "labels", labels))),
                        ApplyOptions.OURS,
                        step.permit());
        return Observation.ready(new Namespace(name));
    }

    @Override
    public Observation<Namespace> update(Step step, Observation.Ready<Namespace> found) {
        return create(step);
    }
}
