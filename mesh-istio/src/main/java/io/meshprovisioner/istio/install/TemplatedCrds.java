package io.meshprovisioner.istio.install;

import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Step;
import java.util.List;
import java.util.Set;

/** The CRDs that the base chart's templates make: nothing is left to do but to wait until they are served. */
final class TemplatedCrds extends CrdsResource {
    private final Cluster cluster;
    private final Ref<ChartSet> charts;
    private final Ref<HelmReleaseResource.Released> base;

    TemplatedCrds(Cluster cluster, Ref<ChartSet> charts, Ref<HelmReleaseResource.Released> base, String release) {
        super(release);
        this.cluster = cluster;
        this.charts = charts;
        this.base = base;
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), charts, base);
    }

    @Override
    public Observation<Crds> observe(Step step) {
        String by = step.get(base).name();
        List<String> names = step.get(charts).crdNames();
        CrdLook look = CrdLook.at(cluster.look(step), names);
        return look.complete()
                ? Observation.ready(new Crds(names.size()))
                : Observation.pending(look.phase() + " (made by " + by + ")");
    }

    @Override
    public Observation<Crds> create(Step step) {
        return observe(step);
    }
}
