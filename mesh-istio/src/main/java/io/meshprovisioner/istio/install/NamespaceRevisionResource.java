package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.NamespaceRevisionResource.Labelled;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A namespace whose label names the control plane that its new pods are injected by. */
final class NamespaceRevisionResource implements Resource<Labelled> {
    private static final String SWITCH = "istio-injection";

    private final Cluster cluster;
    private final String namespace;
    private final String to;

    /**
     * A namespace that is labelled.
     *
     * @param revision where its label leads
     */
    record Labelled(String namespace, String revision) {}

    /** @param to a revision or a tag */
    NamespaceRevisionResource(Cluster cluster, String namespace, String to) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.to = to;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.NAMESPACE, namespace);
    }

    @Override
    public String title() {
        return "namespace " + namespace + " with control plane " + to;
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api());
    }

    @Override
    public Observation<Labelled> observe(Step step) {
        Look look = cluster.look(step);
        ControlPlanes planes = new ControlPlanes(look);
        String revision = planes.resolved(to);
        if (planes.injector(revision).isEmpty()) {
            return new Observation.Failed<>(
                    "No control plane answers to \"" + to + "\"",
                    "Install it with revision(\"" + to + "\"), or choose among those of revisions().report().",
                    false);
        }
        Optional<Tree> found = look.get(key());
        if (found.isEmpty()) {
            return new Observation.Failed<>("There is no namespace " + namespace, "Check the name.", false);
        }
        Map<String, String> labels = found.get().texts("metadata", "labels");
        String asked = asked(labels);
        Labelled labelled = new Labelled(namespace, revision);
        return asked.equals(to)
                ? Observation.ready(labelled)
                : Observation.ready(labelled, List.of(new Difference("control plane", asked, to, Remedy.UPDATE)));
    }

    /** The switch wins over the name of a revision: with both, the name is not heeded. */
    private static String asked(Map<String, String> labels) {
        if (labels.containsKey(SWITCH)) {
            return "enabled".equals(labels.get(SWITCH)) ? ControlPlanes.DEFAULT : "none";
        }
        return labels.getOrDefault(ControlPlanes.REVISION, "none");
    }

    private ObjectKey key() {
        return ObjectKey.cluster("v1", "Namespace", namespace);
    }

    @Override
    public Observation<Labelled> create(Step step) {
        return observe(step);
    }

    @Override
    public Observation<Labelled> update(Step step, Observation.Ready<Labelled> found) {
        String labels = to.equals(ControlPlanes.DEFAULT)
                ? "\"" + SWITCH + "\":\"enabled\",\"" + ControlPlanes.REVISION + "\":null"
                : "\"" + SWITCH + "\":null,\"" + ControlPlanes.REVISION + "\":\"" + to + "\"";
        Optional<Tree> before = cluster.look(step)
                .get(key())
                .filter(standing -> !NamespaceRestoral.due(standing) && !NamespaceResource.ours(standing));
        String note = before.map(standing -> ",\"annotations\":{\"" + NamespaceRestoral.BEFORE + "\":\""
                        + NamespaceRestoral.noted(standing.texts("metadata", "labels")) + "\"}")
                .orElse("");
        cluster.session(step).patch(key(), "{\"metadata\":{\"labels\":{" + labels + "}" + note + "}}", step.permit());
        return Observation.ready(found.value());
    }
}
