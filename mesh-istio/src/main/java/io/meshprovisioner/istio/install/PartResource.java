package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
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

/** A part of the mesh runs: each of its Deployments, DaemonSets and StatefulSets. */
final class PartResource<T extends Workloads> implements Resource<PartResource.Running> {
    private final Cluster cluster;
    private final Ref<NodeCapacity> nodes;
    private final Ref<T> made;
    private final String title;
    private final String guideRow;

    /** What runs. */
    record Running(List<ObjectKey> workloads) {}

    /** @param made what brings the workloads into the cluster */
    PartResource(Cluster cluster, Ref<NodeCapacity> nodes, Ref<T> made, String title, String guideRow) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.made = made;
        this.title = title;
        this.guideRow = guideRow;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.PART_READY, made.id().name());
    }

    @Override
    public String title() {
        return title + " ready";
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), nodes, made);
    }

    @Override
    public Pace pace() {
        return new Pace(Duration.ofSeconds(15), Duration.ofSeconds(5));
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of(guideRow);
    }

    @Override
    public Observation<Running> observe(Step step) {
        Look look = cluster.look(step);
        Workload workload = new Workload(look, step.get(nodes).nodes());
        List<ObjectKey> workloads = step.get(made).workloads();
        for (ObjectKey key : workloads) {
            Health health = workload.of(key);
            if (!(health instanceof Health.Well)) {
                return ControlPlaneResource.pendingOrFailed(health);
            }
        }
        return Observation.ready(new Running(workloads));
    }

    @Override
    public Observation<Running> create(Step step) {
        return observe(step);
    }
}
