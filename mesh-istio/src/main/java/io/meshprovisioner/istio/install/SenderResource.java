package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.MemberResource.Member;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spec.WorkloadSpec;
import io.meshprovisioner.spi.KubernetesSession;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import io.meshprovisioner.spi.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A pod that has sent the requests of one way, with the routes that they needed. */
final class SenderResource implements Resource<SenderResource.Sent> {
    private final Cluster cluster;
    private final Ref<Member> member;
    private final WorkloadSpec workload;
    private final SmokeWay way;

    /** The requests were sent; the pod's log says what came of them. */
    record Sent(String pod) {}

    SenderResource(Cluster cluster, Ref<Member> member, WorkloadSpec workload, SmokeWay way) {
        this.cluster = cluster;
        this.member = member;
        this.workload = workload;
        this.way = way;
    }

    /** The pod of a way's Job; empty before it is made. */
    static Optional<Tree> pod(Look look, WorkloadSpec workload, SmokeWay way) {
        return look.list("v1", "Pod", Optional.of(workload.namespace()), "app=" + way.name(workload)).stream()
                .findFirst();
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.SENDER, workload.namespace() + "/" + way.name(workload));
    }

    @Override
    public String title() {
        return "requests from " + way.from();
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), member);
    }

    @Override
    public Pace pace() {
        return new Pace(Duration.ofSeconds(12), Duration.ofSeconds(4));
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of("G6.2");
    }

    @Override
    public Observation<Sent> observe(Step step) {
        Look look = cluster.look(step);
        if (way.url(look, workload).isEmpty()) {
            return Observation.ready(new Sent(""));
        }
        if (look.get(ObjectKey.of("batch/v1", "Job", workload.namespace(), way.name(workload)))
                .isEmpty()) {
            return Observation.absent();
        }
        Optional<Tree> pod = pod(look, workload, way);
        if (pod.isEmpty()) {
            return Observation.pending("its pod is not there yet");
        }
        boolean ended = pod.get().items("status", "containerStatuses").stream()
                .anyMatch(container -> container.text("name").equals("curl")
                        && container.at("state", "terminated").value() != null);
        return ended
                ? Observation.ready(new Sent(pod.get().text("metadata", "name")))
                : ControlPlaneResource.pendingOrFailed(notYet(new PodHealth(0).of(pod.get())));
    }

    /** A pod that is ready is at it. */
    private static Health notYet(Health health) {
        return health instanceof Health.Well ? new Health.Waiting("its requests are on their way") : health;
    }

    @Override
    public Observation<Sent> create(Step step) {
        KubernetesSession session = cluster.session(step);
        Look look = cluster.look(step);
        List<Manifest> routes = way.routes(look, workload);
        routes.forEach(
                route -> session.apply(OwnMark.on(route, SmokeWay.part(workload)), ApplyOptions.OURS, step.permit()));
        Manifest job = way.job(look, workload, step.get(member).report());
        session.apply(OwnMark.on(job, SmokeWay.part(workload)), ApplyOptions.OURS, step.permit());
        return observe(step);
    }
}
