package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.ForeignChart.Fetched;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Pace;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.KubernetesSession.ApplyOptions;
import io.meshprovisioner.spi.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The CRDs of a chart that is not Istio's, each Established. */
final class ForeignCrdsResource implements Resource<ForeignCrdsResource.Served> {
    private final Cluster cluster;
    private final ForeignChart spec;
    private final Ref<Fetched> chart;

    /** The API serves them. */
    record Served(int count) {}

    ForeignCrdsResource(Cluster cluster, ForeignChart spec, Ref<Fetched> chart) {
        this.cluster = cluster;
        this.spec = spec;
        this.chart = chart;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.CRDS, spec.part());
    }

    @Override
    public String title() {
        return "CRDs of " + spec.whose() + " chart";
    }

    @Override
    public Set<Ref<?>> needs() {
        return Set.of(cluster.api(), chart);
    }

    @Override
    public Pace pace() {
        return Pace.of(Duration.ofSeconds(1));
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of(spec.guideRow());
    }

    @Override
    public Observation<Served> observe(Step step) {
        Fetched wanted = step.get(chart);
        CrdLook look = CrdLook.at(cluster.look(step), wanted.crdNames());
        if (!look.missing().isEmpty()) {
            return Observation.absent();
        }
        if (!look.complete()) {
            return Observation.pending(look.phase());
        }
        List<Difference> differences = new ArrayList<>();
        for (Manifest crd : wanted.crds()) {
            String stands = Optional.ofNullable(look.found().get(crd.name()))
                    .map(OwnMark::found)
                    .orElse("");
            if (!stands.equals(OwnMark.of(crd))) {
                differences.add(new Difference(crd.name(), "another", "the chart's", Remedy.UPDATE));
            }
        }
        return Observation.ready(new Served(wanted.crds().size()), differences);
    }

    @Override
    public Observation<Served> create(Step step) {
        for (Manifest crd : step.get(chart).crds()) {
            cluster.session(step).apply(OwnMark.on(crd, spec.part()), ApplyOptions.OURS, step.permit());
        }
        return observe(step);
    }

    @Override
    public Observation<Served> update(Step step, Observation.Ready<Served> found) {
        return create(step);
    }
}
