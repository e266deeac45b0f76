package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.Cluster.Look;
import io.meshprovisioner.istio.install.ControlPlanes.Member;
import io.meshprovisioner.istio.install.MovedProxiesResource.Moved;
import io.meshprovisioner.istio.install.NamespaceRevisionResource.Labelled;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The proxies of a namespace are those of its control plane: workloads with others are made anew, and waited for. */
final class MovedProxiesResource implements Resource<Moved> {
    private final Cluster cluster;
    private final Ref<Labelled> labelled;

    /** @param proxies how many there are */
    record Moved(int proxies) {}

    MovedProxiesResource(Cluster cluster, Ref<Labelled> labelled) {
        this.cluster = cluster;
        this.labelled = labelled;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.PROXIES, labelled.id().name());
    }

    @Override
    public String title() {
        return "proxies of namespace " + labelled.id().name() + " moved";
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), labelled);
    }

    @Override
    public Pace pace() {
        return new Pace(Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    @Override
    public Observation<Moved> observe(Step step) {
        Look look = cluster.look(step);
        String to = step.get(labelled).revision();
        List<Member> members = movable(look, step);
        long moved = members.stream().filter(member -> isWith(member, to)).count();
        String count = moved + " of " + members.size() + " proxies with " + to;
        Workload workload = new Workload(look, 0);
        for (ObjectKey key : workloads(members)) {
            Health health = workload.of(key);
            if (health instanceof Health.Hopeless hopeless) {
                return new Observation.Failed<>(
                        hopeless.why() + " (" + count + ")",
                        hopeless.advice() + " Or move the namespace back: what has not moved runs on as before.",
                        false);
            }
            if (health instanceof Health.Waiting) {
                return Observation.pending(count + "; " + health.problem());
            }
        }
        Moved all = new Moved(members.size());
        return moved == members.size()
                ? Observation.ready(all)
                : Observation.ready(all, List.of(new Difference("proxies", count, "all", Remedy.UPDATE)));
    }

    private List<Member> movable(Look look, Step step) {
        return new ControlPlanes(look)
                .members(Optional.of(step.get(labelled).namespace())).stream()
                        .filter(member -> member.owner().isPresent())
                        .toList();
    }

    private static boolean isWith(Member member, String revision) {
        return member.proxy().revision().equals(revision);
    }

    private static Set<ObjectKey> workloads(List<Member> members) {
        Set<ObjectKey> workloads = new LinkedHashSet<>();
        members.forEach(member -> member.owner().ifPresent(workloads::add));
        return workloads;
    }

    @Override
    public Observation<Moved> create(Step step) {
        return observe(step);
    }

    @Override
    public Observation<Moved> update(Step step, Observation.Ready<Moved> found) {
        String to = step.get(labelled).revision();
        List<Member> left = movable(cluster.look(step), step).stream()
                .filter(member -> !isWith(member, to))
                .toList();
        workloads(left).forEach(workload -> Proxies.restart(cluster.session(step), workload, to, step));
        return Observation.pending(workloads(left).size() + " workloads are made anew");
    }
}
