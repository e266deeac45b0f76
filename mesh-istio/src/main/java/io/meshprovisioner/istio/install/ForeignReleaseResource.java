package io.meshprovisioner.istio.install;

import io.meshprovisioner.istio.install.ForeignChart.Fetched;
import io.meshprovisioner.istio.install.ForeignCrdsResource.Served;
import io.meshprovisioner.istio.install.NamespaceResource.Namespace;
import io.meshprovisioner.plan.Difference;
import io.meshprovisioner.plan.Difference.Remedy;
import io.meshprovisioner.plan.Observation;
import io.meshprovisioner.plan.Ref;
import io.meshprovisioner.plan.Resource;
import io.meshprovisioner.plan.ResourceId;
import io.meshprovisioner.plan.Step;
import io.meshprovisioner.spi.Charts.ChartRelease;
import io.meshprovisioner.spi.Charts.Release;
import io.meshprovisioner.spi.KubernetesSession.ObjectKey;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A chart that is not Istio's, as a release of Helm's. */
final class ForeignReleaseResource implements Resource<ForeignReleaseResource.Released> {
    private static final String DEPLOYED = "deployed";

    private final Cluster cluster;
    private final ForeignChart spec;
    private final Ref<Fetched> chart;
    private final Ref<Served> crds;
    private final Place place;
    private final Asked asked;

    /** The release, and what runs of it. */
    record Released(List<ObjectKey> workloads) implements Workloads {}

    /**
     * Where it is.
     *
     * @param made the namespace, where it is one of ours
     */
    record Place(String namespace, Optional<Ref<Namespace>> made) {}

    /**
     * What it is asked for.
     *
     * @param uses the handles that {@code values} are made of
     * @param workloads what runs of it
     */
    record Asked(Set<Ref<?>> uses, Function<Step, Map<String, Object>> values, List<ObjectKey> workloads) {}

    ForeignReleaseResource(
            Cluster cluster, ForeignChart spec, Ref<Fetched> chart, Ref<Served> crds, Place place, Asked asked) {
        this.cluster = cluster;
        this.spec = spec;
        this.chart = chart;
        this.crds = crds;
        this.place = place;
        this.asked = asked;
    }

    @Override
    public ResourceId id() {
        return new ResourceId(spec.releaseKind(), place.namespace() + "/" + spec.release());
    }

    @Override
    public String title() {
        return "chart " + spec.name() + " as " + spec.release();
    }

    @Override
    public Set<Ref<?>> needs() {
        Set<Ref<?>> needs = new LinkedHashSet<>(Set.of(cluster.api(), chart, crds));
        place.made().ifPresent(needs::add);
        needs.addAll(asked.uses());
        return needs;
    }

    @Override
    public Optional<String> guideRow() {
        return Optional.of(spec.guideRow());
    }

    @Override
    public Observation<Released> observe(Step step) {
        return cluster.session(step)
                .charts()
                .find(place.namespace(), spec.release())
                .map(found -> Observation.ready(released(), differences(step, found)))
                .orElseGet(Observation::absent);
    }

    private List<Difference> differences(Step step, Release found) {
        Chart wanted = step.get(chart).chart();
        String standing = found.chart() + " " + found.status() + " " + found.fingerprint();
        String whole = wanted.asFile(
                file -> wanted + " " + DEPLOYED + " " + release(step, file).fingerprint());
        return standing.equals(whole) ? List.of() : List.of(new Difference("release", standing, whole, Remedy.UPDATE));
    }

    @Override
    public Observation<Released> create(Step step) {
        step.get(chart)
                .chart()
                .asFile(file -> cluster.session(step).charts().apply(release(step, file), step.permit()));
        return Observation.ready(released());
    }

    @Override
    public Observation<Released> update(Step step, Observation.Ready<Released> found) {
        return create(step);
    }

    private ChartRelease release(Step step, Path file) {
        return new ChartRelease(
                place.namespace(), spec.release(), file, asked.values().apply(step), false);
    }

    private Released released() {
        return new Released(asked.workloads());
    }
}
