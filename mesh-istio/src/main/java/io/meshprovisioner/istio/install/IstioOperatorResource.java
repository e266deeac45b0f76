package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.NamespaceResource.Namespace;
import io.meshprovisioner.istio.model.IstioOperator;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The IstioOperator that asks the operator for the mesh. */
final class IstioOperatorResource implements Resource<IstioOperatorResource.Asked> {
    /** What the one that we apply is called. */
    static final String NAME = "istio";

    static final ObjectKey KEY = ObjectKey.of("install.istio.io/v1alpha1", "IstioOperator", Values.NAMESPACE, NAME);

    private final Cluster cluster;
    private final Ref<Namespace> namespace;
    private final IstioOperator asked;
    private final List<ObjectKey> workloads;
    private final Set<Ref<?>> after;

    /**
     * An IstioOperator that is there.
     *
     * @param workloads what an operator makes of it: istiod and the ingress gateways
     */
    record Asked(List<ObjectKey> workloads) implements Workloads {}

    /** @param after what must be ready first: its kind, an operator of the right release, the gateways' namespaces */
    IstioOperatorResource(
            Cluster cluster,
            Ref<Namespace> namespace,
            IstioOperator asked,
            List<ObjectKey> workloads,
            Set<Ref<?>> after) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.asked = asked;
        this.workloads = List.copyOf(workloads);
        this.after = after;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.ISTIO_OPERATOR, Values.NAMESPACE + "/" + NAME);
    }

    @Override
    public String title() {
        return "IstioOperator of Istio " + asked.tag().orElse("") + ", profile "
                + asked.profile().orElse("");
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), namespace);
    }

    @Override
    public Set<Ref<?>> after() {
        return new LinkedHashSet<>(after);
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G4.1");
    }

    @Override
    public Observation<Asked> observe(Step step) {
        Optional<Tree> found = cluster.look(step).get(KEY);
        if (found.isEmpty()) {
            return cluster.session(step)
                            .charts()
                            .find(Values.NAMESPACE, "istiod")
                            .isEmpty()
                    ? Observation.absent()
                    : Observation.ready(
                            new Asked(workloads),
                            List.of(new Difference("method", "Helm charts", "operator", Remedy.REPLACE)));
        }
        if (!found.get().text("metadata", "deletionTimestamp").isEmpty()) {
            return new Observation.Leaving<>("its operator removes what it made");
        }
        String mark = OwnMark.found(found.get());
        if (mark.isEmpty()) {
            return Observation.ready(
                    new Asked(workloads),
                    List.of(new Difference(KEY.toString(), "somebody else's", "ours", Remedy.REPLACE)));
        }
        return Observation.ready(
                new Asked(workloads),
                mark.equals(OwnMark.of(manifest(step)))
                        ? List.of()
                        : List.of(new Difference(KEY.toString(), "another spec", "as asked for", Remedy.UPDATE)));
    }

    @Override
    public Observation<Asked> create(Step step) {
        cluster.session(step).apply(OwnMark.on(manifest(step), NAME), ApplyOptions.OURS, step.permit());
        return Observation.ready(new Asked(workloads));
    }

    @Override
    public Observation<Asked> update(Step step, Observation.Ready<Asked> found) {
        return create(step);
    }

    private Manifest manifest(Step step) {
        return asked.namespace(step.get(namespace).name());
    }
}
