package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.CalicoChartResource.CalicoChart;
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

/** The CRDs of Calico's operator, each Established. */
final class CalicoCrdsResource implements Resource<CalicoCrdsResource.Served> {
    private final Cluster cluster;
    private final Ref<CalicoChart> chart;

    /** The API serves them. */
    record Served(int count) {}

    CalicoCrdsResource(Cluster cluster, Ref<CalicoChart> chart) {
        this.cluster = cluster;
        this.chart = chart;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(Kinds.CRDS, "calico");
    }

    @Override
    public String title() {
        return "CRDs of Calico's operator";
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
        return Optional.of("G5.1");
    }

    @Override
    public Observation<Served> observe(Step step) {
        CalicoChart wanted = step.get(chart);
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
            cluster.session(step).apply(OwnMark.on(crd, CalicoGraph.PART), ApplyOptions.OURS, step.permit());
        }
        return observe(step);
    }

    @Override
    public Observation<Served> update(Step step, Observation.Ready<Served> found) {
        return create(step);
    }
}
