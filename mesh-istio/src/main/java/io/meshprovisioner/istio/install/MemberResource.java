package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.WorkloadResource.Deployed;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.WorkloadReport;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A workload runs: every pod is ready down to its containers, with the sidecar where it is to be in the mesh. */
final class MemberResource implements Resource<MemberResource.Member> {
    private final Cluster cluster;
    private final Ref<Deployed> deployed;
    private final WorkloadSpec spec;

    /** A workload that runs. */
    record Member(WorkloadReport report) {}

    MemberResource(Cluster cluster, Ref<Deployed> deployed, WorkloadSpec spec) {
        this.cluster = cluster;
        this.deployed = deployed;
        this.spec = spec;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.MEMBER, deployed.id().name());
    }

    @Override
    public String title() {
        return "workload " + spec.name() + " ready" + (spec.inMesh() ? ", in the mesh" : "");
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), deployed);
    }

    @Override
    public Pace pace() {
        return new Pace(Duration.ofSeconds(8), Duration.ofSeconds(4));
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G6.1");
    }

    @Override
    public Observation<Member> observe(Step step) {
        Look look = cluster.look(step);
        for (var key : step.get(deployed).workloads()) {
            Health health = new Workload(look, 0).of(key);
            if (!(health instanceof Health.Well)) {
                return ControlPlaneResource.pendingOrFailed(health);
            }
        }
        Optional<WorkloadReport> report = new WorkloadReporter(look).report(spec.namespace(), spec.name());
        if (report.isEmpty()) {
            return Observation.pending("its Deployment is not there");
        }
        if (spec.inMesh() != report.get().inMesh()) {
            return new Observation.Failed<>(
                    spec.inMesh()
                            ? "Its pods run without Istio's sidecar"
                            : "Its pods run with Istio's sidecar, which was not asked for",
                    "They were made before the injector saw them as they are labelled now: restart them (kubectl rollout "
                            + "restart deployment " + spec.name() + " -n " + spec.namespace() + ") and run again.",
                    false);
        }
        return Observation.ready(new Member(report.get()));
    }

    @Override
    public Observation<Member> create(Step step) {
        return observe(step);
    }
}
