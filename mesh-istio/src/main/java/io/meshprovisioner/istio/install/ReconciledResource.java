package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.IstioOperatorResource.Asked;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.NodeCapacity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operator says of an IstioOperator that all of it is HEALTHY; where not, the pods that it made say why. */
final class ReconciledResource implements Resource<ReconciledResource.Reconciled> {
    private final Cluster cluster;
    private final Ref<NodeCapacity> nodes;
    private final Ref<Asked> asked;

    /** What the operator has done. */
    record Reconciled(List<ObjectKey> workloads) {}

    ReconciledResource(Cluster cluster, Ref<NodeCapacity> nodes, Ref<Asked> asked) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.asked = asked;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.RECONCILED, asked.id().name());
    }

    @Override
    public String title() {
        return "IstioOperator HEALTHY";
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), nodes, asked);
    }

    @Override
    public Pace pace() {
        return new Pace(Duration.ofSeconds(50), Duration.ofSeconds(5));
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G2.3");
    }

    @Override
    public Observation<Reconciled> observe(Step step) {
        Look look = cluster.look(step);
        Optional<Tree> found = look.get(IstioOperatorResource.KEY);
        if (found.isEmpty()) {
            return Observation.pending(IstioOperatorResource.KEY + " is not there");
        }
        Health said = OperatorStatus.of(found.get()).health();
        if (said instanceof Health.Well) {
            return Observation.ready(new Reconciled(step.get(asked).workloads()));
        }
        return ControlPlaneResource.pendingOrFailed(said instanceof Health.Hopeless ? said : worst(look, step, said));
    }

    /** The first of its workloads that will never run; else what the operator said. */
    private Health worst(Look look, Step step, Health said) {
        Workload workload = new Workload(look, step.get(nodes).nodes());
        return OperatorLabels.workloads(look, IstioOperatorResource.NAME, Values.NAMESPACE).stream()
                .map(workload::of)
                .filter(Health.Hopeless.class::isInstance)
                .findFirst()
                .orElse(said);
    }

    @Override
    public Observation<Reconciled> create(Step step) {
        return observe(step);
    }
}
